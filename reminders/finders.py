"""What each rule finds: the things due in a scope, each with the people to remind. Only questions, no writes.

A thing stops being chased when it is no longer found: done, cancelled or moved to another day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry import crew
from accounts_registry.cover import Gap, gaps
from accounts_registry.models import Channel, Cover
from approvals.models import RequestPerson, Stage
from incidents.models import Incident
from people.models import Absence, RoleAssignment, User
from people.words import day, span
from policies import confirmations
from policies.models import Policy, PolicyVersion
from policies.questions import due_from, review_date
from reminders.due import Due, Words
from reminders.scope import Scope
from schools import policy_settings

DECIDE_WITHIN = 5  # school days
CONFIRM_WITHIN = 10  # school days
LOOK_BACK = timedelta(days=90)  # a gap that has begun keeps the day on which it began
LOOK_FAR = timedelta(days=366)


def policy_reviews(scope: Scope) -> list[Due]:
    """REM-01: policies in force whose review date is near or past."""
    versions = (
        PolicyVersion.objects.in_force()
        .filter(policy__trust_id__in=scope.trust_pks, next_review_date__lte=scope.on + timedelta(days=130))
        .select_related("policy")
    )
    return [_policy_review(version, scope) for version in versions]


def _policy_review(version: PolicyVersion, scope: Scope) -> Due:
    policy = version.policy
    trust_id, school_id = policy.trust_id, policy.school_id
    owner = scope.in_post(policy.owner_post_id) or scope.holders("COMMS", school_id=school_id, trust_id=trust_id)
    return Due(
        "policies.policyversion",
        version.pk,
        due_from(version) or scope.on,
        Words(
            f"Review: {policy.title}, version {version.number}",
            f"review date {review_date(version)}",
            reverse("policies:detail", args=[policy.slug]),
        ),
        {
            "owner": owner or scope.holders("TADMIN", school_id=None, trust_id=trust_id),
            "officer": scope.holders("OFFICER", school_id=None, trust_id=trust_id),
            "ceo": scope.holders("CEO", school_id=None, trust_id=trust_id),
            "chair": scope.holders("CHAIR", school_id=None, trust_id=trust_id),
        },
    )


def confirmations_due(scope: Scope) -> list[Due]:
    """REM-02: people whose confirmation of a policy in force is missing or has run out."""
    policies = Policy.objects.filter(trust_id__in=scope.trust_pks, requires_acknowledgement=True)
    rows = confirmations.asked_of(policies, scope.on)
    places = _places(scope) if rows else {}
    return [due for asked in rows for due in _unconfirmed(asked, places, scope)]


def _places(scope: Scope) -> dict[UUID, tuple[User, list[UUID | None]]]:
    """The people looked at, each with where they hold a role."""
    roles = RoleAssignment.objects.on(scope.on).filter(
        trust_id__in=scope.trust_pks, person__in=User.objects.present(scope.on)
    )
    if scope.person:
        roles = roles.filter(person=scope.person)
    found: dict[UUID, tuple[User, list[UUID | None]]] = {}
    for role in roles.select_related("person").order_by("school_id"):
        found.setdefault(role.person_id, (role.person, []))[1].append(role.school_id)
    return found


def _unconfirmed(asked: Any, places: dict[UUID, tuple[User, list[UUID | None]]], scope: Scope) -> Iterable[Due]:
    policy, version = asked.policy, asked.version
    concerned = {
        pk: place
        for pk, place in places.items()
        if place[0].trust_id == policy.trust_id and policy.school_id in (None, *place[1])
    }
    for pk in concerned.keys() - confirmations.confirmed_of(asked, concerned, scope.on, with_grace=False):
        person, schools = concerned[pk]
        calendar = scope.calendar(policy.school_id or next(filter(None, schools), None))
        since = max(version.issued_on, person.start_date or version.issued_on)
        due_on = calendar.add(since, CONFIRM_WITHIN)
        yield Due(
            "policies.policyversion",
            version.pk,
            due_on,
            Words(
                f"Confirm you have read: {policy.title}, version {version.number}",
                f"due {day(due_on)}",
                reverse("policies:confirm", args=[policy.slug]),
            ),
            {"person": (pk,)},
            school_days=calendar.between(since, scope.on),
        )


def decisions_waiting(scope: Scope) -> list[Due]:
    """REM-06: steps of requests that wait for a signature."""
    stages = Stage.objects.filter(
        state="current",
        revision=F("request__revision"),
        request__status__startswith="awaiting_",
        request__trust_id__in=scope.trust_pks,
        signer__isnull=False,
    ).select_related("request__author", "signer")
    return [_decision(stage, scope) for stage in stages]


def _decision(stage: Stage, scope: Scope) -> Due:
    request = stage.request
    calendar = scope.calendar(request.school_id)
    since = localdate(stage.since or request.sent_at)
    place = {"school_id": request.school_id, "trust_id": request.trust_id}
    head = scope.holders("HEAD", **place)
    page = reverse("approvals:detail", args=[request.reference.lower()])
    waits = f"waiting for {stage.signer.full_name} since {day(since)}"
    return Due(
        "approvals.stage",
        stage.pk,
        calendar.add(since, DECIDE_WITHIN),
        Words(
            f"Decide: {request.title}",
            f"from {request.author.full_name}, waiting since {day(since)}",
            reverse("approvals:decision", args=[request.reference.lower()]),
        ),
        {
            "signer": (stage.signer_id,),
            "head": scope.holders("CEO", **place) if stage.signer_id in head else head,
            "author": (request.author_id,),
        },
        school_days=calendar.between(since, scope.on),
        reference=request.reference,
        words_for={
            "head": Words(f"Late decision: {request.title}", waits, page),
            "author": Words(f"Your request is delayed: {request.title}", waits, page),
        },
    )


def agreements_waiting(scope: Scope) -> list[Due]:
    """REM-06A: people named in a request that was sent who have not said whether they agree."""
    rows = RequestPerson.objects.unanswered().filter(
        request__status__startswith="awaiting_", request__trust_id__in=scope.trust_pks, person__isnull=False
    )
    if scope.person:
        rows = rows.filter(person=scope.person)
    found: dict[tuple[UUID, UUID], Due] = {}
    for row in rows.select_related("request__author"):
        found.setdefault((row.request_id, row.person_id), _agreement(row, scope))
    return list(found.values())


def _agreement(row: RequestPerson, scope: Scope) -> Due:
    request = row.request
    calendar = scope.calendar(request.school_id)
    since = localdate(request.sent_at or request.edited_at)
    return Due(
        "approvals.request",
        request.pk,
        calendar.add(since, DECIDE_WITHIN),
        Words(
            f"Say whether you will help run: {request.title}",
            f"{request.author.full_name} named you",
            reverse("approvals:agreement", args=[request.reference.lower()]),
        ),
        {"person": (row.person_id,)},
        school_days=calendar.between(since, scope.on),
        reference=request.reference,
    )


def cover_gaps(scope: Scope) -> list[Due]:
    """REM-12: days within the horizon on which time away leaves a channel short of moderators."""
    found = []
    for trust in scope.trusts:
        horizon = timedelta(days=policy_settings.value("cover_horizon_days", trust=trust))
        found += [
            gap
            for gap in gaps(first=scope.on - LOOK_BACK, last=scope.on + horizon, channels=scope.channels, trust_ids=[trust.pk])
            if gap.away and gap.end >= scope.on
        ]
    return [_cover_gap(gap, *facts, scope) for gap, facts in _with_crew(found, scope)]


def _with_crew(found: list[Gap], scope: Scope) -> list[tuple[Gap, tuple[Channel, list[crew.Line]]]]:
    """The gaps with their channels and the people who run them: two queries for all."""
    if not found:
        return []
    channels = Channel.objects.select_related("platform").in_bulk({gap.channel_id for gap in found})
    people = crew.by_channel(crew.lines(list(channels), on=scope.on))
    return [(gap, (channels[gap.channel_id], people.get(gap.channel_id, []))) for gap in found]


def _in(lines: Iterable[crew.Line], *parts: str) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(line.person_id for line in lines if line.part in parts and line.person_id and line.present))


def _cover_gap(gap: Gap, channel: Channel, lines: list[crew.Line], scope: Scope) -> Due:
    place = {"school_id": channel.school_id, "trust_id": channel.trust_id}
    team = _in(lines, "moderator", "master")
    return Due(
        "accounts_registry.channel",
        channel.pk,
        gap.start,
        Words(
            f"Find cover for {channel.account_name} {span(gap.start, gap.end)}",
            short_of(gap),
            reverse("reminders:ask", args=[channel.reference.lower()]) + f"?from={gap.start}&to={gap.end}",
        ),
        {
            "team": (*team, *sorted(gap.away - set(team))),
            "comms": scope.holders("COMMS", **place),
            "head": scope.holders("HEAD", **place),
        },
        reference=channel.reference,
    )


def short_of(gap: Gap, what: str = "moderator") -> str:
    """How short: "1 moderator, 2 needed"."""
    return f"{gap.available or 'no'} {what}{'' if gap.available == 1 else 's'}, {gap.needed} needed"


def cover_questions(scope: Scope) -> list[Due]:
    """REM-12A: people asked to cover who have not answered."""
    covers = Cover.objects.filter(
        status="proposed", end_date__gte=scope.on, channel__trust_id__in=scope.trust_pks
    ).select_related("channel", "asked_by")
    if scope.person:
        covers = covers.filter(person=scope.person)
    return [
        Due(
            "accounts_registry.cover",
            cover.pk,
            cover.start_date,
            Words(
                f"Can you cover {cover.channel.account_name} {span(cover.start_date, cover.end_date)}?",
                f"{cover.asked_by.full_name} asks",
                reverse("reminders:answer", args=[cover.pk]),
            ),
            {"person": (cover.person_id,)},
            reference=cover.channel.reference,
        )
        for cover in covers
    ]


def own_time_away(scope: Scope) -> list[Due]:
    """REM-14: time away that leaves a channel short in another way, or too far ahead for REM-12."""
    found: list[tuple[Gap, str]] = []
    spoken: list[Gap] = []
    for trust in scope.trusts:
        horizon = scope.on + timedelta(days=policy_settings.value("cover_horizon_days", trust=trust))
        where: dict[str, Any] = {"last": scope.on + LOOK_FAR, "channels": scope.channels, "trust_ids": [trust.pk]}
        for gap in gaps(first=scope.on, **where):
            if gap.start > horizon:
                found.append((gap, "moderator"))
            else:
                spoken.append(gap)
        found += [(gap, "administrator") for gap in gaps(first=scope.on, of="administrators", **where) if gap.start > scope.on]
    caused = [(gap, what) for gap, what in found if gap.away]
    crews = dict(_with_crew([gap for gap, _ in caused], scope))
    starts = _starts({person for gap, _ in caused for person in gap.away}, scope.on)
    return [
        due
        for gap, what in caused
        for due in _away_dues(gap, what, *crews[gap], starts, scope)
        if not _is_spoken_of(due, spoken, starts)
    ]


def _is_spoken_of(due: Due, spoken: list[Gap], starts: dict[UUID, list[Absence]]) -> bool:
    """Whether REM-12 already speaks of this time away."""
    (person,) = due.people["person"]
    absence = next(row for row in starts[person] if row.pk == due.target_id)
    return any(
        person in gap.away and gap.start <= absence.end_date and gap.end >= absence.start_date for gap in spoken
    )


def _starts(people: set[UUID], on: date) -> dict[UUID, list[Absence]]:
    """The time away of these people that has not begun."""
    found: dict[UUID, list[Absence]] = {}
    for absence in Absence.objects.standing().filter(person__in=people, start_date__gt=on):
        found.setdefault(absence.person_id, []).append(absence)
    return found


def _away_dues(
    gap: Gap, what: str, channel: Channel, lines: list[crew.Line], starts: dict[UUID, list[Absence]], scope: Scope
) -> Iterable[Due]:
    place = {"school_id": channel.school_id, "trust_id": channel.trust_id}
    for person in sorted(gap.away):
        for absence in starts.get(person, ()):
            if absence.start_date <= gap.end and absence.end_date >= gap.start:
                yield Due(
                    "people.absence",
                    absence.pk,
                    absence.start_date,
                    Words(
                        f"Before you are away: arrange cover for {channel.account_name}",
                        f"{short_of(gap, what)} {span(gap.start, gap.end)}",
                        reverse("register:detail", args=[channel.reference.lower()]),
                    ),
                    {"person": (person,), "comms": scope.holders("COMMS", **place)},
                    reference=channel.reference,
                    words_for={
                        "comms": Words(
                            f"Check cover for {channel.account_name}",
                            f"{short_of(gap, what)} {span(gap.start, gap.end)}",
                            reverse("register:detail", args=[channel.reference.lower()]),
                        )
                    },
                )


def channel_dates(scope: Scope) -> list[Due]:
    """REM-19: channels whose planned closing or review date is near or past."""
    soon = scope.on + timedelta(days=70)
    channels = list(
        scope.channels.filter(status__in=("open", "suspended"))
        .filter(Q(planned_closing__lte=soon) | Q(next_review_on__lte=soon))
        .distinct()
        .prefetch_related("requests")
    )
    people = crew.by_channel(crew.lines([channel.pk for channel in channels], on=scope.on)) if channels else {}
    return [
        due
        for channel in channels
        for due in _dates_of(channel, people.get(channel.pk, []), soon, scope)
    ]


def _dates_of(channel: Channel, lines: list[crew.Line], soon: date, scope: Scope) -> Iterable[Due]:
    place = {"school_id": channel.school_id, "trust_id": channel.trust_id}
    page = reverse("register:detail", args=[channel.reference.lower()])
    authors = tuple(request.author_id for request in channel.requests.all())
    people = {
        "team": tuple(dict.fromkeys((*authors, *_in(lines, "master")))),
        "comms": scope.holders("COMMS", **place),
        "head": scope.holders("HEAD", **place),
    }
    closing, review = channel.planned_closing, channel.next_review_on
    if closing and closing <= soon:
        words = Words(f"Decide whether to keep {channel.account_name}", f"due to close on {day(closing)}", page)
        yield Due("accounts_registry.channel", channel.pk, closing, words, people, reference=channel.reference)
    if review and review <= soon and review != closing:
        words = Words(f"Review: {channel.account_name}", f"review date {day(review)}", page)
        yield Due("accounts_registry.channel", channel.pk, review, words, people, reference=channel.reference)


def unseen_concerns(scope: Scope) -> list[Due]:
    """REM-27: a report that nobody has opened; never more than that it is there."""
    if scope.person is None:
        return []
    concerns = Incident.objects.visible_to(scope.person, on=scope.on).filter(
        status="reported", readers__person=scope.person, readers__ended_at=None, readers__may_handle=True
    )
    return [
        Due(
            "incidents.incident",
            concern.pk,
            localdate(concern.reported_at),
            Words("A report needs you", "not opened yet", reverse("incidents:detail", args=[concern.reference.lower()])),
            {"handler": (scope.person.pk,)},
            reference=concern.reference,
        )
        for concern in concerns.distinct()
    ]
