"""What anybody may know: which accounts are official, and never who runs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts_registry import identity
from accounts_registry.models import Channel
from accounts_registry.needs import TESTS
from schools.models import School, SchoolAddress, Trust
from schools.policy_settings import value


@dataclass(frozen=True)
class Account:
    """An account as the public sees it."""

    platform: str
    name: str
    handle: str
    url: str
    purpose: str
    school: School
    opened: date | None
    closed: date | None
    checked: date | None

    @property
    def is_closed(self) -> bool:
        return self.closed is not None


@dataclass(frozen=True)
class Answer:
    """What was looked up, and what is known about it: official, closed or not listed."""

    typed: str
    official: Sequence[Account] = ()
    closed: Sequence[Account] = ()
    problem: str = ""

    @property
    def result(self) -> str:
        return "official" if self.official else "closed" if self.closed else "none"


def is_public(school: School) -> bool:
    """Whether this school's list may be looked up (the setting `register_public_extract`)."""
    return bool(value("register_public_extract", school=school))


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


def official_accounts(school: School) -> list[Account]:
    """Those that pass the computed test, and no others."""
    return _accounts(_official(_of(school)))


def closed_accounts(school: School) -> list[Account]:
    """Those that were ours until they closed."""
    return _accounts(_of(school).filter(status="closed"))


def last_checked(accounts: Iterable[Account]) -> date | None:
    return max((account.checked for account in accounts if account.checked), default=None)


def look_up(typed: str) -> Answer:
    """Whether the account somebody typed or pasted is official. Only an exact match counts."""
    text = identity.tidy(typed)[:200]
    if not text:
        return Answer(text, problem="Enter an account name or link")
    if identity.is_link(text):
        platform = identity.find_platform(text)
        if platform is None:
            return Answer(text, problem="" if identity.taken_apart(text) else identity.NOT_A_LINK)
        resolved = identity.resolve(platform, text)
        if resolved.problem:
            return Answer(text, problem=resolved.problem)
        return _answer(text, Q(identity=resolved.identity))
    bare = text.removeprefix("@")
    return _answer(
        text,
        Q(handle__iexact=bare) | Q(account_name__iexact=text) | Q(account_name__iexact=f"@{bare}"),
    )


def _answer(text: str, match: Q) -> Answer:
    found = [channel for channel in _public().filter(match) if is_public(channel.school)]
    live = [channel for channel in found if channel.official == "official"]
    ended = [channel for channel in found if channel.status == "closed"]
    return Answer(text, [_account(one) for one in live], [_account(one) for one in ended])


def _public() -> QuerySet[Channel]:
    return (
        Channel.objects.on_register()
        .filter(school__isnull=False)
        .select_related("platform", "school__trust")
        .order_by("platform__name", "account_name")
    )


def _of(school: School) -> QuerySet[Channel]:
    return _public().filter(school=school)


def _official(channels: QuerySet[Channel]) -> QuerySet[Channel]:
    """`Channel.official` as a question to the database; the tests hold the two together."""
    accepted = Q(legacy_import=False) | Q(accepted_at__isnull=False)
    return channels.filter(accepted, **dict.fromkeys(TESTS, True)).exclude(status="closed")


def _accounts(channels: Any) -> list[Account]:
    return [_account(channel) for channel in channels]


def _account(channel: Channel) -> Account:
    return Account(
        platform=channel.platform_name,
        name=channel.account_name,
        handle=channel.handle,
        url=channel.url,
        purpose=_purpose(channel),
        school=channel.school,
        opened=channel.date_opened,
        closed=channel.date_closed,
        checked=channel.tests_checked_on,
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
    trusts = {school.trust_id: school.trust for school in schools_shown}
    return next(iter(trusts.values())) if len(trusts) == 1 else None
