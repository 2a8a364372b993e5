"""Who is told of a concern, who can open it and who never will: a pure function over facts (requirements 5.2, 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any
from uuid import UUID

from incidents.routing.table import (
    ABOUT_BOTH,
    ALL_OF_THEM,
    IF_AWAY,
    IF_CONCERNED,
    LADDERS,
    NAMED,
    NOT_HANDLERS,
    OUTSIDE,
    ROUTES,
    SAFEGUARDING,
    TIERS,
    Later,
    RoutingRow,
)

CLOCKS = ("danger", "hour", "two-hours", "four-hours", "same-day", "school-day", "two-days")
# No concern about a child waits longer.
SLOWEST = "school-day"
SAFEGUARDING_TEAM = ("DSL", "DDSL")
GOVERNORS = ("CHAIR", "VICE_CHAIR", "TRUST_CHAIR", "TRUST_VICE_CHAIR")
# Whoever leads a governing body or the trust: nobody of the school hears of a concern about them (M13).
LEADING = ("CHAIR", "TRUST_CHAIR", "CEO")
TRUSTEES = frozenset({"trustee", "member"})
MOST_AWAY = 2  # who are told although they are away, where everybody is
CENTRAL_ROLES = ("CEO", "TSL")
# What somebody in the office may have entered alone.
SAID_TO_GOVERN = frozenset({"governor", *TRUSTEES})


@dataclass(frozen=True)
class Someone:
    """A person as routing sees them."""

    id: Any
    name: str = ""
    above: frozenset[UUID] = frozenset()  # whom they report to, in however many steps
    is_away: bool = False
    category: str = "teaching"
    works_here: bool = True  # or ever did
    is_of_trust: bool = False  # has, or ever had, a role of the trust as such
    is_changed: bool = False  # what they are said to be was changed within the last twelve months
    is_said_away: bool = False  # by somebody else: it adds who stands in, and takes nobody off
    is_known: bool = True  # somebody else has spoken to them: until then they open nothing
    suspended_by: UUID | None = None

    @property
    def is_suspended(self) -> bool:
        """As if away, and told of nothing: they cannot sign in."""
        return self.suspended_by is not None

    @property
    def is_gone(self) -> bool:
        """Away, as everybody else sees it."""
        return self.is_away or self.is_suspended

    @property
    def is_out(self) -> bool:
        """Whether others come first: they are away, or could not open it yet."""
        return self.is_gone or not self.is_known


@dataclass(frozen=True)
class HeldBack:
    """Somebody who would hold this role today, and on whose word they do not."""

    person: Someone
    role: str
    by: frozenset[UUID]


@dataclass(frozen=True)
class RouteFacts:
    """A school as routing sees it: who holds which role today, deputies in order, and whom to phone."""

    holders: Mapping[str, tuple[Someone, ...]]
    phones: tuple[tuple[str, str], ...] = ()
    held_back: tuple[HeldBack, ...] = ()

    def of(self, role: str) -> tuple[Someone, ...]:
        return self.holders.get(role, ())

    def everybody(self) -> Iterator[Someone]:
        for people in self.holders.values():
            yield from people

    def as_if_nobody_were_suspended(self) -> RouteFacts:
        roles = self.holders.items()
        return replace(
            self,
            holders={
                role: tuple(replace(person, suspended_by=None) for person in people)
                for role, people in roles
            },
        )

    def as_if_nobody_were_off(self) -> RouteFacts:
        """Neither suspended nor held back: these come after whoever holds the role."""
        found = self.as_if_nobody_were_suspended()
        roles = {role: [*people] for role, people in found.holders.items()}
        for one in self.held_back:
            roles.setdefault(one.role, []).append(one.person)
        return replace(found, holders={role: tuple(people) for role, people in roles.items()})

    def put_off_by(self, one: Any) -> frozenset[UUID]:
        """Whom this person has suspended or held back."""
        held_back = {other.person.id for other in self.held_back if one in other.by}
        return frozenset(
            held_back | {person.id for person in self.everybody() if person.suspended_by == one}
        )

    def with_others(self, others: RouteFacts) -> RouteFacts:
        """Everybody of both."""
        roles = dict.fromkeys([*self.holders, *others.holders])
        both = {role: tuple(dict.fromkeys((*self.of(role), *others.of(role)))) for role in roles}
        return RouteFacts(both, self.phones, self.held_back)


@dataclass(frozen=True)
class Report:
    """What routing must know of a report."""

    option: str
    kinds: frozenset[str]
    named: tuple[Someone, ...] = ()
    risk: str = "no"
    reporter_id: Any = None


@dataclass(frozen=True)
class Place:
    """Somebody on a route and in which role."""

    person: Someone
    role: str
    # Other roles of theirs that would give them the same: the sight outlives the end of one.
    also: tuple[str, ...] = field(default=(), compare=False)

    @property
    def may_handle(self) -> bool:
        return self.role not in NOT_HANDLERS

    @property
    def is_at_work(self) -> bool:
        """Whether they could deal with it today."""
        return self.may_handle and not self.person.is_out

    def with_role(self, other: str) -> Place:
        """The same place, kept by this role too where it gives no less."""
        gives_less = self.may_handle and other in NOT_HANDLERS
        if gives_less or other in (self.role, *self.also):
            return self
        return replace(self, also=(*self.also, other))


@dataclass(frozen=True)
class Route:
    """The answer. Without a handler it must not be sent: `phones` says whom to call."""

    code: str
    tier: str
    clock: str
    told: tuple[Place, ...] = ()
    opens: tuple[Place, ...] = ()
    ladder: tuple[Place, ...] = ()
    later: tuple[Later, ...] = ()
    concerned: frozenset[UUID] = frozenset()
    left_out: frozenset[UUID] = frozenset()
    conflicted: frozenset[UUID] = frozenset()
    gaining: frozenset[UUID] = frozenset()  # would hear of it because they suspended somebody
    phones: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def handler(self) -> Place | None:
        return next((place for place in self.told if place.may_handle), None)

    @property
    def everybody(self) -> tuple[Place, ...]:
        """All who will see it, told or not."""
        return (*self.told, *self.opens)

    @property
    def asked_next(self) -> tuple[Place, ...]:
        """Those who are asked, one after the other, when nobody has seen it in time."""
        told = {place.person.id for place in self.told}
        return tuple(place for place in self.ladder if place.person.id not in told)

    def unsent(self) -> Route:
        return replace(self, told=(), opens=(), ladder=(), later=())

    def fingerprint(self) -> tuple[Any, ...]:
        """What a reporter was shown: if this differs at sending, they are shown again."""
        return (
            self.tier,
            [(p.person.id, p.role) for p in self.told],
            [(p.person.id, p.role) for p in self.opens],
            [(p.person.id, p.role) for p in self.asked_next],
        )


def route(report: Report, facts: RouteFacts, *, then: RouteFacts | None = None) -> Route:
    """The route of this report at this school today.

    For a concern that stands already, `then` is who held what when it was filed: that says what the people
    are whom it is about, and who is kept off with them.
    """
    everybody = then.with_others(facts) if then else facts
    concerned = people_concerned(report, everybody)
    row = combined(report, classes_of(report, everybody, concerned))
    row = with_risk(row, report.risk)
    out = left_out(everybody, concerned)
    search = Search(facts, concerned, out, conflicted(report))
    search = replace(search, gaining=gaining(search, row))
    return in_company(search.answer(row), search, row)


def in_company(found: Route, search: Search, row: RoutingRow) -> Route:
    """Nobody is told alone who has suspended or held back somebody who would read: the next one outside is too.

    Where a child may be concerned and there is nobody else, it is not sent.
    """
    here = {place.person.id for place in found.everybody if place.is_at_work}
    alone = next(iter(here)) if len(here) == 1 else None
    if alone is None or not has_put_off(alone, search, row):
        return found
    has = {place.person.id for place in found.everybody if place.person.is_out}
    others = search.outside(found.tier, alone)
    if others:
        other = next((place for place in others if place.person.id not in has), others[0])
        return search.with_told(found, other)
    is_only = not any(place.may_handle and place.person.is_away for place in found.everybody)
    return found.unsent() if is_only and found.tier in (SAFEGUARDING, NAMED) else found


def has_put_off(one: Any, search: Search, row: RoutingRow) -> bool:
    """Whether somebody whom they suspended or held back would read it."""
    off = search.facts.put_off_by(one)
    if not off:
        return False
    before = replace(search, facts=search.facts.as_if_nobody_were_off(), gaining=frozenset())
    return any(place.person.id in off for place in before.answer(row).everybody)


def gaining(search: Search, row: RoutingRow) -> frozenset[Any]:
    """Who would hear of it only because they suspended somebody: they are left out, and the next one is asked.

    Not whoever is told of it, can open it or is asked sooner where nobody is suspended.
    """
    suspended = {one.id: one.suspended_by for one in search.facts.everybody() if one.is_suspended}
    if not suspended:
        return frozenset()
    before = replace(search, facts=search.facts.as_if_nobody_were_suspended())
    found = before.answer(row)
    later = before.places(one.role for one in found.later)
    line = [place.person.id for place in (*found.everybody, *later, *found.asked_next)]
    sees = {place.person.id for place in found.everybody}
    return frozenset(
        one for one in set(suspended.values()) - sees if comes_after_own(one, line, suspended)
    )


def comes_after_own(one: Any, line: list[Any], suspended: Mapping[Any, Any]) -> bool:
    """Whether somebody whom they suspended stands in line, and they themselves not before them."""
    return any(suspended.get(pk) == one for pk in takewhile(lambda pk: pk != one, line))


def people_concerned(report: Report, facts: RouteFacts) -> frozenset[Any]:
    """The ids of everybody it is, or may be, about. A kind ticked without a name stands for all it could mean."""
    ids = {person.id for person in report.named}
    for kind, roles in (("head", ("HEAD",)), ("dsl", SAFEGUARDING_TEAM), ("governor", GOVERNORS)):
        could_be = {person.id for role in roles for person in facts.of(role)}
        if kind not in report.kinds:
            continue
        named_one = could_be & ids or (
            kind == "governor" and any(could_govern(person) for person in report.named)
        )
        ids |= set() if named_one and kind != "head" else could_be
    return frozenset(ids)


def classes_of(report: Report, facts: RouteFacts, concerned: frozenset[Any]) -> set[str]:
    """The columns of the table that apply: the kinds ticked and what the people named turn out to be."""
    named = {one for person in report.named for one in classes_of_one(person, facts, report.kinds)}
    if "central" in named:
        named = named - {"central"} | central_as(facts, concerned)
    # "An adult who works here" was somebody of the trust's own team, and nobody else.
    explained = {"adult"} if "central" in named and "adult" not in named else set()
    classes = set(report.kinds - {"head", "dsl"} - explained) | named
    held = {
        role
        for role, people in facts.holders.items()
        if any(person.id in concerned for person in people)
    }
    if "HEAD" in held or "head" in report.kinds:
        classes.add("head")
    if "DSL" in held or ("dsl" in report.kinds and "DDSL" not in held):
        classes.add("dsl")
    elif "DDSL" in held:
        classes.add("adult")
    real = classes - {"nobody", "unsure"}
    return real or classes or {"unsure"}


def classes_of_one(person: Someone, facts: RouteFacts, kinds: frozenset[str]) -> set[str]:
    """What a named person is to this school. An appointed role, which takes two people, is believed.

    What one person has entered or ended takes nobody off: whoever has or ever had a role here stays an adult who
    works here, and one of the trust's own team stays that, whatever else they are said to be.
    """
    held = {
        role for role, people in facts.holders.items() if any(person.id == one.id for one in people)
    }
    for roles, is_one in ((LEADING, "chair"), (GOVERNORS, "governor"), (CENTRAL_ROLES, "central")):
        if held & set(roles):
            return {is_one}
    if person.category in SAID_TO_GOVERN:
        is_sure = "governor" in kinds and "adult" not in kinds and not person.is_changed
        governs = "chair" if person.category in TRUSTEES else "governor"
        return {governs} if is_sure else {"governor", *works_as(person)}
    return works_as(person)


def works_as(person: Someone) -> set[str]:
    if not person.works_here:
        return {"central"}
    return {"adult", "central"} if person.is_of_trust else {"adult"}


def central_as(facts: RouteFacts, concerned: frozenset[Any]) -> set[str]:
    """What somebody of the trust's own team is to this school: of them the chief executive hears, and not its head.

    Where there is no chief executive, or today nobody who stands in for them, they work at each school of the
    trust. In a single school often nobody leads the trust as such: there they are colleagues like all others.
    """
    trust = [
        (role, person)
        for role in ("CEO", *IF_AWAY["CEO"])
        for person in facts.of(role)
        if person.id not in concerned
    ]
    has_chief = any(role == "CEO" for role, _ in trust)
    if has_chief and not all(person.is_out for _, person in trust):
        return {"central"}
    return {"adult", "central"} if trust else {"adult"}


def could_govern(person: Someone) -> bool:
    """Whether a governor without a name may be this one."""
    return person.category in SAID_TO_GOVERN or person.is_changed


def combined(report: Report, classes: set[str]) -> RoutingRow:
    """One row out of all that apply: the most protective tier, and everybody the others add to it."""
    table = ROUTES[report.option]
    if {"head", "dsl"} <= classes:
        return replace(ABOUT_BOTH, clock=tightest([table["head"], ABOUT_BOTH]))
    for kind in ("head", "chair", "dsl"):
        if kind in classes and kind in table:
            return table[kind]
    rows = [
        about_central(table["adult"]) if kind == "central" else table[kind]
        for kind in in_order(classes, table)
    ]
    tier = max((row.tier for row in rows), key=TIERS.index)
    first = next(row for row in rows if row.tier == tier)
    joined = [row for row in rows if tier != NAMED or row.tier == tier]
    row = replace(
        first,
        told=union(first.told, *(row.told for row in joined)),
        opens=union(*(row.opens for row in joined)),
        later=union(*(row.later for row in rows)),
        clock=tightest(rows),
    )
    return with_safeguarding(row) if is_adult_and_pupil(classes) else row


def in_order(classes: set[str], table: Mapping[str, RoutingRow]) -> list[str]:
    """The columns that apply. Where a table knows no chair, whoever leads is a governor to it."""
    wanted = {"governor" if kind == "chair" else kind for kind in classes}
    return [kind for kind in (*table, "central") if kind in wanted]


def about_central(row: RoutingRow) -> RoutingRow:
    """A concern about somebody of the trust's own team: the chief executive instead of the headteacher (M60)."""
    return replace(row.instead("HEAD", "CEO"), code="M60")


def is_adult_and_pupil(classes: set[str]) -> bool:
    return "pupil" in classes and bool(classes & {"adult", "governor", "chair", "central"})


def with_risk(row: RoutingRow, risk: str) -> RoutingRow:
    """A child may be at risk: the safeguarding lead is told, except where only named people may be."""
    if risk == "yes":
        row = replace(row, clock="danger")
    if risk == "no" or row.tier == NAMED:
        return row
    row = with_safeguarding(row)
    return row.also("DDSL", "HEAD") if risk == "yes" else row


def with_safeguarding(row: RoutingRow) -> RoutingRow:
    if row.tier == NAMED:
        return row
    if row.tier != SAFEGUARDING:
        row = replace(row, tier=SAFEGUARDING, clock=min(row.clock, SLOWEST, key=CLOCKS.index))
    return row.also("DSL")


def left_out(facts: RouteFacts, concerned: frozenset[Any]) -> frozenset[Any]:
    """Who is kept off the route because of whom it is about: all who report to them, and a lead's deputies."""
    below = {person.id for person in facts.everybody() if person.above & concerned}
    is_about_lead = any(person.id in concerned for person in facts.of("DSL"))
    deputies = {person.id for person in facts.of("DDSL")} if is_about_lead else set()
    return frozenset(below | deputies) - concerned


def conflicted(report: Report) -> frozenset[UUID]:
    """Somebody a pupil has contacted does not handle their own report."""
    return frozenset({report.reporter_id} if report.option == "pupil-contact" else ())


@dataclass(frozen=True)
class Search:
    """Looks for people who may take each place of a row."""

    facts: RouteFacts
    concerned: frozenset[Any]
    left_out: frozenset[Any]
    conflicted: frozenset[Any]
    gaining: frozenset[Any] = frozenset()
    even_away: bool = False

    def answer(self, row: RoutingRow) -> Route:
        """The route; where everybody who may deal with it is away, the first two of them are told all the same."""
        found = self.found(row)
        if found.handler or self.even_away:
            return found
        return replace(self, even_away=True).answer(row)

    def found(self, row: RoutingRow) -> Route:
        told = self.places(row.told)[: MOST_AWAY if self.even_away else None]
        inside = SAFEGUARDING_TEAM if row.tier == SAFEGUARDING else ()
        opens = [
            *self.returning(row.told),
            *self.places((*row.opens, *inside), stand_ins=False, away=True),
        ]
        seen = {place.person.id for place in told}
        found = Route(
            code=row.code,
            tier=row.tier,
            clock=row.clock,
            told=tuple(unique([*told, *opens])[: len(told)]),
            opens=tuple(unique(place for place in opens if place.person.id not in seen)),
            ladder=tuple(self.steps(LADDERS[row.tier])),
            later=tuple(one for one in row.later if not self.are_there(one.role, seen)),
            concerned=self.concerned,
            left_out=self.left_out,
            conflicted=self.conflicted,
            gaining=self.gaining,
            phones=self.facts.phones,
        )
        return found if found.handler else found.unsent()

    def with_told(self, found: Route, other: Place) -> Route:
        """The route with one more who is told."""
        told = tuple(unique([*found.told, other]))
        ids = {place.person.id for place in told}
        return replace(
            found,
            told=told,
            opens=tuple(place for place in found.opens if place.person.id not in ids),
            later=tuple(one for one in found.later if not self.are_there(one.role, ids)),
        )

    def steps(self, roles: Iterable[str]) -> list[Place]:
        """Whom to ask next: those who are here before those who are away, and nobody is left off for being away."""
        roles = tuple(roles)
        here = self.places(roles, stand_ins=False)
        all_of_them = unique([*here, *self.places(roles, stand_ins=False, away=True)])
        return [place for place in all_of_them if not place.person.is_suspended]

    def outside(self, tier: str, alone: Any) -> list[Place]:
        """Whom to ask where this person would deal with it alone; whoever reports to them after the others."""
        found = [place for place in self.steps(OUTSIDE[tier]) if place.person.id != alone]
        return sorted(found, key=lambda place: (place.person.is_out, alone in place.person.above))

    def places(
        self, roles: Iterable[str], *, stand_ins: bool = True, away: bool = False
    ) -> list[Place]:
        found: list[Place] = []
        for role in roles:
            held = self.holding(role, away=away)
            found += held
            if stand_ins and all(place.person.is_said_away for place in held):
                found += self.standing_in(role, {role})
        return unique(found)

    def holding(self, role: str, *, away: bool = False) -> list[Place]:
        """Those who hold this role and may hear of it; several only for deputies."""
        may = [
            person
            for person in self.facts.of(role)
            if self.may_hear(person) and (away or not self.is_passed_over(person))
        ]
        may.sort(key=lambda person: person.is_suspended)
        return [Place(person, role) for person in (may if role == "DDSL" else may[:1])]

    def is_passed_over(self, person: Someone) -> bool:
        return person.is_suspended or (person.is_out and not self.even_away)

    def standing_in(self, role: str, tried: set[str]) -> list[Place]:
        """The first of the substitutes who may take it; each of them for a headteacher it is about."""
        is_concerned = any(person.id in self.concerned for person in self.facts.of(role))
        others = [
            other
            for other in (IF_CONCERNED if is_concerned else IF_AWAY)[role]
            if other not in tried
        ]
        tried.update(others)
        found = [place for other in others for place in self.holding(other)[:1]]
        # Nobody holds any of these roles: whoever stands in for them.
        found = found or [place for other in others for place in self.standing_in(other, tried)]
        return found if is_concerned and role in ALL_OF_THEM else found[:1]

    def returning(self, roles: Iterable[str]) -> list[Place]:
        """Holders who are away: they are not told, and can open it when they are back."""
        return [
            place
            for role in roles
            for place in self.holding(role, away=True)
            if place.person.is_out
        ]

    def may_hear(self, person: Someone) -> bool:
        return person.id not in self.concerned | self.left_out | self.conflicted | self.gaining

    def are_there(self, role: str, ids: set[UUID]) -> bool:
        return any(person.id in ids for person in self.facts.of(role))


def union(*rows: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(item for row in rows for item in row))


def tightest(rows: list[RoutingRow]) -> str:
    return min((row.clock for row in rows), key=CLOCKS.index)


def unique(places: Iterable[Place]) -> list[Place]:
    """One place for each person: the first, which remembers the roles of the others."""
    kept: dict[Any, Place] = {}
    for place in places:
        first = kept.setdefault(place.person.id, place)
        for role in (place.role, *place.also):
            kept[place.person.id] = first = first.with_role(role)
    return list(kept.values())
