"""Who runs which channel on a day: posts resolved to their holders, for many channels in two queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from accounts_registry.models import Channel, ChannelPerson
from people.models import EMPLOYEES, RoleAssignment, Training, User
from policies import confirmations
from policies.models import Acknowledgement, Policy

PARTS = ("master", "administrator", "moderator", "poster", "overseer")
OPERATORS = frozenset({"master", "administrator", "moderator", "poster"})


class Line(NamedTuple):
    """One part in one channel, and who has it that day; a post nobody holds has no person."""

    channel_id: UUID
    part: str
    post: str | None
    person_id: UUID | None
    given_name: str | None
    preferred_name: str | None
    family_name: str | None
    category: str | None
    present: bool
    trained: bool
    unconfirmed: bool

    @property
    def name(self) -> str:
        return f"{self.preferred_name or self.given_name} {self.family_name}" if self.person_id else ""

    @property
    def is_ready(self) -> bool:
        """Here, trained and with a current confirmation (R7): only then a person counts."""
        return self.present and self.trained and not self.unconfirmed

    @property
    def is_employee(self) -> bool:
        return self.category in EMPLOYEES


def lines(channels: Iterable[Any], *, on: date, trust_ids: Iterable[Any] | None = None) -> list[Line]:
    """Everybody with a part in these channels (or their ids) on that day, in the order of the parts."""
    held_that_day = Q(post__holdings__start_date__lte=on) & (
        Q(post__holdings__end_date=None) | Q(post__holdings__end_date__gte=on)
    )
    rows = (
        ChannelPerson.objects.on(on)
        .filter(channel__in=channels)
        .annotate(
            held=FilteredRelation("post__holdings", condition=held_that_day),
            who=Coalesce("person_id", "held__person_id"),
        )
        .annotate(
            given=Coalesce("person__given_name", "held__person__given_name"),
            preferred=Coalesce("person__preferred_name", "held__person__preferred_name"),
            family=Coalesce("person__family_name", "held__person__family_name"),
            category=Coalesce("person__category", "held__person__category"),
            present=Exists(User.objects.present(on).filter(pk=OuterRef("who"))),
            trained=Exists(Training.objects.current(on).filter(person_id=OuterRef("who"), course="operator")),
            unconfirmed=_unconfirmed(_trusts_of(channels) if trust_ids is None else set(trust_ids), on),
        )
        .order_by("channel_id", "order", "start_date")
        .values_list(
            "channel_id", "part", "post__title", "who", "given", "preferred", "family", "category",
            "present", "trained", "unconfirmed",
        )
    )
    return sorted((Line(*row) for row in rows), key=lambda line: PARTS.index(line.part))


def _trusts_of(channels: Iterable[Any]) -> Any:
    return Channel.objects.filter(pk__in=channels).values("trust_id")


def _unconfirmed(trusts: Any, on: date) -> Any:
    """Whether the person `who` still has to confirm a policy that governs this channel."""
    lacking: Any = Q(pk=None)
    for asked in confirmations.asked_of(Policy.objects.governing().filter(trust_id__in=trusts), on):
        lacking |= Q(channel__trust_id=asked.policy.trust_id) & _concerns(asked, on) & ~Exists(_confirmed(asked, on))
    return Case(When(lacking, then=Value(True)), default=Value(False), output_field=BooleanField())


def _confirmed(asked: confirmations.Asked, on: date) -> Any:
    return Acknowledgement.objects.current(on).filter(person_id=OuterRef("who"), version_id__in=asked.counting)


def _concerns(asked: confirmations.Asked, on: date) -> Q:
    """A school's own policy concerns the people of that school."""
    if asked.policy.school_id is None:
        return Q()
    there = RoleAssignment.objects.on(on).filter(school_id=asked.policy.school_id, person_id=OuterRef("who"))
    return Q(Exists(there))


def by_channel(found: Iterable[Line]) -> dict[UUID, list[Line]]:
    grouped: dict[UUID, list[Line]] = {}
    for line in found:
        grouped.setdefault(line.channel_id, []).append(line)
    return grouped


def counted(found: Iterable[Line], parts: Iterable[str]) -> int:
    """Distinct people with one of these parts who count today."""
    wanted = frozenset(parts)
    return len({line.person_id for line in found if line.part in wanted and line.person_id and line.is_ready})


