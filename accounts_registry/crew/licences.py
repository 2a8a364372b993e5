"""Whose leave to post has run out: they were trained and had confirmed the policy, and that holds no longer.

Somebody who was never asked (a sheet of before the portal) has nothing that could run out; what they
lack is a gap of their channel.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Max

from accounts_registry.models import ChannelPerson
from accounts_registry.record.labels import day
from people.api import names
from people.models import Holding, RoleAssignment, Training, User
from policies.api import confirmations
from policies.models import Acknowledgement, Policy
from schools.models import Trust


def lapsed(people: Collection[UUID], *, trust: Trust | UUID, on: date) -> dict[UUID, str]:
    """Those of these people who may not post on that day any more, each with what ran out, in words."""
    if not people:
        return {}
    return _unconfirmed(people, trust, on) | _untrained(people, on)


def lapsed_posters(
    channels: Iterable[UUID], *, trust: Trust | UUID, on: date
) -> dict[UUID, list[str]]:
    """For each of these channels the sentences of an internal page about those who are printed no more."""
    parts = ChannelPerson.objects.on(on).filter(channel__in=list(channels), part="poster")
    told = list(parts.order_by("order").values_list("channel_id", "post_id", "person_id"))
    holders = _holders({post for _, post, _ in told if post}, on)
    people = [
        (channel, person)
        for channel, post, one in told
        for person in ([one] if one else holders.get(post, ()))
    ]
    over = lapsed({person for _, person in people}, trust=trust, on=on)
    called = _called(over)
    found: dict[UUID, list[str]] = {}
    for channel, person in people:
        if person in over:
            says = f"{called[person]} may not post: {over[person]}"
            if says not in (said := found.setdefault(channel, [])):
                said.append(says)
    return found


def _holders(posts: Collection[UUID], on: date) -> Mapping[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for post, person in Holding.objects.on(on).filter(post__in=posts).values_list("post", "person"):
        found.setdefault(post, []).append(person)
    return found


def _called(people: Iterable[UUID]) -> dict[UUID, str]:
    rows = User.objects.filter(pk__in=list(people)).values_list(
        "pk", "preferred_name", "given_name", "family_name"
    )
    return {pk: names.shown(*parts) for pk, *parts in rows}


def _untrained(people: Collection[UUID], on: date) -> dict[UUID, str]:
    rows = Training.objects.filter(person__in=list(people), course="operator", completed_on__lte=on)
    told = rows.values_list("person").annotate(last=Max("expires_on")).order_by()
    return {person: f"the training ran out on {day(last)}" for person, last in told if last < on}


def _unconfirmed(people: Collection[UUID], trust: Trust | UUID, on: date) -> dict[UUID, str]:
    """Who had confirmed a policy for people who run channels, and whose confirmation counts no more."""
    found: dict[UUID, str] = {}
    for asked in confirmations.asked_of(Policy.objects.governing().filter(trust=trust), on):
        signed = Acknowledgement.objects.filter(
            person__in=list(people), version__policy=asked.policy, signed_at__date__lte=on
        )
        had = set(signed.values_list("person", flat=True))
        counts = signed.current(on).filter(version__in=asked.counting)
        over = had - set(counts.values_list("person", flat=True))
        if over and asked.policy.school_id:
            over &= _at(asked.policy.school_id, over, on)
        found |= dict.fromkeys(over, f"the confirmation of {asked.policy.title} has run out")
    return found


def _at(school: UUID, people: Collection[UUID], on: date) -> set[UUID]:
    """A school's own policy concerns the people of that school."""
    rows = RoleAssignment.objects.on(on).filter(school=school, person__in=list(people))
    return set(rows.values_list("person", flat=True))
