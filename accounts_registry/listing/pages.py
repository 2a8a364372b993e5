"""The rows of one page in one question, whichever page it is of however many."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db.models import Case, Count, IntegerField, QuerySet, Subquery, Value, When

from access.asker import Asker
from access.check import own_trusts, trusts_where
from access.roles import Permission
from accounts_registry.crew import minimums
from accounts_registry.listing.channel_row import SHOWN
from accounts_registry.listing.filters import NEEDS, Search, selected
from accounts_registry.listing.wanted import DETAIL_SORTS, PAGE, SORTS, Wanted
from accounts_registry.models import Channel
from accounts_registry.needs.channel_facts import KEYS, ChannelFacts, with_risk
from people.api import standing_in
from people.models import User
from prepared_sql.statements import Prepared, Values

MANY = 10_000  # a list of so many rows is counted once a minute; a shorter one each time
WHILE = 60  # seconds
DATED = ("opened", "closed", "review", "last_post")


class Found(NamedTuple):
    """The rows of a page, each with the columns of `asked_for`, and the number of all."""

    total: int = 0
    rows: Sequence[tuple[Any, ...]] = ()


class Slice(NamedTuple):
    """Which rows of the list: so many from a place on, counted from its end where that is nearer."""

    first: int
    size: int
    backwards: bool = False
    counted: bool = False  # the number of all is known already


def found(user: User, wanted: Wanted, on: date) -> Found:
    """The page's rows. The same as `page` of what is `selected`, with SQL that is kept where it can be."""
    if not _is_preparable(wanted):
        return _found(list(page(selected(user, wanted, on=on), user, wanted, on)))
    asker = Asker.of(user.roles_on(on))
    search = Search.of(wanted.q) if wanted.q else None
    values: Values = {
        "person": user.pk,
        "on": on,
        "trusts": asker.trusts,
        "schools": asker.schools,
        **({"school": UUID(wanted.school)} if wanted.one_school else {}),
        **(search.values if search else {}),
    }
    shape = asker.shape, _shape(wanted), search and search.shape
    key = f"register-total:{hashlib.sha256(repr((shape, values)).encode()).hexdigest()}"
    total = cache.get(key)
    part = _part(wanted.page, total)
    if part.size <= 0:
        return Found(total or 0)
    numbers = {"first": part.first, "size": part.size}
    rows = PREPARED.rows((*shape, part.backwards, part.counted), {**values, **numbers})
    if total is not None:
        return Found(total, rows)
    answer = _found(rows)
    if answer.total >= MANY:
        cache.set(key, answer.total, WHILE)
    return answer


def _found(rows: Sequence[tuple[Any, ...]]) -> Found:
    return Found(rows[0][0], rows) if rows else Found()


def _part(number: int, total: int | None) -> Slice:
    """Where this page is. Of a long list the second half is read from its end."""
    first = (number - 1) * PAGE
    if total is None:
        return Slice(first, PAGE)
    size = min(PAGE, total - first)
    if first + size <= total // 2:
        return Slice(first, size, counted=True)
    return Slice(max(total - first - size, 0), size, backwards=True, counted=True)


def _is_preparable(wanted: Wanted) -> bool:
    need = NEEDS.get(wanted.needs)
    fixed = need is None or (need.rows is not None and not need.reckons)
    return fixed and not (wanted.school_name or wanted.opened_from or wanted.opened_to)


def _shape(wanted: Wanted) -> Wanted:
    """All that changes the SQL of a page."""
    school, q = "one" if wanted.one_school else "", "any" if wanted.q else ""
    return replace(wanted, school=school, q=q, columns=(), page=1)


def _prepare(shape: Any, values: Mapping[str, Any]) -> QuerySet[Channel]:
    roles, wanted, search, backwards, counted = shape
    on = values["on"]
    asker = Asker(roles, values["trusts"], values["schools"])
    person = standing_in(values["person"], asker.roles(), on=on)
    wanted = replace(wanted, school=str(values.get("school", "")))
    search = search and search.of_values(values)
    channels = selected(person, wanted, on=on, search=search)
    part = Slice(values["first"], values["size"], backwards, counted)
    return page(channels, person, wanted, on, part=part)


PREPARED = Prepared(_prepare)


def page(
    channels: QuerySet[Channel], user: User, wanted: Wanted, on: date, *, part: Slice | None = None
) -> Any:
    """The rows of one page, each with the number of all and what a line reads."""
    keys = ordering(user, wanted, on)
    part = part or _part(wanted.page, None)
    # First the ids alone, which an index holds: what comes before the page is never read whole.
    ordered = channels.order_by(*keys)
    ids = (ordered.reverse() if part.backwards else ordered).values("pk")
    rows = Channel.objects.filter(pk__in=ids[part.first : part.first + part.size])
    return asked_for(rows.annotate(total=_total(channels, part)).order_by(*keys))


def _total(channels: QuerySet[Channel], part: Slice) -> Any:
    if part.counted:
        return Value(0, output_field=IntegerField())
    one = channels.order_by().annotate(one=Value(1)).values("one")
    return Subquery(one.annotate(n=Count("*")).values("n"))


def asked_for(rows: Any) -> Any:
    """The columns of a line: the number of all, what it shows, its facts and its school's settings."""
    columns = minimums.columns(KEYS)
    return (
        with_risk(rows)
        .annotate(**columns)
        .values_list("total", *SHOWN, *ChannelFacts._fields, *columns)
    )


def ordering(user: User, wanted: Wanted, on: date) -> list[Any]:
    """By what was asked, empty days last; the order tells nobody what they may not read."""
    key = SORTS[wanted.sort]
    if wanted.sort in DETAIL_SORTS and not _sees_all(user, on):
        mine = Channel.objects.in_detail(user, on=on).values("pk")
        key = Case(When(pk__in=mine, then=key), default=None)
    last = {"nulls_last": True} if wanted.sort in DATED else {}
    turned = key.desc(**last) if wanted.descending else key.asc(**last)
    return [turned, "-pk" if wanted.descending else "pk"]


def _sees_all(user: User, on: date) -> bool:
    return trusts_where(user, Permission.CHANNEL_DETAIL, on) == own_trusts(user, on)
