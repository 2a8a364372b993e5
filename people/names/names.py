"""Names of people: as they are shown, as they are found, and as somebody signs with them.

Nothing here knows Django, so that a migration can ask it too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Protocol

from alphabets.letters import lookalike_letters

NO_NAME = "Enter a first name or a last name"
# Letters that no accent is taken from, as a keyboard without them spells them.
SPELT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
)
# Alphabets with letters that nobody can tell apart on screen.
LOOK_ALIKE = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "COPTIC", "CHEROKEE", "LISU"})
# Small l and capital I, the ones and noughts of a keyboard: which of them it is nobody sees.
ONE_SHAPE = str.maketrans({"i": "l", "1": "l", "0": "o"})
MIXED = "Names must be in one alphabet: some letters only look like those beside them. Type the name again"


class Named(Protocol):
    """Whoever has the names of a person."""

    given_name: str
    family_name: str
    preferred_name: str

    @property
    def full_name(self) -> str: ...


def shown(preferred: str | None, given: str | None, family: str | None) -> str:
    """The name on screen: "Priya Nair"; of somebody with one name, that name."""
    return " ".join(filter(None, (preferred or given, family)))


def kept(given: str, family: str) -> tuple[str, str]:
    """How both are written down: one name alone is the family name, as in a passport, so that it sorts."""
    given, family = " ".join(given.split()), " ".join(family.split())
    return (given, family) if family else ("", given)


def unaccented(text: str) -> str:
    """Without capitals and accents."""
    plain = text.replace("´", "'")  # an accent with nothing under it is meant as an apostrophe
    letters = unicodedata.normalize("NFKD", plain).casefold().translate(SPELT)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a name as anybody types them: hyphens part words, apostrophes do not."""
    apart = (" " if unicodedata.category(letter) == "Pd" else letter for letter in unaccented(text))
    return "".join(letter for letter in apart if letter.isalnum() or letter.isspace()).split()


def key(preferred: str | None, given: str | None, family: str | None) -> str:
    """The name on screen without capitals, accents and signs: alike for all who are shown alike."""
    return looks(shown(preferred, given, family))


def looks(text: str) -> str:
    """How a line of names looks: "Сара Рое" wholly in Cyrillic has the look of "Capa Poe", and "HiIl" of "Hill"."""
    return " ".join(words(read_as_latin(text))).translate(ONE_SHAPE)


def read_as_latin(text: str) -> str:
    """Each letter of an alphabet with look-alikes as the Latin one that it is taken for, where there is one."""
    if text.isascii():
        return text
    return "".join(_as_latin(one) for one in unicodedata.normalize("NFKD", text))


def _as_latin(letter: str) -> str:
    """Of small letters that have no Latin shape of their own the capital's counts: к, м and т."""
    if letter.isascii() or alphabet(letter) not in LOOK_ALIKE - {"LATIN"}:
        return letter
    table = lookalike_letters()
    forms = (letter, letter.casefold(), letter.upper())
    return next((table[form] for form in forms if form in table), letter)


def alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def mixes_alphabets(*names: str | None) -> bool:
    """Whether letters of several alphabets stand in these names that look alike: "Amal" with a Greek A."""
    letters = unicodedata.normalize("NFKD", "".join(filter(None, names)))
    alphabets = {alphabet(one) for one in letters if one.isalpha()}
    return len(alphabets & LOOK_ALIKE) > 1


def found_as(*names: str | None) -> str:
    """What is written down to find somebody: the words of each name, and those of several words joined too.

    "Anne-Marie", "O’Neill" is "anne marie annemarie oneill": every way of typing it is a part of that. A name
    in another alphabet is found by its look too, so that it stands beside the name it is taken for.
    """
    told = [name for name in names if name]
    ways = [*told, *(read_as_latin(name) for name in told)]
    return " ".join(dict.fromkeys(one for name in ways for one in _ways(name)))


def _ways(name: str) -> Iterator[str]:
    apart = words(name)
    yield from apart
    if len(apart) > 1:
        yield "".join(apart)


def is_name_of(typed: str, person: Named) -> bool:
    """Whether what was typed is this person's name: case, accents, apostrophes and middle names do not matter."""
    told, family = words(typed), words(person.family_name)
    if not told:
        return False
    if not words(person.given_name) or not family:
        own = (person.given_name, person.preferred_name, person.family_name, person.full_name)
        return told in [words(name) for name in own]
    firsts = [words(name) for name in (person.given_name, person.preferred_name) if words(name)]
    tails = {"".join(told[first:]) for first in range(1, len(told))}
    return "".join(family) in tails and told[0] in {
        one for first in firsts for one in (first[0], "".join(first))
    }
