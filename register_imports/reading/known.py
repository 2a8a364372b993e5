"""What the register holds of the accounts that some rows name: a fixed number of questions for any number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from accounts_registry.models import LIVE, Channel, ChannelPerson
from people.models import Category, Holding, Post
from register_imports.reading.named_colleagues import NOBODY, Named, named
from register_imports.reading.row import SheetRow
from schools.models import Trust
from workflow.promised import promised

# Whoever holds an account keeps others from it.
HELD = Q(status__in=LIVE) | Q(handle_parked=True)
# A part in a channel -> what a row calls its posts, and the column they stand in.
PARTS = {"master": ("masters", "master"), "poster": ("posters", "posters")}


@dataclass
class Known:
    """What the register holds of the accounts in some rows."""

    by_reference: dict[str, Channel] = field(default_factory=dict)
    by_identity: dict[str, list[Channel]] = field(default_factory=dict)
    by_permanent_id: dict[tuple[str, str], list[Channel]] = field(default_factory=dict)
    by_name: dict[tuple[Any, ...], list[Channel]] = field(default_factory=dict)
    parts: dict[UUID, list[ChannelPerson]] = field(default_factory=dict)
    titles: dict[UUID, str] = field(default_factory=dict)
    posts: dict[tuple[UUID | None, str], Post] = field(default_factory=dict)
    named_by: dict[UUID, int] = field(default_factory=dict)
    colleagues: Named = NOBODY


def look_up(rows: Sequence[SheetRow], trust: Trust, on: date, *, locked: bool) -> Known:
    channels = Channel.objects.exclude(status=Channel.Status.CANCELLED).filter(is_sample=False)
    if locked:
        channels = channels.select_for_update(of=("self",)).order_by("pk")
    identities = {row.resolved.identity for row in rows if row.resolved.identity}
    references = {row.reference for row in rows if row.reference}
    permanent = {one for row in rows for one in permanent_ids(row)}
    names = {spelling for row in rows for spelling in _spellings(row.account_name)}
    found = list(
        channels.annotate(lower_name=Lower("account_name"))
        .filter(
            Q(identity__in=identities, trust=trust)
            | Q(HELD, identity__in=identities)
            | Q(HELD, permanent_id__in=permanent)
            | Q(reference__in=references, trust=trust)
            | Q(lower_name__in=names, trust=trust)
        )
        .select_related("platform", "school", "trust")
    )
    known = Known()
    for channel in found:
        if channel.trust_id == trust.pk:
            known.by_reference[channel.reference] = channel
            known.by_name.setdefault(_name_key(channel), []).append(channel)
        if channel.identity:
            known.by_identity.setdefault(channel.identity, []).append(channel)
        if channel.permanent_id:
            key = (channel.platform.code, channel.permanent_id)
            known.by_permanent_id.setdefault(key, []).append(channel)
    own = [channel.pk for channel in found if channel.trust_id == trust.pk]
    known.parts = _parts(own, on)
    known.titles = _titles(known.parts, on)
    known.posts = _posts(rows, trust)
    known.colleagues = named(rows, trust, on)
    return known


def permanent_ids(row: SheetRow) -> set[str]:
    """What the platform itself may call the account of a row, as `ownership.taken` asks it."""
    handle = row.resolved.identity.partition(":")[2]
    return {handle.rpartition("/")[2], row.resolved.permanent_id} - {""}


def holder_of(row: SheetRow, known: Known) -> Channel | None:
    """Another channel that holds the account of a row: by its name, or by what the platform itself calls it."""
    if row.platform is None or not row.resolved.identity:
        return None
    found = [
        *known.by_identity.get(row.resolved.identity, ()),
        *(
            channel
            for one in permanent_ids(row)
            for channel in known.by_permanent_id.get((row.platform.code, one), ())
        ),
    ]
    own = row.channel.pk if row.channel else None
    return next(
        (one for one in found if one.pk != own and (one.status in LIVE or one.handle_parked)),
        None,
    )


def _spellings(name: str) -> set[str]:
    """In lower case as Python has it and as SQLite has it, which knows capitals only from A to Z."""
    plain = "".join(letter.lower() if letter.isascii() else letter for letter in name)
    return {name.lower(), plain} if name else set()


def _name_key(channel: Channel) -> tuple[Any, ...]:
    return (
        channel.school_id or channel.trust_id,
        channel.platform_id,
        channel.platform_other.casefold(),
        channel.account_name.casefold(),
    )


def _parts(channels: Sequence[UUID], on: date) -> dict[UUID, list[ChannelPerson]]:
    """Who holds the two parts of the form: now, or to the end of a channel that is closed."""
    found: dict[UUID, list[ChannelPerson]] = defaultdict(list)
    rows = (
        ChannelPerson.objects.filter(channel__in=channels, part__in=tuple(PARTS))
        .select_related("post", "person", "channel")
        .order_by("order", "start_date")
    )
    for part in rows:
        last = min(on, part.channel.date_closed or on)
        if part.start_date <= last <= (part.end_date or date.max):
            found[part.channel_id].append(part)
    return found


def _titles(parts: Mapping[UUID, Sequence[ChannelPerson]], on: date) -> dict[UUID, str]:
    """The posts of people who were named without one, as the register prints them."""
    people = {part.person_id for rows in parts.values() for part in rows if part.post_id is None}
    held = Holding.objects.on(on).filter(person__in=people).order_by("-start_date")
    return {one.person_id: one.post.title for one in held.select_related("post")}


def _posts(rows: Sequence[SheetRow], trust: Trust) -> dict[tuple[UUID | None, str], Post]:
    titles = {
        spelling
        for row in rows
        for title in (*row.masters, *row.posters)
        for spelling in _spellings(title)
    }
    found = (
        Post.objects.filter(trust=trust, active=True)
        .alias(lower=Lower("title"))
        .filter(lower__in=titles)
    )
    return {(post.school_id, post.title.casefold()): post for post in found}


def post_called(known: Known, place: Any, title: str) -> Post | None:
    """The post of this title at the school, else at its trust."""
    plain = title.casefold()
    school = None if isinstance(place, Trust) else place.pk
    return known.posts.get((school, plain)) or known.posts.get((None, plain))


def titles_of(known: Known, channel: Channel, part: str) -> list[str]:
    """The posts with this part as the register prints them."""
    return [title_of(known, one) for one in known.parts.get(channel.pk, ()) if one.part == part]


def title_of(known: Known, part: ChannelPerson) -> str:
    if part.post is not None:
        return part.post.title
    person = promised(part.person)
    return known.titles.get(person.pk) or Category(person.category).label
