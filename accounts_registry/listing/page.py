"""One page of the register, in three questions: the rows, the policies that count, and who runs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, QuerySet, Subquery, Value, When

from access.check import own_trusts, schools_where, trusts_where
from access.prepared import Asker, Prepared
from access.roles import Permission
from accounts_registry import crew, minimums, needs
from accounts_registry.listing.filters import NEEDS, Search, selected
from accounts_registry.listing.rows import SHOWN, Row, row
from accounts_registry.listing.wanted import DETAIL_SORTS, PAGE, SORTS, Wanted
from accounts_registry.models import Channel
from accounts_registry.needs import NOT_CONFIRMED, Facts
from people.held import standing_in

AT_ONCE = 500


@dataclass(frozen=True)
class Listing:
    """One page of the register."""

    rows: list[Row] = field(default_factory=list)
    total: int = 0
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def waits_for_acceptance(self) -> bool:
        return any(NOT_CONFIRMED in one.needs for one in self.rows)


def listing(user: Any, wanted: Wanted, *, on: date) -> Listing:
    """The page of the register this person asked for, with no more than they may see.

    A page past the last is the last: somebody may come back when there is less than before.
    """
    found = _found(user, wanted, on)
    if not found and wanted.page > 1:
        first = _found(user, replace(wanted, page=1), on)
        last = -(-first[0][0] // PAGE) if first else 1
        wanted = replace(wanted, page=last)
        found = _found(user, wanted, on) if last > 1 else first
    if not found:
        return Listing(wanted=wanted)
    return Listing(rows_of(user, found, on=on), found[0][0], wanted)


def everything(user: Any, wanted: Wanted, *, on: date) -> Iterator[Row]:
    """Every row of the list, in its order, some hundreds at a time."""
    channels = selected(user, wanted, on=on).order_by(*ordering(user, wanted, on))
    ids = list(channels.values_list("pk", flat=True))
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        found = asked_for(Channel.objects.filter(pk__in=some).annotate(total=Value(0)))
        place = {pk: number for number, pk in enumerate(some)}
        rows = rows_of(user, list(found), on=on)
        yield from sorted(rows, key=lambda one: place[one.fact.id])


def rows_of(user: Any, found: Sequence[tuple[Any, ...]], *, on: date) -> list[Row]:
    """What was asked for (the columns of `asked_for`) as lines with their people and needs."""
    start, end = 1 + len(SHOWN), -2 * len(minimums.KEYS)
    facts = [Facts(*one[start:end]) for one in found]
    rules = minimums.from_columns(
        (fact.trust_id, fact.school_id, raw[end:]) for fact, raw in zip(facts, found, strict=True)
    )
    people = crew.by_channel(
        crew.lines([one.id for one in facts], on=on, trust_ids=[one.trust_id for one in facts])
    )
    said = needs.of_facts(facts, on=on, people=people, rules=rules)
    may_see = _DetailSight(user, on)
    return [
        row(raw[1:start], fact, lines, said[fact.id], may_see(fact, lines))
        for raw, fact in zip(found, facts, strict=True)
        for lines in (people.get(fact.id, ()),)
    ]


def _found(user: Any, wanted: Wanted, on: date) -> list[tuple[Any, ...]]:
    """The page's rows. The same as `_page` of what is `selected`, with SQL that is kept where it can be."""
    if not _is_preparable(wanted):
        return list(_page(selected(user, wanted, on=on), user, wanted, on))
    asker = Asker.of(user.roles_on(on))
    search = Search.of(wanted.q) if wanted.q else None
    values = {
        "person": user.pk,
        "on": on,
        "trusts": asker.trusts,
        "schools": asker.schools,
        "first": _first(wanted),
        **({"school": UUID(wanted.school)} if wanted.one_school else {}),
        **(search.values if search else {}),
    }
    return PREPARED.rows((asker.shape, _shape(wanted), search and search.shape), values)


def _is_preparable(wanted: Wanted) -> bool:
    need = NEEDS.get(wanted.needs)
    fixed = need is None or (need.rows is not None and not need.reckons)
    return fixed and not (wanted.school_name or wanted.opened_from or wanted.opened_to)


def _shape(wanted: Wanted) -> Wanted:
    """All that changes the SQL of a page."""
    school, q = "one" if wanted.one_school else "", "any" if wanted.q else ""
    return replace(wanted, school=school, q=q, columns=(), page=1)


def _prepare(shape: Any, values: Mapping[str, Any]) -> QuerySet[Channel]:
    roles, wanted, search = shape
    on = values["on"]
    asker = Asker(roles, values["trusts"], values["schools"])
    person = standing_in(values["person"], asker.roles(), on=on)
    wanted = replace(wanted, school=str(values.get("school", "")))
    search = search and search.of_values(values)
    channels = selected(person, wanted, on=on, search=search)
    return _page(channels, person, wanted, on, first=values["first"])


PREPARED = Prepared(_prepare)


def _first(wanted: Wanted) -> int:
    """How many rows come before the page."""
    return (wanted.page - 1) * PAGE


def _page(
    channels: QuerySet[Channel], user: Any, wanted: Wanted, on: date, *, first: int | None = None
) -> Any:
    """The rows of one page, each with the number of all and what `rows_of` reads."""
    keys = ordering(user, wanted, on)
    first = _first(wanted) if first is None else first
    # First the ids alone, which an index holds: what comes before the page is never read whole.
    ids = channels.order_by(*keys).values("pk")[first : first + PAGE]
    everything = (
        channels.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("*")).values("n")
    )
    rows = Channel.objects.filter(pk__in=ids).annotate(total=Subquery(everything))
    return asked_for(rows.order_by(*keys))


def asked_for(rows: Any) -> Any:
    """The columns of a line: the number of all, what it shows, its facts and its school's minimums."""
    columns = minimums.columns()
    return rows.annotate(**columns).values_list("total", *SHOWN, *Facts._fields, *columns)


def ordering(user: Any, wanted: Wanted, on: date) -> list[Any]:
    """By what was asked, empty ones last, then by name; the order tells nobody what they may not read."""
    key = SORTS[wanted.sort]
    if wanted.sort in DETAIL_SORTS and not _sees_all(user, on):
        mine = Channel.objects.in_detail(user, on=on).values("pk")
        key = Case(When(pk__in=mine, then=key), default=None)
    if wanted.sort in ("opened", "closed", "review", "last_post"):
        turned = key.desc(nulls_last=True) if wanted.descending else key.asc(nulls_last=True)
    else:
        turned = key.desc() if wanted.descending else key.asc()
    return [turned, "-pk" if wanted.descending else "pk"]


def _sees_all(user: Any, on: date) -> bool:
    return trusts_where(user, Permission.CHANNEL_DETAIL, on) == own_trusts(user, on)


class _DetailSight:
    """May this person see more than Appendix 1 of a channel? Asked once, answered for every row."""

    def __init__(self, user: Any, on: date) -> None:
        self.user = user
        self.schools = schools_where(user, Permission.CHANNEL_DETAIL, on)
        self.trusts = trusts_where(user, Permission.CHANNEL_DETAIL, on)

    def __call__(self, fact: Facts, people: Sequence[crew.Line]) -> bool:
        at = fact.school_id in self.schools if fact.school_id else fact.trust_id in self.trusts
        return at or any(line.person_id == self.user.pk for line in people)
