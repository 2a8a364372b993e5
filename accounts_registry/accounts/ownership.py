"""Questions other apps put to the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from accounts_registry.accounts.alike import Alike, alike
from accounts_registry.models import LIVE, Channel, FormerHandle
from accounts_registry.record.statuses import ChannelStatus
from people.api import contacts
from platforms.api import identity as identities
from platforms.models import Platform

ELSEWHERE = "This account is already registered by another organisation here"
ELSEWHERE_BEFORE = "This account was registered by another organisation here before. Make sure that it is yours now"
ELSEWHERE_ALIKE = "This name looks like an account of another organisation here. Check every letter"
MOST = 3


def taken(
    identity: str, *, permanent_id: str = "", besides: Channel | None = None
) -> Channel | None:
    """The channel of any trust that holds this account now: planned, open, paused, closing or parked.

    By its name or by what the platform itself calls it, whichever of the two is known.
    """
    code, _, handle = identity.partition(":")
    if not handle:
        return None
    ids = {handle.rpartition("/")[2], permanent_id} - {""}
    same = Q(identity=identity) | Q(platform__code=code, permanent_id__in=ids)
    held = Q(status__in=LIVE) | Q(handle_parked=True)
    holders = Channel.objects.filter(same, held).select_related("platform", "school")
    return holders.exclude(pk__in=[besides.pk] if besides else []).first()


def confirmed_as(identity: str) -> Channel | None:
    """The channel in use that was found to be this account, whatever is written down for it since."""
    if not identity:
        return None
    return Channel.objects.filter(confirmed_identity=identity, status__in=LIVE).first()


def ended(identity: str, *, trust_id: UUID) -> Channel | None:
    """The closed channel of this trust that was this account, the last one first."""
    if not identity:
        return None
    closed = Channel.objects.filter(
        identity=identity, status=ChannelStatus.CLOSED, trust_id=trust_id
    )
    return closed.order_by("-date_closed").first()


def taken_sentence(
    identity: str,
    *,
    platform: Platform,
    handle: str,
    trust_id: UUID,
    permanent_id: str = "",
    besides: Channel | None = None,
    on: date | None = None,
) -> str:
    """What to tell somebody who names a taken account; empty when it is free. Says nothing of another trust.

    With a day it also says whom to ask: the communications manager of the school that has it.
    """
    holder = taken(identity, permanent_id=permanent_id, besides=besides)
    if holder is None:
        return ""
    return held_sentence(holder, platform=platform, handle=handle, trust_id=trust_id, on=on)


def held_sentence(
    holder: Channel, *, platform: Platform, handle: str, trust_id: UUID, on: date | None = None
) -> str:
    """Who holds an account, as far as somebody of this trust may know it. Without a day it asks the database nothing."""
    if holder.trust_id != trust_id:
        return ELSEWHERE
    shown = handle if "/" in handle else f"@{handle}"
    if holder.handle_parked:
        return f"{shown} on {platform.name} is kept by {holder.reference}, which is closed. Release the name there first"
    return f"{shown} on {platform.name} is already on the register. {_whose(holder, on)}"


def _whose(holder: Channel, on: date | None) -> str:
    belongs = f"It belongs to {holder.school or holder.trust}"
    comms = contacts.holder("COMMS", on=on, school=holder.school) if on and holder.school else None
    return f"{belongs}. Ask {comms.full_name}, communications manager" if comms else belongs


def warnings(
    *,
    platform: Platform,
    typed: str,
    trust_id: UUID,
    school_id: UUID | None = None,
    account_name: str = "",
    besides: Channel | None = None,
) -> list[str]:
    """What somebody should look at before this account is written down. None of it is a bar.

    Schools do not usually use the platform, it was on a register before, it looks like another account (live or ended), or another account
    of the platform has the same name. Each a sentence; nothing of another trust is named.
    """
    resolved = identities.resolve(platform, typed)
    name = resolved.handle or account_name or typed
    found = [
        *_unusual(platform),
        *_used_before(resolved.identity, trust_id, besides),
        *_looks_like(name, platform, resolved.identity, trust_id, school_id, besides),
        *_same_name(account_name or typed, platform, resolved.identity, trust_id, besides),
    ]
    return list(dict.fromkeys(found))


def _unusual(platform: Platform) -> list[str]:
    if platform.approved_for_schools:
        return []
    age = f"for people aged {platform.minimum_age} and over"
    return [f"Schools do not usually use {platform.name}. It is {age}. Check that it is right here"]


def _used_before(identity: str, trust_id: UUID, besides: Channel | None) -> list[str]:
    """Closed here before, or given up or lost: the name may be somebody else's by now."""
    if not identity:
        return []
    but = [besides.pk] if besides else []
    former = FormerHandle.objects.were_ours().filter(identity=identity).exclude(channel_id__in=but)
    closed = Channel.objects.filter(identity=identity, status=ChannelStatus.CLOSED, is_sample=False)
    ends = [
        *((row.until, row.channel) for row in former.select_related("channel__school")),
        *((row.date_closed, row) for row in closed.exclude(pk__in=but).select_related("school")),
    ]
    return before_sentence(ends, trust_id)


def before_sentence(ends: Sequence[tuple[date, Channel]], trust_id: UUID) -> list[str]:
    """For an account that channels were until these days: of the last of them."""
    if not ends:
        return []
    until, channel = max(ends, key=lambda end: end[0])
    if channel.trust_id != trust_id:
        return [ELSEWHERE_BEFORE]
    whose = channel.school or channel.trust
    return [
        f"This account was on the register before, for {whose} until {until:%-d %B %Y} "
        f"({channel.reference}). Make sure that it is yours now"
    ]


def _looks_like(
    name: str,
    platform: Platform,
    identity: str,
    trust_id: UUID,
    school_id: UUID | None,
    besides: Channel | None,
) -> list[str]:
    found = alike(name, platform=platform)
    return alike_sentences(found, name, platform, identity, trust_id, school_id, besides)


def alike_sentences(
    found: Iterable[Alike],
    name: str,
    platform: Platform,
    identity: str,
    trust_id: UUID,
    school_id: UUID | None,
    besides: Channel | None,
) -> list[str]:
    """The first of those that look like a name, without itself and what is meant to look like it."""
    said = []
    for one in found:
        own = one.channel.identity if one.former is None else one.former.identity
        if one.channel.pk == (besides.pk if besides else None) or (own and own == identity):
            continue
        if not _is_expected(one, name, platform, school_id):
            said.append(_alike_sentence(one, name, trust_id))
    return said[:MOST]


def _is_expected(one: Alike, name: str, platform: Platform, school_id: UUID | None) -> bool:
    """A school's own accounts on other platforms, and its numbered ones, are meant to be alike."""
    if school_id is None or one.channel.school_id != school_id:
        return False
    return one.platform.pk != platform.pk or _without_digits(name) == _without_digits(one.handle)


def _without_digits(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalpha())


def _alike_sentence(one: Alike, name: str, trust_id: UUID) -> str:
    if one.channel.trust_id != trust_id:
        return ELSEWHERE_ALIKE
    whose = one.channel.school or one.channel.trust
    was = "belonged" if one.ended else "belongs"
    how = "; ".join(one.differences_from(name))
    return (
        f"This name looks like {one.shown} on {one.platform.name}, which {was} to {whose} "
        f"({one.channel.reference}){f': {how}' if how else ''}"
    )


def _same_name(
    name: str, platform: Platform, identity: str, trust_id: UUID, besides: Channel | None
) -> list[str]:
    """Two pages may well have one name; it only wants a second look."""
    plain = name.strip().lower()
    rows = (
        Channel.objects.live()
        .filter(trust_id=trust_id, platform=platform, is_sample=False)
        .alias(lower=Lower("account_name"))
        .filter(lower__in=[plain, f"@{plain.removeprefix('@')}"])
        .exclude(pk=besides.pk if besides else None)
        .select_related("school")
    )
    return same_name_sentences(rows, platform, identity)


def same_name_sentences(rows: Iterable[Channel], platform: Platform, identity: str) -> list[str]:
    """For the other accounts of a platform that have the same name as this one."""
    said = [
        f"Another account on {platform.name} has the name {row.account_name}: {row.reference}, "
        f"of {row.school or row.trust}. Check that they are not the same"
        for row in rows
        if not identity or row.identity != identity
    ]
    return said[:MOST]
