"""Appendix 1 as at any day: the rows that every format prints (Q-App1-1 to Q-App1-7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from accounts_registry.accounts import losses, proofs
from accounts_registry.crew import licences
from accounts_registry.history import as_at as past
from accounts_registry.models import ChannelPerson
from accounts_registry.record.statuses import ChannelStatus
from people.api import names
from people.models import Category, Holding
from schools.models import Trust
from workflow.promised import promised

NOT_OURS = "not_ours"
REMARKS = {
    "not_confirmed": "not yet confirmed",
    "not_official": "does not meet the 3 tests of an official account",
    "being_checked": "being checked: it is not confirmed to be ours",
}


@dataclass(frozen=True)
class RegisterRow:
    """One channel as the register shows it: posts, never names."""

    school: str
    platform: str
    account_name: str
    master: str
    posters: tuple[str, ...]
    opened: date | None
    closed: date | None
    paused: bool
    official: str
    reference: str
    url: str
    # The account is not ours any more since that day: no answer to "which are official".
    lost_since: date | None = None

    @property
    def is_ours(self) -> bool:
        return self.lost_since is None

    @property
    def is_open(self) -> bool:
        return self.closed is None and self.is_ours

    @property
    def approved_users(self) -> str:
        return ", ".join(self.posters)

    @property
    def remark(self) -> str:
        """What stands under the name where the word official would say too much."""
        if self.lost_since:
            return f"not ours since {self.lost_since:%-d %B %Y}"
        return REMARKS.get(self.official, "")

    @property
    def shown_opened(self) -> str:
        return short(self.opened) if self.opened else "Not recorded"

    @property
    def shown_closed(self) -> str:
        if self.closed:
            return short(self.closed)
        return "Open" if self.is_ours else "Not ours"

    def as_data(self) -> dict[str, Any]:
        """The day of a loss only where there is one: rows without keep the fingerprint they had."""
        data = {**asdict(self), "posters": list(self.posters)}
        return data if self.lost_since else {k: v for k, v in data.items() if k != "lost_since"}


@dataclass(frozen=True)
class Section:
    """The rows of one school, or of the trust itself."""

    name: str
    rows: tuple[RegisterRow, ...]


class Stood(NamedTuple):
    """What must be known of a channel to print its row; the names are those of its columns."""

    id: UUID
    school__name: str | None
    trust__name: str
    platform__name: str
    platform_other: str
    account_name: str
    handle: str
    identity: str
    permanent_id: str
    confirmed_id: str
    confirmed_identity: str
    status: str
    legacy_import: bool
    accepted_at: datetime | None
    master_privileges_held: bool | None
    editorial_oversight: bool | None
    admins_limited: bool | None
    date_opened: date | None
    date_closed: date | None
    reference: str
    url: str

    def closed_by(self, day: date) -> date | None:
        return self.date_closed if self.date_closed and self.date_closed <= day else None


def rows(
    *,
    trust: Trust,
    school_ids: Iterable[UUID] | None = None,
    as_at: date,
    include_closed: bool = True,
    with_names: bool = False,
) -> list[RegisterRow]:
    """The register of a trust, or of some of its schools, as it stood at the end of that day.

    Posts alone, unless `with_names` asks who held them that day: never on a sheet for the wall.
    """
    return [
        row
        for _, row in entries(
            trust=trust, school_ids=school_ids, as_at=as_at, with_names=with_names
        )
        if include_closed or row.closed is None
    ]


def entries(
    *, trust: Trust, school_ids: Iterable[UUID] | None, as_at: date, with_names: bool = False
) -> list[tuple[UUID, RegisterRow]]:
    """The same rows, each with its channel's id, in the order of the register."""
    there = [
        Stood(*values)
        for values in past.standing(Stood._fields, trust=trust, day=as_at, school_ids=school_ids)
    ]
    days = {one.id: one.closed_by(as_at) or as_at for one in there}
    posts = posts_by_part(trust, days, as_at, with_names=with_names)
    lost = losses.since(there, on=as_at)
    found = [(one.id, _row(one, posts, as_at, lost.get(one.id))) for one in there]
    return sorted(found, key=lambda pair: _place(pair[1]))


def _place(row: RegisterRow) -> tuple[str, str, str, str]:
    """By school, platform and account name."""
    return (
        row.school.casefold(),
        row.platform.casefold(),
        row.account_name.casefold(),
        row.reference,
    )


def sections(found: Sequence[RegisterRow], names: Iterable[str]) -> list[Section]:
    """The rows school by school; a school named here without a row has an empty section."""
    by_school = {name: tuple(group) for name, group in groupby(found, key=lambda row: row.school)}
    return [
        Section(name, by_school.get(name, ()))
        for name in sorted({*names, *by_school}, key=str.casefold)
    ]


def _row(
    one: Stood, posts: dict[tuple[UUID, str], list[str]], as_at: date, lost: date | None
) -> RegisterRow:
    closed = one.closed_by(as_at)
    return RegisterRow(
        school=one.school__name or one.trust__name,
        platform=one.platform_other or one.platform__name,
        account_name=one.account_name,
        master=", ".join(posts.get((one.id, "master"), ())),
        posters=tuple(posts.get((one.id, "poster"), ())),
        opened=one.date_opened,
        closed=closed,
        paused=one.status == ChannelStatus.SUSPENDED and closed is None and lost is None,
        official=NOT_OURS if lost and not closed else _official(one, closed, as_at),
        reference=one.reference,
        url=one.url,
        lost_since=lost,
    )


def _official(one: Stood, closed: date | None, as_at: date) -> str:
    """The computed answer on that day: closed, official, being_checked, not_confirmed or not_official."""
    if closed:
        return "closed"
    accepted = not one.legacy_import or (
        one.accepted_at is not None and localdate(one.accepted_at) <= as_at
    )
    if not accepted:
        return "not_confirmed"
    passes = one.master_privileges_held and one.editorial_oversight and one.admins_limited
    if not passes:
        return "not_official"
    return "being_checked" if proofs.is_being_checked(one) else "official"


class RegisterPart(NamedTuple):
    """Who has a part in a channel: a post, or a person named without one."""

    channel_id: UUID
    part: str
    start_date: date
    end_date: date | None
    is_suspended: bool
    suspended_on: date | None
    post_id: UUID | None
    post__title: str | None
    person_id: UUID | None
    person__category: str | None
    person__given_name: str | None
    person__preferred_name: str | None
    person__family_name: str | None

    def counts_on(self, day: date) -> bool:
        """One that runs a channel until a day still runs it that day; posting stops once access is withdrawn."""
        if self.part == "poster" and self.is_suspended and (self.suspended_on or day) <= day:
            return False
        return self.start_date <= day <= (self.end_date or date.max)


class Held(NamedTuple):
    """A person in a post, from a day until a day."""

    person_id: UUID
    post_id: UUID
    post__title: str
    start_date: date
    end_date: date | None
    person__given_name: str
    person__preferred_name: str
    person__family_name: str


def posts_by_part(
    trust: Trust | UUID, days: dict[UUID, date], as_at: date, *, with_names: bool = False
) -> dict[tuple[UUID, str], list[str]]:
    """The posts with each part of these channels, each on its day: `as_at`, or its last if it had closed by then."""
    current = list(_parts(trust, days))
    held = _held(trust, days)
    may_not_post = _lapsed(current, held, trust, as_at)
    found: dict[tuple[UUID, str], list[str]] = {}
    for part in current:
        day = days[part.channel_id]
        over = may_not_post if part.part == "poster" and day == as_at else frozenset()
        if _nobody_may(part, held, day, over):
            continue
        there = found.setdefault((part.channel_id, part.part), [])
        words = _title(part, held, day)
        if with_names:
            words = f"{words} ({_names(part, held, day, over)})"
        elif _is_vacant(part, held, day):
            words = f"{words} (vacant)"
        if words not in there:
            there.append(words)
    return found


def _lapsed(
    parts: Iterable[RegisterPart], held: dict[UUID, list[Held]], trust: Any, as_at: date
) -> frozenset[UUID]:
    """Of those who are approved to post, whoever may no longer: training or confirmation ran out (fault T11)."""
    people = {
        person for part in parts if part.part == "poster" for person in _people(part, held, as_at)
    }
    return frozenset(licences.lapsed(people, trust=trust, on=as_at))


def _people(part: RegisterPart, held: dict[UUID, list[Held]], day: date) -> list[UUID]:
    if part.person_id:
        return [part.person_id]
    holders = _on(held.get(part.post_id, ()), day) if part.post_id else []
    return [one.person_id for one in holders]


def _nobody_may(
    part: RegisterPart, held: dict[UUID, list[Held]], day: date, over: frozenset[UUID]
) -> bool:
    """Whether all who have this part may not post. A vacant post stays, marked: it waits for its next holder."""
    people = _people(part, held, day) if over else []
    return bool(people) and over.issuperset(people)


def _is_vacant(part: RegisterPart, held: dict[UUID, list[Held]], day: date) -> bool:
    """Whether its last holder has left. A post whose holders nobody has entered yet is not called vacant."""
    there = held.get(part.post_id, ()) if part.post_id and not part.person_id else ()
    left = any(one.end_date and one.end_date < day for one in there)
    return left and not _on(there, day)


def _parts(trust: Any, days: dict[UUID, date]) -> Iterator[RegisterPart]:
    """Those that counted on the day of each channel."""
    told = (
        ChannelPerson.objects.filter(_of(days, trust, "channel"), part__in=("master", "poster"))
        .order_by("order", "start_date", "pk")
        .values_list(*RegisterPart._fields)
    )
    for part in map(RegisterPart._make, told):
        day = days.get(part.channel_id)
        if day and part.counts_on(day):
            yield part


def _of(days: dict[UUID, date], trust: Trust | UUID, field: str) -> Q:
    """A page of channels by their keys, a whole register by its trust: the question stays short."""
    if len(days) <= 500:
        return Q(**{f"{field}__in": list(days)})
    return Q(**{f"{field}__in": past.ever_of(trust).values("pk")})


def _held(trust: Trust | UUID, days: dict[UUID, date]) -> dict[UUID, list[Held]]:
    """Who held which post, by person and by post."""
    parts = ChannelPerson.objects.filter(_of(days, trust, "channel"), part__in=("master", "poster"))
    wanted = Q(person__in=parts.filter(post=None).values("person"))
    wanted |= Q(post__in=parts.exclude(post=None).values("post"))
    told = Holding.objects.filter(wanted).order_by("-start_date").values_list(*Held._fields)
    found: dict[UUID, list[Held]] = {}
    for held in map(Held._make, told):
        found.setdefault(held.person_id, []).append(held)
        found.setdefault(held.post_id, []).append(held)
    return found


def _on(held: Iterable[Held], day: date) -> list[Held]:
    return [one for one in held if one.start_date <= day <= (one.end_date or date.max)]


def _title(part: RegisterPart, held: dict[UUID, list[Held]], day: date) -> str:
    """The post; of somebody who was named without one, the post they held that day."""
    if part.post__title:
        return part.post__title
    posts = _on(held.get(part.person_id, ()), day) if part.person_id else []
    return posts[0].post__title if posts else str(Category(promised(part.person__category)).label)


def _names(
    part: RegisterPart, held: dict[UUID, list[Held]], day: date, over: frozenset[UUID]
) -> str:
    if part.person_id:
        return _full(part)
    there = _on(held.get(part.post_id, ()), day) if part.post_id else []
    holders = [one for one in there if one.person_id not in over]
    return " and ".join(dict.fromkeys(map(_full, holders))) or "nobody holds this post"


def _full(one: Any) -> str:
    return names.shown(one.person__preferred_name, one.person__given_name, one.person__family_name)


def short(day: date) -> str:
    """16 May 2018."""
    return f"{day:%-d %b %Y}"
