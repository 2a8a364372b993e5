"""One page of the register: its rows, who runs them, what they need, and the posts as Appendix 1 has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Value

from access.check import schools_where, trusts_where
from access.roles import Permission
from accounts_registry.appendix1 import register_rows
from accounts_registry.crew import crew_lines, minimums
from accounts_registry.listing import pages
from accounts_registry.listing.channel_row import SHOWN, Row, row
from accounts_registry.listing.filters import selected
from accounts_registry.listing.wanted import PAGE, Wanted
from accounts_registry.models import Channel
from accounts_registry.needs import reckoning
from accounts_registry.needs.channel_facts import KEYS, ChannelFacts
from people.models import User

AT_ONCE = 500
CLOSED = SHOWN.index("date_closed")


@dataclass(frozen=True)
class Listing:
    """One page of the register."""

    rows: list[Row] = field(default_factory=list)
    total: int = 0
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def waits_for_acceptance(self) -> bool:
        return any(need.code == "confirm" for one in self.rows for need in one.needs)


def listing(user: User, wanted: Wanted, *, on: date) -> Listing:
    """The page of the register this person asked for, with no more than they may see.

    A page past the last is the last: somebody may come back when there is less than before.
    """
    found = pages.found(user, wanted, on)
    if not found.rows and wanted.page > 1:
        total = pages.found(user, replace(wanted, page=1), on).total
        wanted = replace(wanted, page=max(-(-total // PAGE), 1))
        found = pages.found(user, wanted, on)
    return Listing(rows_of(user, found.rows, on=on), found.total, wanted)


def everything(user: User, wanted: Wanted, *, on: date) -> Iterator[Row]:
    """Every row of the list, in its order, some hundreds at a time."""
    channels = selected(user, wanted, on=on).order_by(*pages.ordering(user, wanted, on))
    ids = list(channels.values_list("pk", flat=True))
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        found = pages.asked_for(Channel.objects.filter(pk__in=some).annotate(total=Value(0)))
        place = {pk: number for number, pk in enumerate(some)}
        rows = rows_of(user, list(found), on=on)
        yield from sorted(rows, key=lambda one: place[one.fact.id])


def rows_of(user: User, found: Sequence[tuple[Any, ...]], *, on: date) -> list[Row]:
    """What was asked for (the columns of `pages.asked_for`) as lines with their people and needs."""
    if not found:
        return []
    start, end = 1 + len(SHOWN), -2 * len(KEYS)
    facts = [ChannelFacts(*one[start:end]) for one in found]
    rules = minimums.from_columns(
        (
            (fact.trust_id, fact.school_id, raw[end:])
            for fact, raw in zip(facts, found, strict=True)
        ),
        KEYS,
    )
    people = crew_lines.by_channel(
        crew_lines.lines(
            [one.id for one in facts], on=on, trust_ids=[one.trust_id for one in facts]
        )
    )
    lost = reckoning.lost_since(facts, on=on)
    needs = reckoning.of_facts(facts, on=on, people=people, rules=rules, lost=lost)
    printed = _printed(found, facts, on)
    may_see = _Sight(user, Permission.CHANNEL_DETAIL, on)
    knows_login = _Sight(user, Permission.CHANNEL_CUSTODY, on)
    lines = [people.get(fact.id, ()) for fact in facts]
    return [
        row(
            raw[1:start],
            fact,
            some,
            printed.get(fact.id, {}),
            needs[fact.id],
            may_see(fact, some),
            knows_login(fact, some),
            fact.id in lost,
        )
        for raw, fact, some in zip(found, facts, lines, strict=True)
    ]


def _printed(
    found: Sequence[tuple[Any, ...]], facts: Sequence[ChannelFacts], on: date
) -> dict[UUID, dict[str, list[str]]]:
    """The posts that Appendix 1 has for each of these channels, by part."""
    days: dict[UUID, dict[UUID, date]] = {}
    for raw, fact in zip(found, facts, strict=True):
        closed = raw[1 + CLOSED]
        days.setdefault(fact.trust_id, {})[fact.id] = closed if closed and closed <= on else on
    printed: dict[UUID, dict[str, list[str]]] = {}
    for trust_id, some in days.items():
        for (pk, part), posts in register_rows.posts_by_part(trust_id, some, on).items():
            printed.setdefault(pk, {})[part] = posts
    return printed


class _Sight:
    """May this person see this much of a channel? Asked once, answered for every row."""

    def __init__(self, user: User, permission: Permission, on: date) -> None:
        self.user = user
        self.schools = schools_where(user, permission, on)
        self.trusts = trusts_where(user, permission, on)

    def __call__(self, fact: ChannelFacts, people: Sequence[crew_lines.CrewLine]) -> bool:
        at = fact.school_id in self.schools if fact.school_id else fact.trust_id in self.trusts
        return at or any(line.person_id == self.user.pk for line in people)
