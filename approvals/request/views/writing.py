"""Writing a request: its task list, a page per task, the check before sending, and what happens next."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from access.guards import guarded
from access.roles import Permission
from approvals import actions, api
from approvals.decision.models import Decision
from approvals.request import checks, summary
from approvals.request.checks import NotReady
from approvals.request.forms.people import PeopleForm
from approvals.request.forms.sending import StatementsForm
from approvals.request.forms.task_fields import Given, TaskForm
from approvals.request.forms.tasks import FORMS
from approvals.request.models import Request
from approvals.request.sections import BY_CODE, SECTIONS
from approvals.request.statements import statements_of
from approvals.route import hindrances
from approvals.route import steps as route
from approvals.route.models import Stage
from approvals.route.signers import route_of
from people.api import UserRequest
from people.models import Post
from platforms.models import Platform
from schools.api import policy_settings
from workflow.moves import WrongState

RULES = ("min_admins", "min_moderators", "lifespan_rule")
LOOKUP = {"lookup": "reference__iexact"}


@guarded(Permission.REQUEST_EDIT, Request, **LOOKUP)
def tasks(request: HttpRequest, record: Request) -> HttpResponse:
    _refuse_sent(record)
    found = summary.task_list(record, timezone.localdate())
    last = (
        record.decisions.filter(outcome=Decision.Outcome.RETURN).last()
        if record.status == Request.Status.RETURNED
        else None
    )
    return render(
        request, "approvals/tasks.html", {"record": record, "tasks": found, "returned": last}
    )


@guarded(Permission.REQUEST_EDIT, Request, **LOOKUP)
def task(request: UserRequest, record: Request, task: str) -> HttpResponse:
    """A page of questions. What was typed stays, right or wrong."""
    _refuse_sent(record)
    if task not in FORMS:
        raise Http404
    given = _given(request, record)
    if request.method != "POST":
        return _show(request, record, task, _kept_form(record, task, given))
    if wanted := request.POST.get("add"):
        form: Any = PeopleForm(initial=_as_initial(request.POST), given=given, rows={wanted: 1})
        return _show(request, record, task, form)
    form = FORMS[task](request.POST, given=given)
    if form.is_valid():
        actions.save_task(
            request=record, task=task, answers=form.answers(), by=request.user, at=timezone.now()
        )
        return redirect(_after(record, task, later=request.POST.get("go") == "later"))
    if request.POST.get("go") == "later":
        _keep_unfinished(request, record, task, form)
        return redirect("approvals:tasks", record.reference.lower())
    return _show(request, record, task, form)


def _keep_unfinished(request: UserRequest, record: Request, task: str, form: TaskForm) -> None:
    """Without complaint: good answers are kept as answers, the rest as it was typed."""
    actions.save_task(
        request=record,
        task=task,
        answers=form.answers(),
        by=request.user,
        at=timezone.now(),
        finished=False,
        typed=form.typed(),
    )
    messages.success(request, f"Saved. You can finish “{BY_CODE[task].title}” later.")


def _kept_form(record: Request, task: str, given: Given) -> TaskForm:
    """The answers so far; where something typed was no answer yet, exactly as it was typed."""
    if kept := record.typed.get(task):
        return FORMS[task](MultiValueDict(kept), given=given)
    return FORMS[task](initial=FORMS[task].initial_from(record), given=given)


def _as_initial(data: Any) -> dict[str, Any]:
    return {key: data[key] for key in data if key not in ("csrfmiddlewaretoken", "add", "go")}


def _after(record: Request, task: str, *, later: bool) -> str:
    """The next task that is not finished; when all are, the check; to save and leave, the list."""
    record.refresh_from_db()
    codes = [section.code for section in SECTIONS]
    position = codes.index(task)
    rest = [
        code
        for code in codes[position + 1 :] + codes[:position]
        if not checks.is_finished(record, BY_CODE[code])
    ]
    if later:
        return summary.page(record, "tasks")
    return summary.page(record, "task", rest[0]) if rest else summary.page(record, "check_answers")


def _show(request: HttpRequest, record: Request, task: str, form: TaskForm) -> HttpResponse:
    context = {
        "record": record,
        "section": BY_CODE[task],
        "form": form,
        "number": list(FORMS).index(task) + 1,
    }
    return render(request, "approvals/task.html", context)


def _given(request: UserRequest, record: Request) -> Given:
    on = timezone.localdate()
    return Given(
        request=record,
        on=on,
        rules=policy_settings.values(RULES, school=record.school),
        people=api.colleagues(request.user, record, on),
        posts=Post.objects.visible_to(request.user, on=on).filter(
            Q(school=record.school) | Q(school=None), trust=record.trust, active=True
        ),
        platforms=Platform.objects.visible_to(request.user, on=on).current(),
    )


@guarded(Permission.REQUEST_EDIT, Request, **LOOKUP)
def check_answers(request: UserRequest, record: Request) -> HttpResponse:
    """Check your answers, see who will decide, and send."""
    _refuse_sent(record)
    on = timezone.localdate()
    asked = statements_of(record)
    form = StatementsForm(
        request.POST if request.method == "POST" else None,
        initial={one.column: getattr(record, one.column) for one in asked},
        statements=asked,
    )
    problems = checks.problems(record, on)
    if request.method == "POST" and form.is_valid() and not problems:
        try:
            actions.send(
                request=record, by=request.user, at=timezone.now(), statements=form.agreed()
            )
        except NotReady as not_ready:
            problems = not_ready.problems
        else:
            return redirect("approvals:sent", record.reference.lower())
    context = {
        "record": record,
        "form": form,
        "cards": summary.cards(record, change=True),
        "checks": checks.automatic(record, on) if record.platform else [],
        "problems": [(summary.page(record, "task", one.task), one.text) for one in problems],
        "steps": (steps := _steps(record, on)),
        "alone": hindrances.alone(record, steps, on),
        "first_signer": next((step for step in steps if step.is_required), None),
    }
    return render(request, "approvals/check.html", context)


def _steps(record: Request, on: date) -> list[route.Step]:
    try:
        return route_of(record, on)
    except route.NoSigner:
        return []


@guarded(Permission.REQUEST_SEE, Request, **LOOKUP)
def sent(request: HttpRequest, record: Request) -> HttpResponse:
    """What happens next; the page works when it is bookmarked."""
    if record.sent_at is None:
        return redirect("approvals:tasks", record.reference.lower())
    stages = (
        record.stages.filter(revision=record.revision)
        .exclude(state=Stage.State.NOT_REQUIRED)
        .select_related("signer")
    )
    return render(request, "approvals/sent.html", {"record": record, "stages": stages})


def _refuse_sent(record: Request) -> None:
    if not record.is_editable:
        raise WrongState(
            "This request has been sent, so its answers cannot be changed now.", record
        )
