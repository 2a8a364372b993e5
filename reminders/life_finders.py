"""What the rules about a channel's life find: what follows an opening, broken rules, steps of closing, later checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from accounts_registry.api import crew_lines
from accounts_registry.api import opening_checks as opening
from accounts_registry.api import standing_rules as guards
from accounts_registry.models import GOES_ON, Channel, Closing, GuardFlag, ReappearanceCheck
from people.api import day
from reminders.cover_finders import people_in
from reminders.due import DueReminder, Words
from reminders.scope import Place, Scope

CHANNEL = "accounts_registry.channel"
KEPT_WITHIN = 5  # school days for the first steps of a closing


def _channels(scope: Scope, **wanted: Any) -> Any:
    """The channels of the trusts, or those named: the office is asked for all of its school's."""
    rows = Channel.objects.filter(trust_id__in=scope.trust_pks, is_sample=False, **wanted)
    if scope.only_channels is not None:
        rows = rows.filter(pk__in=scope.only_channels)
    return rows.select_related("trust", "platform").order_by("pk")


def _crews(channels: Iterable[Channel], scope: Scope) -> dict[UUID, list[crew_lines.CrewLine]]:
    ids = [channel.pk for channel in channels]
    return crew_lines.by_channel(crew_lines.lines(ids, on=scope.on)) if ids else {}


def _roles(channel: Channel, scope: Scope, *roles: str) -> tuple[UUID, ...]:
    place: Place = {"school_id": channel.school_id, "trust_id": channel.trust_id}
    return tuple(dict.fromkeys(one for role in roles for one in scope.holders(role, **place)))


def _office(channel: Channel, lines: list[crew_lines.CrewLine], scope: Scope) -> tuple[UUID, ...]:
    """The office manager and whoever holds the master administration."""
    return tuple(dict.fromkeys((*_roles(channel, scope, "ADMIN"), *people_in(lines, "master"))))


def _page(name: str, channel: Channel) -> str:
    return reverse(f"register:{name}", args=[channel.reference.lower()])


def completions(scope: Scope) -> list[DueReminder]:
    """REM-11: what is to be recorded within 10 school days of opening."""
    rows = [
        row
        for row in _channels(scope, status__in=GOES_ON, completion_due__isnull=False)
        if opening.incomplete(row)
    ]
    people = _crews(rows, scope)
    return [_completion(row, people.get(row.pk, []), scope) for row in rows]


def _completion(row: Channel, lines: list[crew_lines.CrewLine], scope: Scope) -> DueReminder:
    calendar = scope.calendar(row.school_id)
    due_on = row.completion_due or scope.on
    since = calendar.add(due_on, -opening.COMPLETE_WITHIN)
    number = len(opening.incomplete(row))
    return DueReminder(
        CHANNEL,
        row.pk,
        due_on,
        Words(
            f"Record what follows the opening of {row.account_name}",
            f"{number} {'thing' if number == 1 else 'things'} left, due {day(due_on)}",
            _page("completion", row),
        ),
        {
            "office": _office(row, lines, scope),
            "dpo": () if row.privacy_notice_listed_on else _roles(row, scope, "DPO"),
            "comms": _roles(row, scope, "COMMS"),
            "head": _roles(row, scope, "HEAD"),
        },
        school_days=calendar.between(since, scope.on),
        reference=row.reference,
        words_for={
            "dpo": Words(
                f"List {row.account_name} in the privacy notice",
                f"due {day(due_on)}",
                _page("completion", row),
            )
        },
    )


def broken_rules(scope: Scope) -> list[DueReminder]:
    """REM-13: channels that break a rule that always holds, time away apart (4.2.6)."""
    found = guards.of(scope.channels.exclude(status=Channel.Status.SUSPENDED), on=scope.on)
    if not found:
        return []
    rows = list(Channel.objects.filter(pk__in=found).order_by("pk"))
    people = _crews(rows, scope)
    since = {
        (pk, code): first
        for pk, code, first in GuardFlag.objects.standing()
        .filter(channel__in=list(found))
        .values_list("channel_id", "code", "since")
    }
    return [_broken(row, found[row.pk], since, people.get(row.pk, []), scope) for row in rows]


def _broken(
    row: Channel,
    flags: list[guards.Flag],
    since: Any,
    lines: list[crew_lines.CrewLine],
    scope: Scope,
) -> DueReminder:
    began = min(since.get((row.pk, flag.code), scope.on) for flag in flags)
    passed = scope.calendar(row.school_id).between(began, scope.on)
    about_people = any(flag.code in guards.ABOUT_PEOPLE for flag in flags)
    why = "; ".join(flag.says for flag in flags)[:200]
    page = _page("people" if about_people else "detail", row)
    return DueReminder(
        CHANNEL,
        row.pk,
        began,
        Words(f"Put right {row.account_name}", why, page),
        {
            "team": people_in(lines, "master") if about_people else (),
            "comms": _roles(row, scope, "COMMS") if about_people else (),
            "head": _roles(row, scope, "HEAD"),
        },
        school_days=passed,
        reference=row.reference,
        words_for={
            "head": Words(
                f"Decide whether {row.account_name} goes on"
                if about_people and passed >= 20
                else f"Put right {row.account_name}",
                why,
                _page("detail", row),
            )
        },
    )


def pauses_proposed(scope: Scope) -> list[DueReminder]:
    """REM-13A: open channels that ought to be paused; only a person pauses one."""
    found = guards.proposals(scope.channels, on=scope.on, trust_ids=scope.trust_pks)
    rows = Channel.objects.filter(pk__in=found).order_by("pk") if found else []
    return [
        DueReminder(
            CHANNEL,
            row.pk,
            scope.on,
            Words(
                f"Decide whether to pause {row.account_name}", found[row.pk], _page("pause", row)
            ),
            {"deciders": _roles(row, scope, "HEAD", "COMMS")},
            reference=row.reference,
        )
        for row in rows
    ]


def freezes(scope: Scope) -> list[DueReminder]:
    """REM-13B: paused channels on which nobody has confirmed yet that posting has stopped."""
    rows = list(_channels(scope, status=Channel.Status.SUSPENDED, freeze_due__isnull=False))
    people = _crews(rows, scope)
    return [
        DueReminder(
            CHANNEL,
            row.pk,
            row.freeze_due,
            Words(
                f"Confirm that nobody posts on {row.account_name}",
                f"paused, due {day(row.freeze_due)}",
                _page("detail", row),
            ),
            {
                "team": tuple(
                    dict.fromkeys(
                        (
                            *people_in(people.get(row.pk, []), *crew_lines.OPERATORS),
                            *_roles(row, scope, "ADMIN"),
                        )
                    )
                ),
                "head": _roles(row, scope, "HEAD"),
            },
            reference=row.reference,
        )
        for row in rows
    ]


def gaps_of_existing(scope: Scope) -> list[DueReminder]:
    """REM-18G: what existing channels lack, one line for each school, by the first day it is due (C3)."""
    soon = scope.on + timedelta(days=21)
    by_school: dict[Any, list[Channel]] = {}
    for row in _channels(scope, status__in=GOES_ON, gaps_due__isnull=False, gaps_due__lte=soon):
        by_school.setdefault((row.trust_id, row.school_id), []).append(row)
    return [_existing(rows, scope) for rows in by_school.values()]


def _existing(rows: list[Channel], scope: Scope) -> DueReminder:
    first = min(rows, key=lambda row: row.gaps_due or scope.on)
    due_on = first.gaps_due or scope.on
    several = f"{len(rows)} existing channels lack"
    return DueReminder(
        "schools.school",
        first.school_id or first.trust_id,
        due_on,
        Words(
            f"Complete what {several if len(rows) > 1 else f'{first.account_name} lacks'}",
            f"due {day(due_on)}",
            reverse("register:missing") if len(rows) > 1 else _page("channel_gaps", first),
        ),
        {"office": _roles(first, scope, "ADMIN"), "head": _roles(first, scope, "HEAD")},
    )


def closings(scope: Scope) -> list[DueReminder]:
    """REM-20: closings whose steps are not all settled."""
    plans = Closing.objects.under_way().filter(
        channel__trust_id__in=scope.trust_pks, channel__status=Channel.Status.CLOSING
    )
    if scope.only_channels is not None:
        plans = plans.filter(channel__in=scope.only_channels)
    rows = list(plans.select_related("channel").order_by("pk"))
    people = _crews([plan.channel for plan in rows], scope)
    return [_closing(plan, people.get(plan.channel_id, []), scope) for plan in rows]


def _closing(plan: Closing, lines: list[crew_lines.CrewLine], scope: Scope) -> DueReminder:
    row = plan.channel
    calendar = scope.calendar(row.school_id)
    return DueReminder(
        CHANNEL,
        row.pk,
        calendar.add(plan.began_on, KEPT_WITHIN),
        Words(
            f"Finish closing {row.account_name}",
            f"closing since {day(plan.began_on)}, planned for {day(plan.planned_for)}",
            _page("close", row),
        ),
        {"office": _office(row, lines, scope), "head": _roles(row, scope, "HEAD")},
        school_days=calendar.between(plan.began_on, scope.on),
        reference=row.reference,
    )


def reappearances(scope: Scope) -> list[DueReminder]:
    """REM-38: closed channels that somebody has to look for."""
    checks = (
        ReappearanceCheck.objects.waiting()
        .filter(
            Q(channel__status=Channel.Status.CLOSED),
            channel__trust_id__in=scope.trust_pks,
            due_on__lte=scope.on + timedelta(days=7),
        )
        .select_related("channel")
        .order_by("channel", "-due_on")
    )
    latest = {check.channel_id: check for check in reversed(checks)}
    return [
        DueReminder(
            "accounts_registry.reappearancecheck",
            check.pk,
            check.due_on,
            Words(
                f"Look whether {check.channel.account_name} is still gone",
                f"closed on {day(check.channel.date_closed)}",
                reverse("closed_channels:still_gone", args=[check.channel.reference.lower()]),
            ),
            {
                "office": _roles(check.channel, scope, "ADMIN"),
                "comms": _roles(check.channel, scope, "COMMS"),
            },
            reference=check.channel.reference,
        )
        for check in latest.values()
    ]
