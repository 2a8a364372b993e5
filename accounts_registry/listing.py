"""The register as a page of rows: searched, filtered, sorted, and each with what it needs, in three questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Subquery, Value
from django.db.models.functions import Lower

from access.check import schools_where, trusts_where
from access.prepared import Asker, Prepared
from access.roles import Permission
from accounts_registry import crew, identity, minimums, needs
from accounts_registry.models import Channel
from accounts_registry.needs import Facts
from people.held import standing_in
from workflow.statuses import STATUSES

PAGE = 50
SORTS: dict[str, tuple[Any, ...]] = {
    "name": (Lower("account_name"),),
    "platform": ("platform__name",),
    "school": ("school__name",),
    "status": ("status",),
    "review": ("next_review_on",),
}
NEEDS = {
    "review": "Review overdue",
    "people": "Not enough people",
    "confirm": "Not yet confirmed",
    "official": "Not official",
}
STATUS_FILTERS = ("open", "planned", "suspended", "closing", "closed", "cancelled")
ENDED = ("closed", "cancelled")
SHOWN = (
    "reference",
    "account_name",
    "platform_other",
    "platform__name",
    "school__name",
    "date_closed",
)


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to see; everything that is not understood counts as not asked."""

    q: str = ""
    school: str = ""
    platform: str = ""
    status: str = ""
    needs: str = ""
    sort: str = "name"
    descending: bool = False
    page: int = 1

    @property
    def one_school(self) -> bool:
        return _is_uuid(self.school)

    @property
    def school_name(self) -> bool:
        """Where there are too many schools for a menu, part of a name is typed."""
        return bool(self.school) and self.school != "all" and not self.one_school

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, school: str = "") -> Wanted:
        sort = query.get("sort", "")
        page = query.get("page", "")
        return cls(
            q=query.get("q", "").replace("\x00", "").strip()[:200],
            school=query.get("school", school).strip()[:100],
            platform=query.get("platform", ""),
            status=query.get("status", "") if query.get("status") in STATUS_FILTERS else "",
            needs=query.get("needs", "") if query.get("needs") in NEEDS else "",
            sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "name",
            descending=sort.startswith("-"),
            page=max(int(page), 1) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,
        )


class Row(NamedTuple):
    """A channel as one line of the list. Without `in_detail` the person sees Appendix 1 and no more."""

    href: str
    name: str
    platform: str
    school: str
    status: str
    tag: str
    people: int | None
    next_review: str
    needs: Sequence[str]
    more_needs: int
    master: str
    opened: str
    in_detail: bool


@dataclass(frozen=True)
class Listing:
    """One page of the register."""

    rows: list[Row] = field(default_factory=list)
    total: int = 0
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def waits_for_acceptance(self) -> bool:
        return any("not yet confirmed by the headteacher" in row.needs for row in self.rows)


def listing(user: Any, wanted: Wanted, *, on: date) -> Listing:
    """The page of the register this person asked for, with no more than they may see."""
    found = _found(user, wanted, on)
    if not found:
        return Listing(wanted=wanted)
    start, end = 1 + len(SHOWN), -2 * len(minimums.KEYS)
    facts = [Facts(*row[start:end]) for row in found]
    rules = minimums.from_columns(
        (row.trust_id, row.school_id, raw[end:]) for row, raw in zip(facts, found, strict=True)
    )
    people = crew.by_channel(
        crew.lines([row.id for row in facts], on=on, trust_ids=[row.trust_id for row in facts])
    )
    said = needs.of_facts(facts, on=on, people=people, rules=rules)
    may_see = _DetailSight(user, on)
    rows = [
        _row(
            raw[1:start],
            fact,
            people.get(fact.id, []),
            said[fact.id],
            may_see(fact, people.get(fact.id, [])),
        )
        for raw, fact in zip(found, facts, strict=True)
    ]
    return Listing(rows, found[0][0], wanted)


def _found(user: Any, wanted: Wanted, on: date) -> list[tuple[Any, ...]]:
    """The page's rows. The same as `_page` of what is `selected`, whose SQL is kept where no text was typed."""
    if wanted.q or wanted.needs or wanted.school_name:
        return list(_page(selected(user, wanted, on=on), wanted))
    asker = Asker.of(user.roles_on(on))
    values = {"person": user.pk, "on": on, "trusts": asker.trusts, "schools": asker.schools}
    if wanted.one_school:
        values["school"] = UUID(wanted.school)
    return PREPARED.rows(
        (asker.shape, replace(wanted, school="one" if wanted.one_school else "")), values
    )


def _prepare(shape: Any, values: Mapping[str, Any]) -> QuerySet[Channel]:
    roles, wanted = shape
    asker = Asker(roles, values["trusts"], values["schools"])
    person = standing_in(values["person"], asker.roles(), on=values["on"])
    wanted = replace(wanted, school=str(values.get("school", "")))
    return _page(selected(person, wanted, on=values["on"]), wanted)


PREPARED = Prepared(_prepare)


def _page(channels: QuerySet[Channel], wanted: Wanted) -> Any:
    """The rows of one page, each with the number of all, what it shows, its facts and its school's minimums."""
    ordering = [*(_directed(key, wanted.descending) for key in SORTS[wanted.sort]), "pk"]
    first = (wanted.page - 1) * PAGE
    ids = channels.order_by(*ordering).values("pk")[first : first + PAGE]
    everything = (
        channels.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("*")).values("n")
    )
    columns = minimums.columns()
    return (
        Channel.objects.filter(pk__in=ids)
        .annotate(total=Subquery(everything), **columns)
        .order_by(*ordering)
        .values_list("total", *SHOWN, *Facts._fields, *columns)
    )


def selected(user: Any, wanted: Wanted, *, on: date) -> QuerySet[Channel]:
    """The channels a search and its filters leave."""
    channels = Channel.objects.visible_to(user, on=on).filter(is_sample=False)
    if wanted.q:
        channels = channels.filter(_matching(wanted.q))
    if wanted.school_name:
        channels = channels.filter(school__name__icontains=wanted.school)
    elif wanted.one_school:
        channels = channels.filter(school_id=wanted.school)
    if wanted.platform:
        channels = channels.filter(platform__code=wanted.platform)
    if wanted.status:
        channels = channels.filter(status=wanted.status)
    return _in_need(channels, user, wanted.needs, on) if wanted.needs else channels


def _matching(text: str) -> Q:
    """By name, handle or link; a pasted link finds the account it leads to, whatever its tail."""
    if identity.is_link(identity.tidy(text)) and (platform := identity.find_platform(text)):
        resolved = identity.resolve(platform, text)
        return Q(identity=resolved.identity) if resolved.identity else Q(pk=None)
    bare = text.removeprefix("@")
    return (
        Q(account_name__icontains=text)
        | Q(handle__icontains=bare)
        | Q(url__icontains=bare)
        | Q(reference__iexact=text)
    )


def _in_need(channels: Any, user: Any, need: str, on: date) -> QuerySet[Channel]:
    """Needs are nobody's business who sees only Appendix 1."""
    live = channels.in_detail(user, on=on).filter(status__in=needs.LIVE)
    if need == "review":
        return live.filter(next_review_on__lt=on)
    if need == "confirm":
        return live.filter(legacy_import=True, accepted_at=None)
    if need == "official":
        met = Q(**dict.fromkeys(needs.TESTS, True))
        return live.filter(~met).exclude(legacy_import=True, accepted_at=None)
    short = (
        id
        for id, said in needs.of(live, on=on).items()
        if any(" of " in sentence for sentence in said)
    )
    return channels.filter(pk__in=list(short))


class _DetailSight:
    """May this person see more than Appendix 1 of a channel? Asked once, answered for every row."""

    def __init__(self, user: Any, on: date) -> None:
        self.user = user
        self.schools = schools_where(user, Permission.CHANNEL_DETAIL, on)
        self.trusts = trusts_where(user, Permission.CHANNEL_DETAIL, on)

    def __call__(self, row: Facts, people: Sequence[crew.Line]) -> bool:
        at = row.school_id in self.schools if row.school_id else row.trust_id in self.trusts
        return at or any(line.person_id == self.user.pk for line in people)


def _row(
    shown: Sequence[Any], fact: Facts, people: Sequence[crew.Line], said: list[str], in_detail: bool
) -> Row:
    reference, name, platform_other, platform, school, _closed = shown
    status = STATUSES["channel", fact.status]
    return Row(
        href=f"/channels/{reference.lower()}/",
        name=name,
        platform=platform_other or platform,
        school=school or "The trust",
        status=status.word,
        tag=status.tag,
        people=len({line.person_id for line in people if line.person_id}) if in_detail else None,
        next_review=_short(fact.next_review_on) if in_detail and fact.status not in ENDED else "",
        needs=said[:2] if in_detail else (),
        more_needs=max(len(said) - 2, 0) if in_detail else 0,
        master=", ".join(line.post or "" for line in people if line.part == "master"),
        opened=_short(fact.date_opened),
        in_detail=in_detail,
    )


def _directed(key: Any, descending: bool) -> Any:
    if isinstance(key, str):
        return f"-{key}" if descending else key
    return key.desc() if descending else key.asc()


def _short(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
