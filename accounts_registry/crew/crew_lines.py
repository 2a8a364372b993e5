"""Who runs which channel on a day: posts resolved to their holders, for many channels in two queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from accounts_registry.models import Channel, ChannelPerson
from people.api import names
from people.models import EMPLOYEES, RoleAssignment, Training, User
from policies.api import confirmations
from policies.models import Acknowledgement, Policy
from prepared_sql.statements import Prepared

PARTS = ("master", "administrator", "moderator", "poster", "overseer", "vetter")
RANK = {part: rank for rank, part in enumerate(PARTS)}
OPERATORS = frozenset({"master", "administrator", "moderator", "poster"})


class CrewLine(NamedTuple):
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
    unconfirmed: bool  # the person has a policy to confirm
    suspended: bool = False
    confirmed: bool = True  # the part: whoever the setting names has agreed to this moderator
    row_id: UUID | None = None

    @property
    def name(self) -> str:
        return names.shown(self.preferred_name, self.given_name, self.family_name)

    @property
    def is_ready(self) -> bool:
        """Here, trained, with a current confirmation (R7) and with access: only then a person counts."""
        return self.present and self.trained and not self.unconfirmed and not self.suspended

    @property
    def has_access(self) -> bool:
        """Here and let in, ready or not: somebody who could put things right (rule 12)."""
        return bool(self.person_id) and self.present and not self.suspended

    @property
    def is_employee(self) -> bool:
        return self.category in EMPLOYEES


class Governing(NamedTuple):
    """A policy that people who run channels must have confirmed, and the versions that count today."""

    trust_id: UUID
    school_id: UUID | None
    versions: tuple[UUID, ...]


def lines(
    channels: Iterable[Any], *, on: date, trust_ids: Iterable[Any] | None = None
) -> list[CrewLine]:
    """Everybody with a part in these channels (or their ids) on that day, in the order of the parts."""
    governing = (
        _governing(channels, on)
        if trust_ids is None
        else _read(confirmations.asked_of_operators(set(trust_ids), on))
    )
    # A page has its ids; a queryset of any number stays a part of the question.
    if isinstance(channels, list) and all(isinstance(one, UUID) for one in channels):
        rows = _ask(channels, governing, on)
    else:
        rows = list(_query(channels, governing, on))
    return sorted(map(CrewLine._make, rows), key=lambda line: RANK[line.part])


def _ask(ids: list[UUID], governing: list[Governing], on: date) -> list[tuple[Any, ...]]:
    """The same question for a page of the register, without writing its SQL anew each time."""
    values: dict[str, Any] = {"on": on, "channels": list(dict.fromkeys(ids))}
    for n, policy in enumerate(governing):
        values |= {f"trust{n}": policy.trust_id, f"versions{n}": policy.versions}
        values |= {f"school{n}": policy.school_id} if policy.school_id else {}
    shape = (
        len(values["channels"]),
        *((policy.school_id is None, len(policy.versions)) for policy in governing),
    )
    return PAGE.rows(shape, values)


def _from_values(_shape: Any, values: Any) -> Any:
    count = sum(name.startswith("trust") for name in values)
    governing = [
        Governing(values[f"trust{n}"], values.get(f"school{n}"), tuple(values[f"versions{n}"]))
        for n in range(count)
    ]
    return _query(values["channels"], governing, values["on"])


def _query(channels: Iterable[Any], governing: list[Governing], on: date) -> Any:
    held_that_day = Q(post__holdings__start_date__lte=on) & (
        Q(post__holdings__end_date=None) | Q(post__holdings__end_date__gte=on)
    )
    return (
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
            trained=Exists(
                Training.objects.current(on).filter(person_id=OuterRef("who"), course="operator")
            ),
            unconfirmed=_unconfirmed(governing, on),
            confirmed=Case(
                When(~Q(part="moderator") | Q(designated_on__isnull=False), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
        )
        .order_by("channel_id", "order", "start_date")
        .values_list(
            "channel_id",
            "part",
            "post__title",
            "who",
            "given",
            "preferred",
            "family",
            "category",
            "present",
            "trained",
            "unconfirmed",
            "is_suspended",
            "confirmed",
            "id",
        )
    )


PAGE = Prepared(_from_values)


def _governing(channels: Iterable[Any], on: date) -> list[Governing]:
    trusts = Channel.objects.filter(pk__in=channels).values("trust_id")
    return _read(confirmations.asked_of(Policy.objects.governing().filter(trust_id__in=trusts), on))


def _read(found: Iterable[confirmations.Asked]) -> list[Governing]:
    return [
        Governing(one.policy.trust_id, one.policy.school_id, tuple(sorted(one.counting)))
        for one in found
    ]


def _unconfirmed(governing: list[Governing], on: date) -> Any:
    """Whether the person `who` still has to confirm a policy that governs this channel."""
    lacking: Any = Q(pk=None)  # nobody: an empty Q would be everybody
    for policy in governing:
        lacking |= (
            Q(channel__trust_id=policy.trust_id)
            & _concerns(policy, on)
            & ~Exists(_confirmed(policy, on))
        )
    return Case(When(lacking, then=Value(True)), default=Value(False), output_field=BooleanField())


def _confirmed(policy: Governing, on: date) -> Any:
    return Acknowledgement.objects.current(on).filter(
        person_id=OuterRef("who"), version_id__in=policy.versions
    )


def _concerns(policy: Governing, on: date) -> Q:
    """A school's own policy concerns the people of that school."""
    if policy.school_id is None:
        return Q()
    there = RoleAssignment.objects.on(on).filter(
        school_id=policy.school_id, person_id=OuterRef("who")
    )
    return Q(Exists(there))


def by_channel(found: Iterable[CrewLine]) -> dict[UUID, list[CrewLine]]:
    grouped: dict[UUID, list[CrewLine]] = {}
    for line in found:
        grouped.setdefault(line.channel_id, []).append(line)
    return grouped


def counted(found: Iterable[CrewLine], parts: Iterable[str]) -> int:
    """Distinct people with one of these parts who count today."""
    wanted = frozenset(parts)
    return len(
        {
            line.person_id
            for line in found
            if line.part in wanted and line.person_id and line.is_ready
        }
    )
