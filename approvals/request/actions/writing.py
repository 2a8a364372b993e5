"""Writing a request: it is started, and its answers are kept task by task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from access.check import check, check_at
from access.roles import Permission
from accounts_registry.models import Numbering
from approvals.decision.row_lock import locked
from approvals.request.models import Request, RequestPerson
from approvals.request.sections import BY_CODE
from approvals.route.signers import named
from audit import trail
from audit.events import Event
from people.models import User
from platforms.api import identity
from schools.models import School
from workflow.moves import WrongState

SENT_ALREADY = (
    "This request has been sent, so its answers cannot be changed now. Nothing has been saved."
)


@transaction.atomic
def start(*, school: School, by: User, at: datetime) -> Request:
    """Begin a draft that only its author sees (R1)."""
    check_at(by, Permission.REQUEST_START, localdate(at), school=school)
    request = Request.objects.create(
        reference=_next_reference(),
        trust=school.trust,
        school=school,
        author=by,
        line_manager=by.line_manager,
        department=by.department,
        created_at=at,
        edited_at=at,
    )
    trail.record(Event.REQUEST_STARTED, by=by, at=at, record=request)
    return request


@transaction.atomic
def save_task(
    *,
    request: Request,
    task: str,
    answers: Mapping[str, Any],
    by: User,
    at: datetime,
    finished: bool = True,
    typed: Mapping[str, list[str]] | None = None,
) -> Request:
    """Keep the answers of one task; `typed` is what was written and is not an answer yet.

    `answers` are by column; "people" is a list of {"part", "person"} and replaces those named before.
    """
    request = locked(request)
    check(by, Permission.REQUEST_EDIT, request, localdate(at))
    if not request.is_editable:
        raise WrongState(SENT_ALREADY, request)
    section = BY_CODE[task]
    for column in set(section.columns) & set(answers) - {"people"}:
        setattr(request, column, answers[column])
    if "people" in answers and "people" in section.columns:
        _name_people(request, answers["people"])
    if task == "people":
        _remember_named(request, localdate(at))
    if task == "platform":
        request.identity = _identity(request)
    request.tasks_saved = _with(request.tasks_saved, task, finished)
    request.tasks_reopened = _with(
        request.tasks_reopened, task, task in request.tasks_reopened and not finished
    )
    request.typed = {
        **{key: kept for key, kept in request.typed.items() if key != task},
        **({task: typed} if typed else {}),
    }
    request.edited_at = at
    request.save()
    trail.record(
        Event.REQUEST_SAVED, by=by, at=at, record=request, data={"task": task, "finished": finished}
    )
    return request


def _next_reference() -> str:
    """RQ0001 and so on: the row is locked, so that two at once get two."""
    Numbering.objects.get_or_create(code="RQ")
    numbering = Numbering.objects.select_for_update().get(code="RQ")
    numbering.last += 1
    numbering.save(update_fields=["last"])
    return str(numbering)


def _identity(request: Request) -> str:
    if request.platform is None or not request.account_name:
        return ""
    return identity.resolve(request.platform, request.account_name).identity


def _name_people(request: Request, lines: Sequence[Mapping[str, Any]]) -> None:
    """Whoever agreed before and is still named for the same part need not be asked again."""
    agreed = {
        (line.part, line.person_id): line.agreed_at
        for line in request.people.exclude(agreed_at=None)
    }
    request.people.all().delete()
    RequestPerson.objects.bulk_create(
        RequestPerson(
            request=request,
            part=line["part"],
            person=line["person"],
            agreed_at=agreed.get((line["part"], line["person"].pk)),
        )
        for line in lines
    )


def _remember_named(request: Request, on: date) -> None:
    request.once_named = sorted({*request.once_named, *(str(one.pk) for one in named(request, on))})


def _with(codes: list[str], code: str, is_in: bool) -> list[str]:
    others = [one for one in codes if one != code]
    return [*others, code] if is_in else others
