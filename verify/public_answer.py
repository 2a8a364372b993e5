"""What anybody may know: which accounts are official, and never who runs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts_registry.api import TESTS, Alike, last_part, proofs
from accounts_registry.models import LIVE, Channel, FormerHandle
from platforms.api import identity
from schools.api import value
from schools.models import School, SchoolAddress, Trust
from verify import freshness, lookup
from verify.statuses import (
    BEING_CHECKED,
    OFFICIAL,
    VOUCHED_FOR,
    AccountStatus,
)

LOOKS = {
    "official": "official",
    "lapsed": "lapsed",
    "checked": "checked",
    "paused": "ended",
    "closed": "ended",
    "related": "others",
    "fake": "fake",
    "copied": "copied",
    "near": "unknown",
    "none": "unknown",
}
HEADINGS = {
    "official": "Yes, this is an official account",
    "lapsed": "Official, but not confirmed lately",
    "checked": "This account is being checked",
    "paused": "This official account is paused",
    "closed": "This was an official account",
    "related": "This account is not run by the school",
    "fake": "This is a fake account",
    "copied": "This is not {platform}’s own address",
    "near": "This account is not on our list",
    "none": "This account is not on our list",
}


@dataclass(frozen=True)
class Account:
    """An account as the public sees it. `until` is set where this was its name only until a day."""

    platform: str
    name: str
    handle: str
    url: str
    purpose: str
    school: School | None
    trust: Trust
    opened: date | None
    closed: date | None
    checked: date | None
    until: date | None = None
    is_lapsed: bool = False
    is_paused: bool = False
    # It was confirmed by this name, and another one waits to be.
    was_confirmed: bool = False
    now: str = ""

    @property
    def is_closed(self) -> bool:
        return self.closed is not None

    @property
    def whose(self) -> School | Trust:
        """Who runs it: its school, or the trust where it belongs to no single school."""
        return self.school or self.trust


@dataclass(frozen=True)
class NearMiss:
    """An account of ours that what was typed could be taken for, and how the two differ."""

    account: Account
    differences: Sequence[str]
    theirs: str = ""
    ours: str = ""


@dataclass(frozen=True)
class Answer:
    """What was looked up, and what is known about it: one of the eight outcomes of the page (`look`)."""

    typed: str
    official: Sequence[Account] = ()
    lapsed: Sequence[Account] = ()
    paused: Sequence[Account] = ()
    checked: Sequence[Account] = ()
    closed: Sequence[Account] = ()
    near: Sequence[NearMiss] = ()
    related: Any = None
    fake: Any = None
    copied: Any = None
    problem: str = ""
    says: str = ""
    is_link: bool = False

    @property
    def result(self) -> str:
        found = (
            ("official", self.official),
            ("lapsed", self.lapsed),
            ("paused", self.paused),
            ("checked", self.checked),
            ("fake", self.fake),
            ("copied", self.copied),
            ("related", self.related),
            ("closed", self.closed),
            ("near", self.near),
        )
        return next((name for name, there in found if there), "none")

    @property
    def look(self) -> str:
        """Which of the eight outcomes it is: what its colour, shape and mark follow."""
        return LOOKS[self.result]

    @property
    def heading(self) -> str:
        return HEADINGS[self.result].format(platform=self.copied)

    @property
    def shown(self) -> Sequence[Account]:
        """The accounts that the result is about."""
        found: Sequence[Account] = getattr(self, self.result, ())
        return found

    @property
    def ours(self) -> Sequence[Account]:
        return (*self.official, *self.lapsed, *self.paused, *self.checked, *self.closed)

    @property
    def schools(self) -> list[School]:
        near = [miss.account for miss in self.near]
        found = (*self.ours, *near)
        return [account.school for account in found if account.school is not None]

    @property
    def trusts(self) -> set[Trust]:
        """Whose they are, where all of them are known to be somebody's."""
        near = [miss.account for miss in self.near]
        return {one.trust for one in (*self.ours, *near)}


def is_public(owner: School | Trust) -> bool:
    """Whether the list of this school or trust may be looked up (the setting `register_public_extract`)."""
    if isinstance(owner, Trust):
        return bool(value("register_public_extract", trust=owner))
    return bool(value("register_public_extract", school=owner))


def school_at(address: str) -> School | None:
    """The school with this address or URN. An address it had before still finds it."""
    known = (
        SchoolAddress.objects.filter(slug=address.lower()).select_related("school__trust").first()
    )
    school = (
        known.school
        if known
        else School.objects.filter(urn=address).select_related("trust").first()
    )
    return school if school is not None and is_public(school) else None


def schools() -> list[School]:
    """The schools that can be looked up, by name."""
    return [
        school
        for school in School.objects.open().select_related("trust").order_by("name")
        if is_public(school)
    ]


def official_accounts(school: School, *, on: date | None = None) -> list[Account]:
    """Those that pass the computed test, and no others; with a day, whether each was confirmed lately."""
    return _accounts(_official(_of(school)), on=on)


def accounts_of_trusts() -> list[Account]:
    """The official accounts that speak for a whole trust and belong to no single school."""
    channels = _official(_public().filter(school=None))
    opened = cache(is_public)
    return _accounts(one for one in channels if opened(one.trust))


def closed_accounts(school: School) -> list[Account]:
    """Those that were ours until they closed; what nobody has accepted never stands in public."""
    return _accounts(_of(school).filter(_accepted(), status=Channel.Status.CLOSED))


def former_accounts(school: School) -> list[Account]:
    """Names that accounts of this school had until a day, where nobody could take them for official before."""
    rows = (
        FormerHandle.objects.were_ours()
        .filter(channel__in=_of(school).filter(_accepted()))
        .select_related("platform", "channel__platform", "channel__school__trust", "channel__trust")
    )
    live = set(
        Channel.objects.filter(
            identity__in=[row.identity for row in rows], status__in=LIVE
        ).values_list("identity", flat=True)
    )
    return [
        _former(row)
        for row in rows
        if row.identity not in live
        and not proofs.was_confirmed_as(row.channel, identity=row.identity)
    ]


def look_up(typed: str, *, on: date | None = None) -> Answer:
    """Whether the account somebody typed or pasted is official. Only an exact match counts."""
    opened = cache(is_public)
    found = lookup.look_up(
        typed,
        on=on,
        allowed=lambda match: _may_be_told(match, opened),
        # An account that is only being checked is not called ours because something looks like it.
        compared=lambda match: match.status in VOUCHED_FOR,
    )
    if found.status == AccountStatus.NOT_AN_ACCOUNT:
        return Answer(found.typed, problem=found.reason)
    signed = freshness.attested([match.channel for match in found.matches])
    accounts = [(match.status, _of_match(match, signed)) for match in found.matches]
    return Answer(
        found.typed,
        official=[one for status, one in accounts if status == AccountStatus.OFFICIAL],
        lapsed=[one for status, one in accounts if status == AccountStatus.CONFIRMATION_LAPSED],
        paused=[one for status, one in accounts if status == AccountStatus.PAUSED],
        checked=[one for status, one in accounts if status in BEING_CHECKED],
        closed=[one for status, one in accounts if status == AccountStatus.CLOSED],
        near=[_near(one, found) for one in found.near],
        related=found.related,
        fake=found.fake,
        copied=found.copied,
        says=""
        if found.matches or found.fake or found.reason == lookup.NOT_LISTED
        else found.reason,
        is_link=identity.is_link(found.typed),
    )


def _may_be_told(match: lookup.Match, opened: Callable[[School | Trust], bool]) -> bool:
    """What is official, and what was until a day: nothing that is planned, refused or not confirmed."""
    channel = match.channel
    if not opened(channel.school or channel.trust):
        return False
    if not channel.is_accepted:
        return False
    if match.status in BEING_CHECKED:
        return not match.by_name
    return match.former is not None or match.status in (*OFFICIAL, AccountStatus.CLOSED)


def _of_match(match: lookup.Match, signed: Mapping[str, date]) -> Account:
    if match.former:
        return _former(match.former)
    account = _account(match.channel, signed)
    if match.before:
        handle = match.before.removeprefix("@")
        return replace(account, name=match.before, handle=handle, url="", was_confirmed=True)
    return account


def _near(one: Alike, found: lookup.Found) -> NearMiss:
    account = _former(one.former) if one.former else _account(one.channel)
    typed = found.handle or found.typed
    return NearMiss(
        replace(account, name=one.shown),
        one.differences_from(typed),
        theirs=last_part(typed).removeprefix("@"),
        ours=one.compared.removeprefix("@"),
    )


def _public() -> QuerySet[Channel]:
    return (
        Channel.objects.on_register()
        .filter(is_sample=False)
        .select_related("platform", "school__trust", "trust")
        .order_by("platform__name", "account_name")
    )


def _of(school: School) -> QuerySet[Channel]:
    return _public().filter(school=school)


def _official(channels: QuerySet[Channel]) -> QuerySet[Channel]:
    """`Channel.official` as a question to the database; the tests hold the two together."""
    rests = ~Q(permanent_id="") & Q(handle__endswith=F("permanent_id"))
    changed = ~Q(identity="") & ~Q(confirmed_identity="") & ~Q(confirmed_identity=F("identity"))
    return (
        channels.filter(_accepted(), **dict.fromkeys(TESTS, True))
        .exclude(rests & ~Q(confirmed_id=F("permanent_id")))
        .exclude(~rests & changed)
        .exclude(status=Channel.Status.CLOSED)
    )


def _accepted() -> Q:
    return Q(legacy_import=False) | Q(accepted_at__isnull=False)


def _accounts(channels: Any, *, on: date | None = None) -> list[Account]:
    rows = list(channels)
    signed = freshness.attested(rows)
    old = freshness.lapsed(rows, on=on) if on else set()
    return [replace(_account(row, signed), is_lapsed=row.pk in old) for row in rows]


def _account(channel: Channel, signed: Mapping[str, date] | None = None) -> Account:
    return Account(
        platform=channel.platform_name,
        name=channel.account_name,
        handle=channel.handle,
        url=channel.url,
        purpose=_purpose(channel),
        school=channel.school,
        trust=channel.trust,
        opened=channel.date_opened,
        closed=channel.date_closed,
        checked=freshness.last_checked(channel, signed or {}),
        is_paused=channel.status == Channel.Status.SUSPENDED,
    )


def _former(row: FormerHandle) -> Account:
    """An account by the name it had; where it is known, with the one it has now."""
    channel = row.channel
    renamed = row.reason == "renamed" and channel.official == AccountStatus.OFFICIAL
    return replace(
        _account(channel),
        platform=row.platform.name,
        name=row.shown_name,
        handle=row.handle,
        url="",
        closed=row.until,
        until=row.until,
        now=channel.shown_name if renamed and channel.identity != row.identity else "",
    )


def _purpose(channel: Channel) -> str:
    """Whom it speaks for; an imported row that still says "the whole school" may only never have been asked."""
    return (
        ""
        if channel.legacy_import and channel.scope == Channel.Scope.SCHOOL
        else channel.get_scope_display()
    )


def trust_of(schools_shown: Sequence[School]) -> Trust | None:
    """Whose colour a page with these schools wears, where they have one trust."""
    return only({school.trust for school in schools_shown})


def only(trusts: set[Trust]) -> Trust | None:
    return next(iter(trusts)) if len(trusts) == 1 else None
