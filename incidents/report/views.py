"""Pages of a report: before it, its five questions, the check, and after. The session holds nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.check import Denied
from access.guards import public
from incidents import actions
from incidents.concern import visibility
from incidents.concern.restricted_pages import (
    exit_address,
    keep_typed,
    no_files,
    reporting,
    with_exit,
)
from incidents.report import drafts, people_found, report_pages
from incidents.report.answers import Answers
from incidents.report.forms import (
    AboutForm,
    AddForm,
    PeopleForm,
    RiskForm,
    StepForm,
    StoryForm,
    WhatForm,
    WhereForm,
)
from incidents.report.report_options import BY_CODE
from incidents.routing import plan
from incidents.routing import route as routing
from people.api import UserRequest, forget_pages, labels
from people.models import User
from workflow.promised import promised

BOTH = ["GET", "HEAD", "POST"]
ABOUT_ADULTS = frozenset({"adult", "dsl", "governor"})
OPTIONS_ABOUT_ADULTS = frozenset({"staff-contact", "adult-behaviour"})


@reporting
@require_safe
def start_report(request: UserRequest) -> HttpResponse:
    """Safe first: 999 and the safeguarding lead's phone stand before any question."""
    on = timezone.localdate()
    schools = drafts.all_schools_of(request.user, on=on)
    context = {
        "takes_reports": any(school.takes_reports_since for school in schools),
        "schools": [report_pages.first_help(school, at=timezone.now()) for school in schools],
        "draft": drafts.report_of(request.user, at=timezone.now()),
        "own": visibility.own_reports(request.user)[:5],
    }
    return render(request, "incidents/start.html", context)


@reporting
@require_http_methods(BOTH)
def step(request: UserRequest, number: int) -> HttpResponse:
    """One of the five questions."""
    make = STEPS.get(number)
    if make is None:
        raise Http404
    if not drafts.schools_of(request.user, on=timezone.localdate()):
        return redirect("report:start")
    answers = answers_of(request)
    if back_to := first_unanswered(answers, before=number):
        return redirect("report:step", back_to)
    form = make(request, answers, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers = taken(answers, form, number)
        keep(request, answers)
        return redirect(after(number, answers))
    context = {
        "form": form,
        "number": number,
        "back": before(number, answers),
        "title": f"Report, step {number} of 5",
    }
    return render(request, "incidents/step.html", context)


@reporting
@require_http_methods(BOTH)
def people(request: UserRequest) -> HttpResponse:
    """Which people it is about. Whoever is named here is taken out before anybody is told."""
    answers = answers_of(request)
    if back_to := first_unanswered(answers, before=3):
        return redirect("report:step", back_to)
    looking = request.POST.get("press") == "find"
    form = people_form(request, answers, looking=looking)
    if request.method == "POST" and not looking and form.is_valid():
        keep(request, answers.but(**form.answers()))
        return redirect("report:step", 3)
    context = {
        "form": form,
        "number": 2,
        "title": "Report, step 2 of 5",
        "looking": looking,
        "default": "find",
    }
    return render(
        request, "incidents/people.html", context | {"back": reverse("report:step", args=[2])}
    )


@reporting
@require_safe
def before_you_go_on(request: UserRequest) -> HttpResponse:
    """What not to do with an intimate image or with blackmail: a page of its own, before the next question."""
    answers = answers_of(request)
    option = BY_CODE.get(answers.option)
    if option is None or not option.page:
        return redirect("report:step", 2)
    return render(request, f"incidents/guidance_{option.page}.html", help_context(request, answers))


@reporting
@require_http_methods(BOTH)
def call(request: UserRequest) -> HttpResponse:
    """Somebody is at risk now: the numbers again. It never blocks."""
    answers = answers_of(request)
    if answers.risk != "yes" or answers.missing():
        return redirect("report:check")
    if request.method == "POST":
        keep(request, answers.but(called=request.POST.get("called", "")[:10]))
        return redirect("report:check")
    return render(request, "incidents/call.html", help_context(request, answers))


@reporting
@require_http_methods(BOTH)
def check(request: UserRequest) -> HttpResponse:
    """Who will see it and who will not, by name; then it is sent to exactly those."""
    if request.method == "POST" and "draft" in request.POST:
        return send(request)
    if not has_draft(request):
        return redirect("report:sent" if request.method == "POST" else "report:start")
    answers = answers_of(request)
    if missing := answers.missing():
        return redirect("report:step", missing)
    return show_check(request, answers, changed=request.method == "POST")


def send(request: UserRequest) -> HttpResponse:
    """Send the draft that was shown. A second press leads to the same receipt."""
    draft = request.POST["draft"]
    if not people_found.is_id(draft):
        return redirect("report:check")
    try:
        actions.send_draft(
            by=request.user,
            draft_id=UUID(draft),
            shown=request.POST.get("shown", ""),
            at=timezone.now(),
        )
    except (actions.RouteChanged, Denied):
        return look_again(request)
    return redirect("report:sent")


def look_again(request: UserRequest) -> HttpResponse:
    """Nothing was sent: show what stands in the draft now, or where to begin."""
    answers = answers_of(request)
    if not has_draft(request):
        return redirect("report:start")
    if missing := answers.missing():
        return redirect("report:step", missing)
    return show_check(request, answers, changed=True)


def show_check(request: UserRequest, answers: Answers, *, changed: bool = False) -> HttpResponse:
    on = timezone.localdate()
    school = promised(drafts.school_of(request.user, answers, on=on))
    route = plan.route_for(answers, school=school, reporter=request.user, on=on)
    context = {
        "answers": report_pages.summary(answers, school, on=on),
        "who": report_pages.who(route, answers, school, on=on),
        "shown": plan.digest(route, answers),
        "draft": promised(drafts.report_of(request.user, at=timezone.now())).pk,
        "changed": changed,
        "back": reverse("report:step", args=[5]),
    }
    return render(
        request, "incidents/check.html" if route.handler else "incidents/no_route.html", context
    )


@reporting
@require_safe
def sent(request: UserRequest) -> HttpResponse:
    """The reference, when it will be read, and whom to talk to."""
    incident = visibility.own_reports(request.user).first()
    if incident is None:
        return redirect("report:start")
    return render(request, "incidents/sent.html", report_pages.receipt(incident))


@reporting
@require_http_methods(BOTH)
def add(request: UserRequest, ref: str) -> HttpResponse:
    """Add to a report one has sent. What was sent is not shown."""
    incident = visibility.own_report(request.user, ref)
    if incident is None:
        raise Http404
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_as_reporter(
            incident=incident, by=request.user, text=form.cleaned_data["text"], at=timezone.now()
        )
        messages.success(request, "Added to your report.")
        return redirect("report:add", ref)
    context = {"form": form, "incident": incident, "keep_page": request.path}
    return render(request, "incidents/add.html", context)


@public
@no_files
@with_exit
@require_POST
def exit_report(request: HttpRequest) -> HttpResponse:
    """Exit this page: what was typed is kept, the session is locked, and a neutral site takes its place."""
    where = exit_address(request)
    if request.user.is_authenticated:
        keep_what_was_typed(request, by=request.user)
        logout(request)
    response = HttpResponseRedirect(where)
    response.status_code = 303
    return forget_pages(response)


def keep_what_was_typed(request: HttpRequest, *, by: User) -> None:
    """The half-written page of a report or of a concern, whether or not it is complete."""
    if page := request.GET.get("page", "")[:200]:
        keep_typed(request, page=page, by=by, at=timezone.now())
        return
    answers = drafts.answers_of(by, at=timezone.now())
    typed = {
        name: request.POST[name][:10_000]
        for name in ("school", "option", "what", "platform", "account", "channel", "when", "risk")
        if request.POST.get(name)
    }
    lists = {
        name: request.POST.getlist(name) for name in ("kinds", "people") if name in request.POST
    }
    # Whoever was being taken out stays taken out.
    could_be = request.POST.getlist("could_be")
    cannot_name = "cannot_name" in request.POST
    if typed or lists or could_be or cannot_name:
        answers = answers.but(**typed, **lists, cannot_name=answers.cannot_name or cannot_name)
        named = answers.but(people=also(answers.people, could_be))
        actions.save_draft(by=by, answers=named, at=timezone.now())


def answers_of(request: UserRequest) -> Answers:
    """The draft as far as it goes. Which school it is about belongs to the first question."""
    answers = drafts.answers_of(request.user, at=timezone.now())
    if drafts.school_of(request.user, answers, on=timezone.localdate()) is None:
        return answers.but(option="")
    return answers.known()


def has_draft(request: UserRequest) -> bool:
    return drafts.report_of(request.user, at=timezone.now()) is not None


def keep(request: UserRequest, answers: Answers) -> None:
    actions.save_draft(by=request.user, answers=answers, at=timezone.now())


def what_form(request: UserRequest, answers: Answers, data: Any) -> StepForm:
    schools = drafts.schools_of(request.user, on=timezone.localdate())
    named = [(str(school.pk), school.name) for school in schools]
    return WhatForm(
        data, schools=named, initial={"option": answers.option, "school": answers.school}
    )


def about_form(request: HttpRequest, answers: Answers, data: Any) -> StepForm:
    return AboutForm(data, initial={"kinds": answers.kinds})


def story_form(request: HttpRequest, answers: Answers, data: Any) -> StepForm:
    return StoryForm(data, initial={"what": answers.what})


def where_form(request: UserRequest, answers: Answers, data: Any) -> StepForm:
    on = timezone.localdate()
    channels = report_pages.channels(
        drafts.school_of(request.user, answers, on=on), request.user, on=on
    )
    asked = ("platform", "account", "channel", "when", "told_by")
    initial = {name: getattr(answers, name) for name in asked}
    return WhereForm(data, channels=channels, initial=initial)


def risk_form(request: UserRequest, answers: Answers, data: Any) -> StepForm:
    on = timezone.localdate()
    could_be = []
    if not answers.people:
        school = promised(drafts.school_of(request.user, answers, on=on))
        # Whether anybody is at risk is asked on this page: all it could go to, either way.
        routes = [
            plan.route_for(answers.but(risk=risk), school=school, reporter=request.user, on=on)
            for risk in ("no", "yes")
        ]
        places = [place for one in routes for place in (*one.everybody, *one.asked_next)]
        could_be = report_pages.names_and_roles(routing.unique(places), school, on=on)
    return RiskForm(data, could_be=could_be, initial={"risk": answers.risk})


STEPS: dict[int, Callable[[UserRequest, Answers, Any], StepForm]] = {
    1: what_form,
    2: about_form,
    3: story_form,
    4: where_form,
    5: risk_form,
}


def people_form(request: UserRequest, answers: Answers, *, looking: bool) -> PeopleForm:
    on = timezone.localdate()
    school = promised(drafts.school_of(request.user, answers, on=on))
    chosen = request.POST.getlist("people") if request.method == "POST" else answers.people
    words = request.POST.get("find", "")
    hits = people_found.find(words, school, on=on)
    found = [
        *people_found.by_ids(filter(people_found.is_id, chosen), school),
        *people_found.suggested(answers.kinds, school, on=on),
        *hits,
    ]
    choices = labels.choices(found, on=on)
    if request.method == "POST" and not looking:
        return PeopleForm(request.POST, people=choices)
    initial = {"people": chosen, "cannot_name": answers.cannot_name, "find": words}
    form = PeopleForm(people=choices, initial=initial)
    if looking:
        missed = people_found.nobody(words, hits)
        or_else = ", or select “Someone I cannot name”" if missed else ""
        form.fields["find"].help_text = missed + or_else
    return form


def taken(answers: Answers, form: StepForm, number: int) -> Answers:
    """The draft with the answers of this page; what they make pointless goes."""
    given = form.answers()
    could_be = given.pop("could_be", [])
    answers = replace(answers, **given)
    if number == 2 and not asks_which(answers):
        answers = answers.but(people=[], cannot_name=False)
    return answers.but(people=also(answers.people, could_be))


def also(people: list[str], more: list[str]) -> list[str]:
    """These people and more, each once; nothing that could not be anybody."""
    return list(dict.fromkeys(filter(people_found.is_id, [*people, *more])))


def asks_which(answers: Answers) -> bool:
    about_adults = bool(ABOUT_ADULTS & set(answers.kinds))
    return about_adults or (
        answers.option in OPTIONS_ABOUT_ADULTS and set(answers.kinds) == {"pupil"}
    )


def after(number: int, answers: Answers) -> str:
    """The address of the next page."""
    if number == 1 and BY_CODE[answers.option].page:
        return reverse("report:before_you_go_on")
    if number == 2 and asks_which(answers):
        return reverse("report:people")
    if number == 5:
        return reverse("report:call" if answers.risk == "yes" else "report:check")
    return reverse("report:step", args=[number + 1])


def before(number: int, answers: Answers) -> str:
    if number == 1:
        return reverse("report:start")
    if number == 2 and BY_CODE[answers.option].page:
        return reverse("report:before_you_go_on")
    if number == 3 and asks_which(answers):
        return reverse("report:people")
    return reverse("report:step", args=[number - 1])


def first_unanswered(answers: Answers, *, before: int) -> int:
    """A question that must be answered before this one."""
    missing = answers.missing()
    return missing if missing and missing < before else 0


def help_context(request: UserRequest, answers: Answers) -> dict[str, Any]:
    school = promised(drafts.school_of(request.user, answers, on=timezone.localdate()))
    return {"help_first": report_pages.first_help(school, at=timezone.now(), without=answers)}
