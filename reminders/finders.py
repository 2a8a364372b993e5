"""What each rule finds: the things due in a scope, each with the people to remind. Only questions, no writes.

A thing stops being chased when it is no longer found: done, cancelled or moved to another day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.api import crew_lines
from accounts_registry.models import GOES_ON, Channel
from approvals.models import RequestPerson, Stage
from incidents.models import Incident
from people.api import day
from people.models import RoleAssignment, User
from policies.api import confirmations, due_from, review_date
from policies.models import Policy, PolicyVersion
from reminders.cover_finders import people_in
from reminders.due import DueReminder, Words
from reminders.scope import Place, Scope
from workflow.promised import promised

DECIDE_WITHIN = 5  # school days
CONFIRM_WITHIN = 10  # school days


def policy_reviews(scope: Scope) -> list[DueReminder]:
    """REM-01: policies in force whose review date is near or past."""
    versions = (
        PolicyVersion.objects.in_force()
        .filter(
            policy__trust_id__in=scope.trust_pks,
            next_review_date__lte=scope.on + timedelta(days=130),
        )
        .select_related("policy")
    )
    return [_policy_review(version, scope) for version in versions]


def _policy_review(version: PolicyVersion, scope: Scope) -> DueReminder:
    policy = version.policy
    trust_id, school_id = policy.trust_id, policy.school_id
    owner = scope.in_post(policy.owner_post_id) or scope.holders(
        "COMMS", school_id=school_id, trust_id=trust_id
    )
    return DueReminder(
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


def confirmations_due(scope: Scope) -> list[DueReminder]:
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


def _unconfirmed(
    asked: Any, places: dict[UUID, tuple[User, list[UUID | None]]], scope: Scope
) -> Iterable[DueReminder]:
    policy, version = asked.policy, asked.version
    concerned = {
        pk: place
        for pk, place in places.items()
        if place[0].trust_id == policy.trust_id and policy.school_id in (None, *place[1])
    }
    for pk in concerned.keys() - confirmations.confirmed_of(
        asked, concerned, scope.on, with_grace=False
    ):
        person, schools = concerned[pk]
        calendar = scope.calendar(policy.school_id or next(filter(None, schools), None))
        since = max(version.issued_on, person.start_date or version.issued_on)
        due_on = calendar.add(since, CONFIRM_WITHIN)
        yield DueReminder(
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


def decisions_waiting(scope: Scope) -> list[DueReminder]:
    """REM-06: steps of requests that wait for a signature."""
    stages = (
        Stage.objects.current()
        .waiting()
        .filter(request__trust_id__in=scope.trust_pks, signer__isnull=False)
        .select_related("request__author", "signer")
    )
    stages = stages.prefetch_related("stand_ins")
    return [_decision(stage, scope) for stage in stages]


def _standing_in(stage: Stage) -> list[UUID]:
    return [row.signer_id for row in stage.stand_ins.all() if row.ended_at is None]


def _decision(stage: Stage, scope: Scope) -> DueReminder:
    request = stage.request
    calendar = scope.calendar(request.school_id)
    since = localdate(stage.since or request.sent_at)
    place: Place = {"school_id": request.school_id, "trust_id": request.trust_id}
    head = scope.holders("HEAD", **place)
    page = reverse("approvals:detail", args=[request.reference.lower()])
    waits = f"waiting for {promised(stage.signer).full_name} since {day(since)}"
    return DueReminder(
        "approvals.stage",
        stage.pk,
        calendar.add(since, DECIDE_WITHIN),
        Words(
            f"Decide: {request.title}",
            f"from {request.author.full_name}, waiting since {day(since)}",
            reverse("approvals:decision", args=[request.reference.lower()]),
        ),
        {
            "signer": (promised(stage.signer_id), *_standing_in(stage)),
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


def agreements_waiting(scope: Scope) -> list[DueReminder]:
    """REM-06A: people named in a request that was sent who have not said whether they agree."""
    rows = (
        RequestPerson.objects.unanswered()
        .waiting()
        .filter(request__trust_id__in=scope.trust_pks, person__isnull=False)
    )
    if scope.person:
        rows = rows.filter(person=scope.person)
    found: dict[tuple[UUID, UUID], DueReminder] = {}
    for row in rows.select_related("request__author"):
        found.setdefault((row.request_id, promised(row.person_id)), _agreement(row, scope))
    return list(found.values())


def _agreement(row: RequestPerson, scope: Scope) -> DueReminder:
    request = row.request
    calendar = scope.calendar(request.school_id)
    since = localdate(request.sent_at or request.edited_at)
    return DueReminder(
        "approvals.request",
        request.pk,
        calendar.add(since, DECIDE_WITHIN),
        Words(
            f"Say whether you will help run: {request.title}",
            f"{request.author.full_name} named you",
            reverse("approvals:agreement", args=[request.reference.lower()]),
        ),
        {"person": (promised(row.person_id),)},
        school_days=calendar.between(since, scope.on),
        reference=request.reference,
    )


def channel_dates(scope: Scope) -> list[DueReminder]:
    """REM-19: channels whose planned closing or review date is near or past."""
    soon = scope.on + timedelta(days=70)
    channels = list(
        scope.channels.filter(status__in=GOES_ON)
        .filter(Q(planned_closing__lte=soon) | Q(next_review_on__lte=soon))
        .distinct()
        .prefetch_related("requests")
    )
    people = (
        crew_lines.by_channel(crew_lines.lines([channel.pk for channel in channels], on=scope.on))
        if channels
        else {}
    )
    return [
        due
        for channel in channels
        for due in _dates_of(channel, people.get(channel.pk, []), soon, scope)
    ]


def _dates_of(
    channel: Channel, lines: list[crew_lines.CrewLine], soon: date, scope: Scope
) -> Iterable[DueReminder]:
    place: Place = {"school_id": channel.school_id, "trust_id": channel.trust_id}
    page = reverse("register:detail", args=[channel.reference.lower()])
    authors = tuple(request.author_id for request in channel.requests.all())
    people = {
        "team": tuple(dict.fromkeys((*authors, *people_in(lines, "master")))),
        "comms": scope.holders("COMMS", **place),
        "head": scope.holders("HEAD", **place),
    }
    closing, review = channel.planned_closing, channel.next_review_on
    if closing and closing <= soon:
        words = Words(
            f"Decide whether to keep {channel.account_name}",
            f"due to close on {day(closing)}",
            page,
        )
        yield DueReminder(
            "accounts_registry.channel",
            channel.pk,
            closing,
            words,
            people,
            reference=channel.reference,
        )
    if review and review <= soon and review != closing:
        words = Words(f"Review: {channel.account_name}", f"review date {day(review)}", page)
        yield DueReminder(
            "accounts_registry.channel",
            channel.pk,
            review,
            words,
            people,
            reference=channel.reference,
        )


def unseen_concerns(scope: Scope) -> list[DueReminder]:
    """REM-27: a report that nobody has opened; never more than that it is there."""
    if scope.person is None:
        return []
    concerns = Incident.objects.visible_to(scope.person, on=scope.on).filter(
        status=Incident.Status.REPORTED,
        readers__person=scope.person,
        readers__ended_at=None,
        readers__may_handle=True,
    )
    return [
        DueReminder(
            "incidents.incident",
            concern.pk,
            localdate(concern.reported_at),
            Words(
                f"Open report {concern.reference}",
                f"sent {day(localdate(concern.reported_at))}, not opened yet",
                reverse("incidents:detail", args=[concern.reference.lower()]),
            ),
            {"handler": (scope.person.pk,)},
            reference=concern.reference,
        )
        for concern in concerns.distinct()
    ]
