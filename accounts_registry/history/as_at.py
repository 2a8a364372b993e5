"""The time machine: the channels of a trust as they stood at the end of any day (docs/adr/0005).

Always the same few questions: channels that have not changed since are read from their own rows,
the others from their history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.timezone import make_aware

from accounts_registry.crew import crew_lines
from accounts_registry.crew.minimums import Rulebook
from accounts_registry.models import Channel, ChannelState
from accounts_registry.needs import channel_facts, reckoning
from accounts_registry.needs.channel_facts import COLUMNS, KEYS, ChannelFacts
from accounts_registry.needs.codes import Need
from accounts_registry.record import facts
from accounts_registry.record.statuses import ON_REGISTER, ChannelStatus
from schools.models import Setting, Trust

Stood = dict[str, Any]


def standing(
    fields: Sequence[str],
    *,
    trust: Trust,
    day: date,
    school_ids: Iterable[UUID] | None = None,
    only: Collection[UUID] | None = None,
) -> list[tuple[Any, ...]]:
    """These columns ("status", "school__name") of every channel that was on the register that day.

    `school_ids` are the schools they belonged to then; `only` are the channels asked about.
    """
    schools = None if school_ids is None else list(school_ids)
    changed_since = list(_changed_since(trust, day, only))
    found = [stood for stood in changed_since if _was_there(stood, trust, schools, day)]
    return [
        *_unchanged(fields, trust, day, schools, only, bool(changed_since)),
        *_values(fields, found),
    ]


def ever_of(trust: Trust | UUID) -> QuerySet[Channel]:
    """Channels that belong to this trust, or once did."""
    once = ChannelState.objects.of_trust(trust).values("channel")
    return Channel.objects.filter(Q(trust=trust) | Q(pk__in=once))


def needs_on(day: date, *, trust: Trust, only: Collection[UUID]) -> dict[UUID, list[Need]]:
    """What each of these channels needed on that day, by the people and the rules of that day."""
    rows = standing(COLUMNS, trust=trust, day=day, only=only)
    approved = channel_facts.risk_approved_by(day, only)
    people = crew_lines.by_channel(crew_lines.lines(list(only), on=day, trust_ids=[trust.pk]))
    facts = [ChannelFacts._make((*row, row[0] in approved)) for row in rows]
    return reckoning.of_facts(facts, on=day, people=people, rules=rules_on(day, trust=trust))


def rules_on(day: date, *, trust: Trust) -> Rulebook:
    """The settings by which needs were counted at the end of that day."""
    end = make_aware(datetime.combine(day + timedelta(days=1), time.min))
    rows = Setting.objects.filter(
        Q(effective_to=None) | Q(effective_to__gte=end),
        trust=trust,
        key__in=KEYS,
        effective_from__lt=end,
    )
    told = rows.values_list("trust_id", "school_id", "key", "value")
    return Rulebook({(owner, school, key): value for owner, school, key, value in told})


def _unchanged(
    fields: Sequence[str],
    trust: Trust,
    day: date,
    schools: list[UUID] | None,
    only: Collection[UUID] | None,
    others_changed: bool,
) -> Iterable[tuple[Any, ...]]:
    """Those whose own row still says how they stood that day."""
    known = Channel.objects.on_register().filter(
        Q(date_opened=None) | Q(date_opened__lte=day), trust=trust
    )
    if schools is not None:
        known = known.filter(school_id__in=schools)
    if only is not None:
        known = known.filter(pk__in=only)
    if others_changed:
        since = ChannelState.objects.after(day).filter(channel=OuterRef("pk"))
        known = known.filter(~Exists(since))
    # Imported as closed: until that day it was open.
    still = When(
        status=ChannelStatus.CLOSED, date_closed__gt=day, then=Value(ChannelStatus.OPEN.value)
    )
    known = known.annotate(stood=Case(still, default=F("status")))
    return known.values_list(*("stood" if name == "status" else name for name in fields))


def _changed_since(trust: Trust, day: date, only: Collection[UUID] | None) -> Iterator[Stood]:
    """What has changed since, folded from its history; with nothing in it where it was not there yet."""
    rows = ChannelState.objects.filter(
        channel__in=ChannelState.objects.after(day).values("channel"), channel__is_sample=False
    )
    rows = (
        rows.filter(channel__in=ever_of(trust).values("pk"))
        if only is None
        else rows.filter(channel__in=only)
    )
    columns = ("channel_id", "channel__reference", "on", "changed", "facts")
    told = rows.order_by("channel_id", "id").values_list(*columns).iterator(500)
    for (pk, reference), states in groupby(told, key=lambda row: row[:2]):
        stood = facts.as_stood([facts.State(*row[2:]) for row in states], day)
        yield {} if stood is None else {**_open_until(stood, day), "id": pk, "reference": reference}


def _open_until(stood: Stood, day: date) -> Stood:
    """What closed later was open on that day."""
    closed = stood["date_closed"]
    was_open = (
        stood["status"] == ChannelStatus.CLOSED and closed and date.fromisoformat(closed) > day
    )
    return {**stood, "status": ChannelStatus.OPEN.value} if was_open else stood


def _was_there(stood: Stood, trust: Trust, schools: list[UUID] | None, day: date) -> bool:
    if not stood or stood["status"] not in ON_REGISTER or stood["trust_id"] != str(trust.pk):
        return False
    if schools is not None and stood["school_id"] not in {str(school) for school in schools}:
        return False
    return stood["date_opened"] is None or date.fromisoformat(stood["date_opened"]) <= day


def _values(fields: Sequence[str], found: list[Stood]) -> Iterator[tuple[Any, ...]]:
    related = {name: _related(name, found) for name in fields if "__" in name} if found else {}
    for stood in found:
        yield tuple(_value(stood, name, related) for name in fields)


def _value(stood: Stood, name: str, related: Mapping[str, Mapping[Any, Any]]) -> Any:
    if name in ("id", "reference"):
        return stood[name]
    if name in related:
        return related[name].get(stood[f"{name.partition('__')[0]}_id"])
    return facts.restored(name, stood.get(name))


def _related(name: str, found: list[Stood]) -> dict[str, Any]:
    """A column of a neighbour, such as the platform's name, by the neighbour's id as the facts write it."""
    relation, _, column = name.partition("__")
    ids = {stood[f"{relation}_id"] for stood in found} - {None}
    model: Any = Channel._meta.get_field(relation).related_model
    return {
        str(pk): value for pk, value in model.objects.filter(pk__in=ids).values_list("pk", column)
    }
