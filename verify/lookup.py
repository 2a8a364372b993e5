"""One answer everywhere to "is this account official?": for the public pages and for `resolve_link`.

Only an exact identity (platform and handle, or the platform's own permanent id) is ever official.
A name that somebody gave up, or that only looks like ours, is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from accounts_registry.api import Alike, alike, proofs
from accounts_registry.models import IN_USE, LIVE, Channel, FormerHandle
from platforms.api import Resolved, doors, identity
from platforms.models import Platform
from schools.models import Trust
from verify import freshness
from verify.query import Asked, understood
from verify.statuses import ORDER, OVER, PROVEN, SAID_IN_PUBLIC, AccountStatus
from verify.verdicts import reason_of, status_of
from watch_list.api import known_fakes, related_accounts
from watch_list.models import WatchedAccount

NOT_LISTED = "This account is not on the register"
COPIES_AN_ADDRESS = (
    "This is not {platform}'s own address. It is written to look like it. Do not sign in there"
)
A_FAKE = "This account is a fake. It pretends to be {school} and is not theirs"


@dataclass(frozen=True)
class Match:
    """A channel that is exactly what was meant, or was until a day (`former`), and what it is today.

    `before` is the name that was meant where the channel was confirmed by it, and another one waits.
    """

    channel: Channel
    status: str
    former: FormerHandle | None = None
    by_name: bool = False
    before: str = ""

    @property
    def platform(self) -> Platform:
        return self.former.platform if self.former else self.channel.platform

    @property
    def reason(self) -> str:
        return reason_of(self.channel, self.status, self.former, before=self.before)


@dataclass(frozen=True)
class Found:
    """The answer: a status as `manage.py resolve_link` gives it, the sentence for it, and the accounts it is about."""

    typed: str
    status: str
    reason: str
    platform: Platform | None = None
    handle: str = ""
    matches: Sequence[Match] = ()
    near: Sequence[Alike] = ()
    related: Any = None
    fake: WatchedAccount | None = None
    copied: Platform | None = None  # whose address the link imitates

    @property
    def reference(self) -> str:
        """The channel, where an exact identity was found; never for a look-alike, a page's name or an unproven id."""
        first = next(iter(self.matches), None)
        is_exact = first and not first.by_name and first.status != AccountStatus.BEING_CHECKED
        return first.channel.reference if first and is_exact else ""


Allowed = Callable[[Match], bool]


def look_up(
    typed: str,
    *,
    on: date | None = None,
    platforms: Iterable[Platform] | None = None,
    allowed: Allowed = lambda match: True,
    compared: Allowed = lambda match: True,
) -> Found:
    """What this name or link is. `allowed` says which channels may be spoken of; others count as not there.

    `compared` says which of them may be named because something looks like them.
    With a day it also says of an official account whether that was confirmed lately enough.
    """
    everything = list(Platform.objects.all() if platforms is None else platforms)
    asked = understood(typed, everything)

    def near(match: Match) -> bool:
        return allowed(match) and compared(match)

    if not asked.meant and not asked.names:
        return _not_an_account(asked, near)
    matches = [one for one in _matches(asked, on) if allowed(one)]
    if matches and matches[0].status not in OVER:
        return _matched(asked, matches)
    if (fake := known_fakes.find(meant.identity for _, meant in asked.meant)) is not None:
        return _fake(asked, fake)
    if matches:
        return _matched(asked, matches)
    if (found := _run_by_others(asked)) is not None:
        return found
    return _alike(asked, near) or _unknown(asked, everything)


def _fake(asked: Asked, entry: WatchedAccount) -> Found:
    says = A_FAKE.format(school=entry.school)
    return Found(asked.text, "known_fake", says, entry.platform, entry.handle, fake=entry)


def _matches(asked: Asked, on: date | None) -> Iterator[Match]:
    """Everything that is exactly what was meant, the most that can be said first."""
    exact = _exact(asked)
    seen = {one.channel.pk for one in exact}
    named = [one for one in _named(asked) if one.channel.pk not in seen]
    found = _as_of([*exact, *named], on)
    return iter(sorted(found, key=lambda one: ORDER.index(one.status)))


def _as_of(matches: Sequence[Match], on: date | None) -> list[Match]:
    """The same, where an official account that nobody has confirmed lately says so."""
    official = [one.channel for one in matches if one.status == AccountStatus.OFFICIAL]
    old = freshness.lapsed(official, on=on) if on and official else set()
    return [
        replace(one, status=AccountStatus.CONFIRMATION_LAPSED)
        if one.status == AccountStatus.OFFICIAL and one.channel.pk in old
        else one
        for one in matches
    ]


def _exact(asked: Asked) -> list[Match]:
    """For each account that may be meant what the register has, in two questions for all of them."""
    if not asked.meant:
        return []
    identities = [meant.identity for _, meant in asked.meant]
    ids = [meant.permanent_id for _, meant in asked.meant if meant.permanent_id]
    same = (
        Q(identity__in=identities) | Q(permanent_id__in=ids) if ids else Q(identity__in=identities)
    )
    before = Q(confirmed_identity__in=identities) | Q(confirmed_id__in=ids)
    channels = list(_channels().filter(same | before))
    formers = list(
        FormerHandle.objects.were_ours()
        .filter(same)
        .select_related("platform", "channel__platform", "channel__school__trust", "channel__trust")
    )
    found = (_this_one(*pair, channels, formers) for pair in asked.meant)
    return list(dict.fromkeys(one for one in found if one is not None))


def _this_one(
    platform: Platform,
    meant: Resolved,
    channels: Sequence[Channel],
    formers: Sequence[FormerHandle],
) -> Match | None:
    """The live channel with this account, else what it was before it closed, was renamed or was lost."""

    def is_meant(row: Channel | FormerHandle) -> bool:
        by_id = meant.permanent_id and row.permanent_id == meant.permanent_id
        return row.identity == meant.identity or bool(by_id and row.platform_id == platform.pk)

    known = [row for row in channels if is_meant(row)]
    live = _live(known, meant)
    status = _answer(live, meant) if live else ""
    if status not in SAID_IN_PUBLIC and (before := _before(platform, meant, channels)):
        return before
    if live:
        return Match(live, status)
    closed = max(
        (r for r in known if r.status == AccountStatus.CLOSED), key=_closed_on, default=None
    )
    former = next(filter(is_meant, formers), None)
    if former and (closed is None or former.until > _closed_on(closed)):
        return Match(former.channel, AccountStatus.CLOSED, former)
    last = closed or next(iter(known), None)
    return Match(last, status_of(last)) if last else None


def _before(platform: Platform, meant: Resolved, channels: Sequence[Channel]) -> Match | None:
    """The channel in use that was confirmed as this account, until somebody confirms the one that waits."""
    for row in channels:
        if row.platform_id != platform.pk or row.status not in IN_USE or not row.is_accepted:
            continue
        if proofs.was_confirmed_as(row, identity=meant.identity, permanent_id=meant.permanent_id):
            return Match(row, AccountStatus.BEING_CHECKED, before=_shown(meant.handle))
    return None


def _shown(handle: str) -> str:
    return handle if "/" in handle else f"@{handle}"


def _live(known: Sequence[Channel], meant: Resolved) -> Channel | None:
    """The live one of them; where one has the name and another says the id, the one with the name."""
    live = [row for row in known if row.status in LIVE]
    return min(live, key=lambda row: row.identity != meant.identity, default=None)


def _answer(channel: Channel, meant: Resolved) -> str:
    """What is said of it. A link that shows an id is ours only where the id was found to be (fault T1)."""
    status = status_of(channel)
    return (
        AccountStatus.BEING_CHECKED if status in PROVEN and not _agrees(channel, meant) else status
    )


def _agrees(channel: Channel, meant: Resolved) -> bool:
    """Whether the name and the id lead to one account: the id in the link is this channel's, and confirmed."""
    if not meant.permanent_id:
        return True
    if not channel.permanent_id:
        return channel.identity == meant.identity
    return channel.permanent_id == meant.permanent_id and channel.is_id_confirmed


def _closed_on(channel: Channel) -> date:
    return channel.date_closed or date.min


def _named(asked: Asked) -> Iterator[Match]:
    """Channels whose page has this name. A name proves nothing where it may be an account of its own."""
    if not asked.names:
        return
    plain = {name.lower() for name in asked.names}
    trusts = list(Trust.objects.values_list("pk", flat=True))
    rows = _channels().filter(trust_id__in=trusts).alias(lower=Lower("account_name"))
    meant = {platform.pk: resolved.identity for platform, resolved in asked.meant}
    for row in rows.filter(lower__in=plain).exclude(status=Channel.Status.CANCELLED)[:20]:
        if meant.get(row.platform_id, row.identity) != row.identity:
            continue
        status = status_of(row)
        is_proven = bool(row.identity) or status not in PROVEN
        yield Match(row, status if is_proven else AccountStatus.NOT_CONFIRMED, by_name=True)


def _channels() -> Any:
    return Channel.objects.filter(is_sample=False).select_related(
        "platform", "school__trust", "trust"
    )


def _matched(asked: Asked, matches: Sequence[Match]) -> Found:
    first = matches[0]
    handle = next(
        (meant.handle for platform, meant in asked.meant if platform.pk == first.platform.pk),
        first.channel.handle,
    )
    return Found(asked.text, first.status, first.reason, first.platform, handle, matches)


def _run_by_others(asked: Asked) -> Found | None:
    """By its identity where a link gives one, else by its name."""
    if asked.is_link:
        found = ((pair, related_accounts.find(pair[1].identity)) for pair in asked.meant)
        pair, known = next((one for one in found if one[1]), (None, None))
    else:
        pair, known = None, related_accounts.find(name=asked.text)
    if known is None:
        return None
    platform, handle = (pair[0], pair[1].handle) if pair else (None, known.handle)
    says = f"This account is not run by the school. {known.says}".removesuffix(".")
    return Found(asked.text, "run_by_others", says, platform, handle, related=known)


def _alike(asked: Asked, allowed: Allowed) -> Found | None:
    """Those of ours that it could be taken for. The same name on another platform is no look-alike."""
    platform, handle = _one_meant(asked)
    near = [
        one
        for one in alike(handle or asked.text, platform=platform)
        if allowed(_as_match(one))
        and (asked.platform is None or not _same_elsewhere(one, platform, handle))
    ]
    if not near or (asked.is_link and asked.platform is None):
        return None
    first = near[0]
    whose = first.channel.school or first.channel.trust
    how = "; ".join(first.differences_from(handle or asked.text))
    says = f"{NOT_LISTED}. It looks like {first.shown} on {first.platform.name}, of {whose}"
    return Found(
        asked.text,
        "look_alike",
        f"{says}: {how}" if how else says,
        platform or first.platform,
        handle,
        near=near[:3],
    )


def _as_match(one: Alike) -> Match:
    return Match(
        one.channel, AccountStatus.CLOSED if one.ended else status_of(one.channel), one.former
    )


def _same_elsewhere(one: Alike, platform: Platform | None, handle: str) -> bool:
    return (
        platform is not None
        and one.platform.pk != platform.pk
        and one.handle.casefold() == handle.casefold()
    )


def _one_meant(asked: Asked) -> tuple[Platform | None, str]:
    if asked.platform is not None:
        return asked.platform, asked.meant[0][1].handle if asked.meant else ""
    return None, asked.text.removeprefix("@") if not asked.is_link else ""


def _unknown(asked: Asked, platforms: Sequence[Platform]) -> Found:
    platform, handle = _one_meant(asked)
    if asked.is_link and platform is None:
        return _elsewhere(asked, platforms)
    return Found(asked.text, "not_listed", NOT_LISTED, platform, handle)


def _elsewhere(asked: Asked, platforms: Sequence[Platform]) -> Found:
    """A link to a host that is no platform's: said plainly where it copies one."""
    link = identity.taken_apart(asked.text)
    copied = doors.copied(link.host, platforms) if link else None
    if copied:
        says = COPIES_AN_ADDRESS.format(platform=copied.name)
        return Found(asked.text, "not_listed", says, copied=copied)
    return Found(asked.text, "not_listed", asked.problem)


def _not_an_account(asked: Asked, allowed: Allowed) -> Found:
    """A page of a platform, another kind of site, or no link at all; a look-alike where letters are foreign."""
    link = identity.taken_apart(asked.text) if asked.platform else None
    first = link.path.strip("/").split("/")[0].removeprefix("@") if link else ""
    if asked.platform and first and not first.isascii():
        spelled = Asked(asked.text, True, [(asked.platform, Resolved(first))], asked.platform)
        if found := _alike(spelled, allowed):
            return found
    return Found(asked.text, AccountStatus.NOT_AN_ACCOUNT, asked.problem, asked.platform)
