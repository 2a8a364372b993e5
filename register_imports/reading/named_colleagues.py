"""Colleagues whose name stands where a sheet asks for a post, each with the posts that they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from people.api import titles as post_titles
from people.models import Holding
from register_imports.reading.row import SheetRow
from schools.models import Trust

Held = Mapping[
    UUID, Sequence[tuple[UUID | None, str]]
]  # by person: the school of a post, its title


@dataclass(frozen=True)
class Named:
    """What in the cells of these rows is a name: by title in small letters, who is meant by it."""

    people: Mapping[str, frozenset[UUID]]
    held: Held
    # What only reads like the name of somebody, who is on no list.
    alike: Set[str] = frozenset()

    def in_cell(self, titles: Sequence[str], *, said: bool = False) -> list[str]:
        """Those of the titles of one cell that are names; a name that a comma cut in two is put together.

        Where they were said to be titles, only the names of people we know are left.
        """
        alike = frozenset() if said else self.alike
        cut = [one for one in _pairs(titles) if one.casefold() in self.people]
        halves = {half for one in cut for half in one.split(", ")}
        known = {*self.people, *alike}
        return [*cut, *(one for one in titles if one not in halves and one.casefold() in known)]

    def may_be_titles(self, names: Sequence[str]) -> bool:
        """Whether none of them is the name of somebody we know."""
        return not any(one.casefold() in self.people for one in names)

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


def named(rows: Iterable[SheetRow], trust: Trust, on: date) -> Named:
    """The names in the cells of these rows, in two questions for any number of rows."""
    cells = [titles for row in rows for titles in (row.masters, row.posters) if titles]
    if not cells:
        return NOBODY
    names = post_titles.names_of(trust)
    asked = {title for titles in cells for title in titles}
    found = {title.casefold(): names.people_in(title) for title in asked}
    alike = frozenset(title.casefold() for title in asked if names.reads_like_one(title))
    for pair in {pair for titles in cells for pair in _pairs(titles)}:
        found[pair.casefold()] = names.people_whole(pair)
    people = {title: who for title, who in found.items() if who}
    return Named(people, _held(people.values(), on), alike)


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
