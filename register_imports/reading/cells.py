"""What a cell of such a sheet says: posts in a row, examples of the form, and what spreadsheets put before a word."""

from __future__ import annotations

import re
from collections.abc import Set
from difflib import get_close_matches

from documents.csv import BEGINS_A_FORMULA

EXAMPLE = re.compile(r"^\s*(?:e\.?\s?g\b\.?|example\b)[\s:.,-]*", re.IGNORECASE)
BETWEEN_POSTS = re.compile(r"[;,\n]|\s/\s|\s\+\s")
IN_BRACKETS = re.compile(r"\([^()]*\)")
NOBODY = frozenset({"-", "–", "n/a", "none", "nobody", "tbc", "?", "not recorded", "unknown"})


def plain(text: str) -> str:
    """One line, without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    text = " ".join(text.split())
    return text[1:] if text.startswith("'") and text[1:2] in BEGINS_A_FORMULA else text


def is_formula(text: str) -> bool:
    """A cell that would compute something; a name that begins with @ is a name."""
    return text.lstrip().startswith(("=", "＝"))


def is_example(text: str) -> bool:
    """The form's own rows: "Eg Twitter"."""
    return bool(EXAMPLE.match(text))


def posts(text: str, known: Set[str]) -> list[str]:
    """The titles in a cell: "HoD (PE); PE technician" is two. A title we know is never taken apart."""
    whole = plain(text)
    if whole.casefold() in known:
        return [whole]
    pieces = [plain(piece) for piece in _apart(text)]
    titles = _joined([piece for piece in pieces if piece], known)
    kept = {title.casefold(): title for title in reversed(titles) if title.casefold() not in NOBODY}
    return list(reversed(kept.values()))


def nearest(text: str, names: Set[str]) -> str:
    """The name that was probably meant by a misspelt one; nothing where none is near."""
    return next(iter(get_close_matches(text.casefold(), sorted(names), n=1, cutoff=0.75)), "")


def _apart(text: str) -> list[str]:
    """Cut at commas and the like, but never inside brackets."""
    covered = IN_BRACKETS.sub(lambda found: "x" * len(found[0]), text)
    cuts = [0]
    for found in BETWEEN_POSTS.finditer(covered):
        cuts += [found.start(), found.end()]
    cuts.append(len(text))
    return [text[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=True)]


def _joined(pieces: list[str], known: Set[str]) -> list[str]:
    """Pieces that together are one known title stay together: "Head of Art, Design"."""
    titles, at = [], 0
    while at < len(pieces):
        for end in range(min(len(pieces), at + 4), at, -1):
            together = ", ".join(pieces[at:end])
            if end == at + 1 or together.casefold() in known:
                titles.append(together)
                at = end
                break
    return titles
