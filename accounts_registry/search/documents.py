"""What is written down for each channel, for many at once in four questions.

People, posts and schools change without the register: what they say here is made anew by every verb
on the channel, and by the clock every quarter of an hour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from accounts_registry.models import Channel, ChannelPerson
from accounts_registry.search.query import folded, place_of
from people.api import names
from people.models import Holding

ON_APPENDIX_1 = ("master", "poster")


class Texts(NamedTuple):
    """The words that find a channel: for everybody in the trust, and for those who see it in detail."""

    public: str
    detail: str


class DocumentPart(NamedTuple):
    channel_id: UUID
    part: str
    post_id: UUID | None
    post: str | None
    person_id: UUID | None
    given: str | None
    preferred: str | None
    family: str | None
    start: date
    end: date | None


class Titles(NamedTuple):
    """Who holds which post now, by post and by person."""

    names: dict[UUID, set[str]]
    posts: dict[UUID, set[str]]


def texts(channel_ids: Sequence[UUID], *, on: date) -> dict[UUID, Texts]:
    """The words of these channels on that day."""
    channels = list(_channels(channel_ids))
    # What is closed is found by whoever ran it on its last day.
    last = {row["pk"]: min(on, row["date_closed"] or on) for row in channels}
    parts: dict[UUID, list[DocumentPart]] = defaultdict(list)
    for part in _parts(channel_ids, on):
        if part.start <= last[part.channel_id] <= (part.end or date.max):
            parts[part.channel_id].append(part)
    titles = _titles([one for some in parts.values() for one in some], on)
    return {row["pk"]: _texts(row, parts[row["pk"]], titles) for row in channels}


def _channels(ids: Sequence[UUID]) -> Any:
    return Channel.objects.filter(pk__in=ids).values(
        "pk", "account_name", "handle", "reference", "url", "department", "date_closed",
        "platform_other", "platform__name", "platform__aliases", "school__name",
    )  # fmt: skip


def _parts(ids: Sequence[UUID], on: date) -> Iterator[DocumentPart]:
    rows = ChannelPerson.objects.filter(channel_id__in=ids, start_date__lte=on).order_by("order")
    yield from map(
        DocumentPart._make,
        rows.values_list(
            "channel_id", "part", "post_id", "post__title", "person_id", "person__given_name",
            "person__preferred_name", "person__family_name", "start_date", "end_date",
        ),
    )  # fmt: skip


def _titles(parts: Iterable[DocumentPart], on: date) -> Titles:
    found = list(parts)
    held = Holding.objects.on(on).filter(
        post_id__in={one.post_id for one in found if one.post_id}
    ) | Holding.objects.on(on).filter(
        person_id__in={one.person_id for one in found if one.person_id}
    )
    titles = Titles(defaultdict(set), defaultdict(set))
    rows = held.values_list(
        "post_id", "post__title", "person_id", "person__given_name", "person__preferred_name",
        "person__family_name",
    )  # fmt: skip
    for post_id, title, person_id, given, preferred, family in rows:
        titles.names[post_id].add(_name(given, preferred, family))
        titles.posts[person_id].add(title)
    return titles


def _texts(row: dict[str, Any], parts: Sequence[DocumentPart], titles: Titles) -> Texts:
    printed = [part for part in parts if part.part in ON_APPENDIX_1]
    public = " ".join(
        [
            row["account_name"],
            row["handle"],
            row["reference"],
            place_of(row["url"]),
            row["platform_other"] or "",
            row["platform__name"],
            *row["platform__aliases"],
            row["school__name"] or "",
            *_posts(printed, titles),
        ]
    )
    more = [row["department"], *_posts(parts, titles), *_names(parts, titles)]
    return Texts(_once(public), _once(f"{public} {' '.join(more)}"))


def _posts(parts: Iterable[DocumentPart], titles: Titles) -> Iterator[str]:
    """The posts of these parts; somebody named without one brings the posts they hold."""
    for part in parts:
        if part.post:
            yield part.post
        elif part.person_id:
            yield from sorted(titles.posts[part.person_id])


def _names(parts: Iterable[DocumentPart], titles: Titles) -> Iterator[str]:
    for part in parts:
        if part.person_id:
            yield _name(part.given, part.preferred, part.family)
        elif part.post_id:
            yield from sorted(titles.names[part.post_id])


def _name(given: str | None, preferred: str | None, family: str | None) -> str:
    """As it is written, and as people type it: without apostrophes, with hyphens or spaces or neither."""
    told = [name for name in (preferred, given, family) if name]
    hyphened = ("-".join(names.words(name)) for name in told)
    return " ".join((*told, names.found_as(*told), *hyphened))


def _once(text: str) -> str:
    return folded(text)
