"""What somebody typed into the search, as the questions the database can answer."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from accounts_registry.search.models import SHORTEST, uses_match

# Each word is a condition more in the question, and a shape more of it to be kept; what is pasted may have hundreds.
MOST_WORDS = 8
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


class Asked(NamedTuple):
    """Every word of a search: as patterns for LIKE, and as one question for SQLite's index."""

    patterns: tuple[str, ...]
    match: str = ""


def folded(text: str) -> str:
    """Without capitals, accents, curly quotes and double spaces: written down and typed alike."""
    plain = unicodedata.normalize("NFKD", text.translate(QUOTES)).casefold()
    letters = (one for one in plain if not unicodedata.combining(one))
    return " ".join("".join(letters).replace("\x00", "").split())


def words(text: str) -> list[str]:
    """The words that must all be found; the @ before a handle is no part of it."""
    found = (word.removeprefix("@") for word in folded(text).split())
    return list(dict.fromkeys(filter(None, found)))[:MOST_WORDS]


def place_of(link: str) -> str:
    """A pasted link without what changes from copy to copy: how it begins, its question mark, its last stroke."""
    bare = re.sub(r"^(?:[a-z][a-z0-9+.-]*:)?//", "", folded(link))
    return re.split(r"[?#]", bare.removeprefix("www."))[0].rstrip("/")


def asked(found: list[str]) -> Asked:
    """The question for these words: the index takes those of three letters and more, LIKE the rest."""
    if not uses_match():
        return Asked(tuple(map(pattern, found)))
    quoted = (word.replace('"', '""') for word in found if is_long(word))
    short = [word for word in found if not is_long(word)]
    return Asked(tuple(map(pattern, short)), " AND ".join(f'"{word}"' for word in quoted))


def is_long(word: str) -> bool:
    """Long enough for an index of three letters."""
    return len(word) >= SHORTEST


def pattern(word: str) -> str:
    """Anywhere in the text; what LIKE would read as a sign stands for itself."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", word) + "%"
