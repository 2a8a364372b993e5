"""Colleagues whose name stands where a sheet asks for a post, each with the posts that they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from accounts_registry.importing.row import Row
from people import post_titles
from people.models import Holding
from people.post_titles import READS_LIKE_ONE
from schools.models import Trust

Held = Mapping[
    UUID, Sequence[tuple[UUID | None, str]]
]  # by person: the school of a post, its title


@dataclass(frozen=True)
class Named:
    """What in the cells of these rows is a name: by title in small letters, who is meant by it."""

    people: Mapping[str, frozenset[UUID]]
    held: Held

    def in_cell(self, titles: Sequence[str]) -> list[str]:
        """Those of the titles of one cell that are names; a name that a comma cut in two is put together."""
        found = [one for one in titles if _is_named(one, self.people)]
        if found:
            return found
        return [one for one in _pairs(titles) if one.casefold() in self.people]

    def posts_instead(self, titles: Sequence[str], place: Any) -> list[str]:
        """The same cell with a post for each name; without one for a name that says none for certain."""
        names = self.in_cell(titles)
        halves = {half for name in names if name not in titles for half in name.split(", ")}
        kept = [one for one in titles if one not in names and one not in halves]
        posts = [post for name in names for post in self._posts(name, place)]
        return list(dict.fromkeys([*kept, *posts]))

    def _posts(self, name: str, place: Any) -> list[str]:
        """Of somebody who is the only one of this name: their posts at this place or for the trust."""
        people = self.people.get(name.casefold(), frozenset())
        if len(people) != 1:
            return []
        where = (None, None if isinstance(place, Trust) else place.pk)
        return [title for school, title in self.held.get(next(iter(people)), ()) if school in where]


NOBODY = Named({}, {})


def named(rows: Iterable[Row], trust: Trust, on: date) -> Named:
    """The names in the cells of these rows, in two questions for any number of rows."""
    cells = [titles for row in rows for titles in (row.masters, row.posters) if titles]
    if not cells:
        return NOBODY
    names = post_titles.names_of(trust)
    asked = {title for titles in cells for title in titles}
    found = {title.casefold(): names.people_in(title) for title in asked}
    for pair in {pair for titles in cells for pair in _pairs(titles)}:
        found[pair.casefold()] = names.people_whole(pair)
    people = {title: who for title, who in found.items() if who}
    return Named(people, _held(people.values(), on))


def _is_named(title: str, people: Mapping[str, frozenset[UUID]]) -> bool:
    return title.casefold() in people or bool(READS_LIKE_ONE.search(title))


def _pairs(titles: Sequence[str]) -> list[str]:
    """ "Bell, Jo" comes out of a cell as two titles."""
    return [f"{first}, {second}" for first, second in pairwise(titles)]


def _held(people: Iterable[frozenset[UUID]], on: date) -> Held:
    wanted = frozenset().union(*people)
    found: dict[UUID, list[tuple[UUID | None, str]]] = defaultdict(list)
    rows = Holding.objects.on(on).filter(person__in=wanted).order_by("-start_date", "pk")
    for person, school, title in rows.values_list("person_id", "post__school_id", "post__title"):
        found[person].append((school, title))
    return found
