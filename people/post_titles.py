"""What is no title of a post: the name of somebody on the list of people. The register prints titles, never names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError

from people.models import User

A_PERSON = "“{title}” has the name of a person in it. Enter the post that they hold, like Business manager: the register prints posts"
# "Mr Mensah", "jane left in 2022": nobody's post, whoever is on the list. MS Teams is no Ms Teams.
READS_LIKE_ONE = re.compile(
    r"(?<!\w)(?:(?:[Mm]rs?|MRS?|[Mm]iss|MISS|Ms|[Mm]x|[Dd]r|DR)\b\.?\s+[A-Z]|left\s+(?:in|on)\b)"
)
SPACED = {ord(mark): " " for mark in ",.;:/()&"}


@dataclass(frozen=True)
class Names:
    """The names of the people of a trust, word by word, and whose each is."""

    whose: Mapping[tuple[str, ...], frozenset[UUID]]
    longest: int

    def people_in(self, title: str) -> frozenset[UUID]:
        """Whoever is named in this title, as people say it or as lists do: Jo Bell, or "Bell, Jo"."""
        return self._in(_plain(title).split()) | self.people_whole(title)

    def people_whole(self, title: str) -> frozenset[UUID]:
        """Whoever is called just this, family name first: "Bell, Jo", and not "Art, Jo Bell"."""
        family, _, given = title.partition(",")
        return self.whose.get(tuple(_plain(f"{given} {family}").split()), frozenset())

    def is_in(self, title: str) -> bool:
        return bool(READS_LIKE_ONE.search(title) or self.people_in(title))

    def _in(self, words: Sequence[str]) -> frozenset[UUID]:
        """Every run of words is looked up, so that a long list of people costs a long sheet nothing."""
        found: frozenset[UUID] = frozenset()
        for start in range(len(words)):
            for length in range(2, min(self.longest, len(words) - start) + 1):
                found |= self.whose.get(tuple(words[start : start + length]), frozenset())
        return found


def refuse_names(titles: Mapping[str, Sequence[str]], *, trust: Any) -> None:
    """Raise ValidationError beside each field in whose titles somebody of this trust is named."""
    known = names_of(trust)
    problems = {
        field: [A_PERSON.format(title=one) for one in typed if known.is_in(one)]
        for field, typed in titles.items()
    }
    if found := {field: said for field, said in problems.items() if said}:
        raise ValidationError(found)


def names_of(trust: Any, coming: Iterable[tuple[str, str]] = ()) -> Names:
    """First and last name together, by both first names. A single word may be a word of any title.

    `coming` are first and last names of people who are about to be added.
    """
    rows = User.objects.filter(trust=trust).values_list(
        "pk", "given_name", "preferred_name", "family_name"
    )
    new = [(uuid4(), given, "", last) for given, last in coming]
    whose: dict[tuple[str, ...], set[UUID]] = defaultdict(set)
    for pk, given, preferred, last in (*rows, *new):
        for first in (given, preferred):
            if first.strip() and last.strip():
                whose[tuple(_plain(f"{first} {last}").split())].add(pk)
    found = {words: frozenset(people) for words, people in whose.items()}
    return Names(found, max(map(len, found), default=0))


def _plain(text: str) -> str:
    """Small letters without accents, marks as spaces: O'Neill and o’neill are one name."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(one for one in bare if not unicodedata.combining(one))
    return " ".join(re.sub(r"[’'`]", "", letters).replace("-", " ").translate(SPACED).split())
