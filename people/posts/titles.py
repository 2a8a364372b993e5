"""What is no title of a post: the name of somebody on the list of people. The register prints titles, never names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError

from people.person.models import User
from people.posts.models import Post
from people.posts.title_vocabulary import TITLE_WORDS
from schools.models import Trust

A_PERSON = "“{title}” has the name of a person in it. Enter the post that they hold, like Business manager: the register prints posts"
READS_LIKE = "“{title}” reads like a person's name, and the register prints posts. Enter the post that they hold, or say that it is the title of a post"
# "Mr Mensah", "jane left in 2022": nobody's post, whoever is on the list. MS Teams is no Ms Teams.
READS_LIKE_ONE = re.compile(
    r"(?<!\w)(?:(?:[Mm]rs?|MRS?|[Mm]iss|MISS|Ms|[Mm]x|[Dd]r|DR)\b\.?\s+[A-Z]|left\s+(?:in|on)\b)"
)
SPACED = {ord(mark): " " for mark in ",.;:/()&"}
# "KofiMensah" is two names; HoD, SENDCo and a word of titles like YouTube are none.
JOINED = re.compile(r"(?<!\w)([A-Z][a-z]{2,})([A-Z][a-z]{2,})(?!\w)")
PARTED = re.compile(r"[,;:/()–—]|\s-\s")
WORD = re.compile(r"(?<!\w)[^\W\d_](?:[\w’'`-]*\w)?")

Whose = Mapping[tuple[str, ...], frozenset[UUID]]


@dataclass(frozen=True)
class Names:
    """The names of the people of a trust, word by word, and whose each is.

    `whose` has first and last name together, `short` an initial with the last name, and `lone` one name by
    itself; `words` are those of titles, the trust's own posts among them.
    """

    whose: Whose
    short: Whose
    lone: Whose
    words: frozenset[str]
    longest: int

    def people_in(self, title: str) -> frozenset[UUID]:
        """Whoever is named in this title, as people say it or as lists do: Jo Bell, "Bell, Jo", J. Bell, Jo."""
        words = tuple(_plain(title).split())
        alone = self.lone.get(words, frozenset()) if words[:1] and not self._is_title(words) else ()
        return self._in(words) | self.people_whole(title) | frozenset(alone)

    def people_whole(self, title: str) -> frozenset[UUID]:
        """Whoever is called just this, family name first: "Bell, Jo", and not "Art, Jo Bell"."""
        family, _, given = title.partition(",")
        return self.whose.get(tuple(_plain(f"{given} {family}").split()), frozenset())

    def reads_like_one(self, title: str) -> bool:
        """Whether it looks like the name of somebody who may be on no list: Zoe Trent, Z. Trent, Mr Trent."""
        if READS_LIKE_ONE.search(title) or self._has_a_part_that_is_one(title):
            return True
        title = self._taken_apart(title)
        words = WORD.findall(title.title() if title.isupper() else title)
        if len(words) == 2 and title == title.lower():
            return not any(map(self._is_known, words))
        return any(self._is_a_name(*pair) for pair in pairwise(words))

    def _has_a_part_that_is_one(self, title: str) -> bool:
        """A word by itself beside the title that no title has: Teacher – Mensah, Teacher (Mensah)."""
        parts = [part.strip() for part in PARTED.split(title) if part.strip()]
        lone = [one for one in parts if WORD.fullmatch(one) and one.istitle() and len(one) > 2]
        return len(parts) > 1 and any(not self._is_known(one) for one in lone)

    def _taken_apart(self, title: str) -> str:
        def apart(found: re.Match[str]) -> str:
            return found[0] if self._is_known(found[0]) else f"{found[1]} {found[2]}"

        return JOINED.sub(apart, title)

    def _is_a_name(self, first: str, second: str) -> bool:
        """Two names, or a name and an initial, in whatever order; an abbreviation like PE is neither."""
        pair = (first, second)
        names = [one for one in pair if len(one) > 1 and one[0].isupper()]
        initials = [one for one in pair if len(one) == 1 and one.isupper()]
        if len(names) + len(initials) < 2 or not names or any(map(self._is_known, names)):
            return False
        return bool(initials) or not any(one.isupper() and len(one) < 4 for one in names)

    def _is_known(self, word: str) -> bool:
        """Whether it is a word of titles, whole or in its parts: Co-ordinator, Children’s, Vice-chair."""
        parts = _plain(word).split()
        return "".join(parts) in self.words or any(part in self.words for part in parts)

    def _is_title(self, words: Sequence[str]) -> bool:
        return all(word in self.words for word in words)

    def _in(self, words: Sequence[str]) -> frozenset[UUID]:
        """Every run of words is looked up, so that a long list of people costs a long sheet nothing."""
        found: frozenset[UUID] = frozenset()
        for start in range(len(words)):
            for length in range(2, min(self.longest, len(words) - start) + 1):
                run = tuple(words[start : start + length])
                found |= self.whose.get(run, frozenset())
                if not self._is_title([word for word in run if len(word) > 1]):
                    found |= self.short.get(run, frozenset())
        return found


def refuse_names(
    titles: Mapping[str, Sequence[str]], *, trust: Trust, said: Collection[str] = ()
) -> None:
    """Raise ValidationError beside each field in whose titles somebody of this trust is named.

    What only reads like a name is refused too, unless somebody has said of it (`said`) that it is a title.
    """
    known = names_of(trust)
    problems = {
        field: [problem for one in typed if (problem := _problem(one, known, said))]
        for field, typed in titles.items()
    }
    if found := {field: sentences for field, sentences in problems.items() if sentences}:
        raise ValidationError(found)


def to_ask(titles: Iterable[str], *, trust: Trust) -> list[str]:
    """Those that only read like a name: whoever typed them is asked once whether they are titles."""
    known = names_of(trust)
    return [one for one in titles if not known.people_in(one) and known.reads_like_one(one)]


def _problem(title: str, known: Names, said: Collection[str]) -> str:
    if known.people_in(title):
        return A_PERSON.format(title=title)
    is_asked = known.reads_like_one(title) and title not in said
    return READS_LIKE.format(title=title) if is_asked else ""


def names_of(trust: Trust, coming: Iterable[tuple[str, str]] = ()) -> Names:
    """The names of everybody on the list, by both first names. `coming` are about to be added: first and last."""
    rows = User.objects.filter(trust=trust).values_list(
        "pk", "given_name", "preferred_name", "family_name"
    )
    new = [(uuid4(), given, "", last) for given, last in coming]
    whose, short, lone = (defaultdict(set) for _ in range(3))
    for pk, given, preferred, last in (*rows, *new):
        family = tuple(_plain(last).split())
        for first in filter(None, (_plain(given), _plain(preferred))):
            lone[tuple(first.split())].add(pk)
            if family:
                whose[(*first.split(), *family)].add(pk)
                short[(first[0], *family)].add(pk)
                short[(*family, first[0])].add(pk)
        if family:
            lone[family].add(pk)
    words = TITLE_WORDS | _words_of_posts(trust)
    longest = max(map(len, (*whose, *short)), default=0)
    return Names(_frozen(whose), _frozen(short), _frozen(lone), words, longest)


def _words_of_posts(trust: Trust) -> frozenset[str]:
    """The words of every post here that somebody holds or held."""
    held = Post.objects.filter(trust=trust, holdings__isnull=False).values_list("title", flat=True)
    return frozenset(word for title in held.distinct() for word in _plain(title).split())


def _frozen(found: Mapping[tuple[str, ...], set[UUID]]) -> Whose:
    return {words: frozenset(people) for words, people in found.items()}


def _plain(text: str) -> str:
    """Small letters without accents, marks as spaces: O'Neill and o’neill are one name."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(one for one in bare if not unicodedata.combining(one))
    return " ".join(re.sub(r"[’'`]", "", letters).replace("-", " ").translate(SPACED).split())
