"""What the rules about requests find: drafts to finish, changes to make, conditions to meet, channels to open or confirm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.api import crew_lines
from accounts_registry.models import Channel
from approvals.models import Condition, Request
from people.api import day
from reminders.due import DueReminder, Words
from reminders.scope import Place, Scope

LAPSES_AFTER = timedelta(days=90)
CONFIRM_WITHIN = 30  # school days


def drafts(scope: Scope) -> list[DueReminder]:
    """REM-08: drafts that nobody has touched for a while."""
    rows = _requests(scope).filter(status=Request.Status.DRAFT)
    return [
        DueReminder(
            "approvals.request",
            row.pk,
            localdate(row.edited_at) + LAPSES_AFTER,
            Words(
                f"Finish your request: {row.title or 'new channel'}",
                f"last changed {day(localdate(row.edited_at))}",
                reverse("approvals:tasks", args=[row.reference.lower()]),
            ),
            {"author": (row.author_id,)},
            reference=row.reference,
        )
        for row in rows
    ]


def returned(scope: Scope) -> list[DueReminder]:
    """REM-07: requests that were sent back to their author."""
    return [
        _returned(row, scope) for row in _requests(scope).filter(status=Request.Status.RETURNED)
    ]


def _returned(row: Request, scope: Scope) -> DueReminder:
    calendar = scope.calendar(row.school_id)
    since = localdate(row.waiting_since or row.edited_at)
    return DueReminder(
        "approvals.request",
        row.pk,
        calendar.add(since, 5),
        Words(
            f"Make changes: {row.title}",
            f"sent back to you on {day(since)}",
            reverse("approvals:tasks", args=[row.reference.lower()]),
        ),
        {
            "author": (row.author_id,),
            "line_manager": (row.line_manager_id,) if row.line_manager_id else (),
        },
        school_days=calendar.between(since, scope.on),
        reference=row.reference,
    )


def _requests(scope: Scope) -> Any:
    rows = Request.objects.filter(trust_id__in=scope.trust_pks).order_by("pk")
    return rows.filter(author=scope.person) if scope.person else rows


def conditions(scope: Scope) -> list[DueReminder]:
    """REM-09: conditions of an approval that are still to be met."""
    rows = Condition.objects.filter(
        state=Condition.State.OPEN,
        request__status=Request.Status.APPROVED_WITH_CONDITIONS,
        request__trust_id__in=scope.trust_pks,
    ).select_related("request", "decision")
    return [
        DueReminder(
            "approvals.condition",
            row.pk,
            row.due_on,
            Words(
                f"Meet a condition of {row.request.title}: {row.text}"[:200],
                f"due {day(row.due_on)}",
                reverse("approvals:detail", args=[row.request.reference.lower()]),
            ),
            {
                "owner": (row.owner_id,),
                # Whoever set it says when it is met; the headteacher may be the one who asks.
                "head": (row.decision.signer_id,),
            },
            reference=row.request.reference,
        )
        for row in rows
    ]


def channels_to_open(scope: Scope) -> list[DueReminder]:
    """REM-10: approved channels that are not live yet, by the day they were meant to be."""
    rows = list(
        Channel.objects.filter(
            status=Channel.Status.PLANNED,
            planned_opening__isnull=False,
            trust_id__in=scope.trust_pks,
        )
        .prefetch_related("requests")
        .order_by("pk")
    )
    people = (
        crew_lines.by_channel(crew_lines.lines([row.pk for row in rows], on=scope.on))
        if rows
        else {}
    )
    return [
        _to_open(row, row.planned_opening, people.get(row.pk, []), scope)
        for row in rows
        if row.planned_opening
    ]


def _to_open(row: Channel, opening: date, lines: Iterable[Any], scope: Scope) -> DueReminder:
    place: Place = {"school_id": row.school_id, "trust_id": row.trust_id}
    masters = (line.person_id for line in lines if line.part == "master" and line.person_id)
    return DueReminder(
        "accounts_registry.channel",
        row.pk,
        opening,
        Words(
            f"Complete the opening checks: {row.account_name}",
            f"planned to go live on {day(opening)}",
            reverse("register:opening", args=[row.reference.lower()]),
        ),
        {
            "opener": tuple(dict.fromkeys((*masters, *scope.holders("ADMIN", **place)))),
            "comms": scope.holders("COMMS", **place),
        },
        reference=row.reference,
    )


def channels_to_confirm(scope: Scope) -> list[DueReminder]:
    """REM-18: existing channels that wait to be accepted, one line for each school and for the trust's own."""
    rows = (
        Channel.objects.live()
        .filter(
            legacy_import=True,
            accepted_at=None,
            is_sample=False,
            trust_id__in=scope.trust_pks,
        )
        .values("school_id", "trust_id", "registered_on")
        .annotate(number=Count("pk"))
        .order_by("school_id", "registered_on")
    )
    by_place: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        by_place.setdefault((row["school_id"], row["trust_id"]), []).append(row)
    return [_to_confirm(found, scope) for found in by_place.values()]


def _to_confirm(rows: list[dict[str, Any]], scope: Scope) -> DueReminder:
    school_id, trust_id = rows[0]["school_id"], rows[0]["trust_id"]
    number = sum(row["number"] for row in rows)
    since = min((row["registered_on"] for row in rows if row["registered_on"]), default=scope.on)
    # The chief executive adds none, so they can accept every one; a communications manager only others'.
    roles = ("HEAD",) if school_id else ("CEO", "COMMS")
    people = (scope.holders(one, school_id=school_id, trust_id=trust_id) for one in roles)
    return DueReminder(
        "schools.school" if school_id else "schools.trust",
        school_id or trust_id,
        scope.calendar(school_id).add(since, CONFIRM_WITHIN),
        Words(
            f"Say whether {number} existing {'channel is' if number == 1 else 'channels are'} official",
            "on the register, not yet confirmed by you",
            reverse("register:accept"),
        ),
        {"head": next(filter(None, people), ())},
    )
