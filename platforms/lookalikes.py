"""Names made to look like ours: what is left of a name once everything a copy would change is taken out.

Two names with one skeleton look alike (0 for O, l for I, rn for m, an underscore more, "official" added,
Cyrillic letters). Two whose skeletons differ by one letter are near enough to be a slip or a copy.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from alphabets.letters import lookalike_letters

LONGEST = 60
SHORTEST_NEAR = 5
LEAST_LEFT = 4
# Looks like: the digit or letter pair on the left is read as what stands on the right.
READ_AS = str.maketrans(
    {
        "0": "o",
        "1": "l",
        "i": "l",
        "|": "l",
        "!": "l",
        "3": "e",
        "4": "a",
        "5": "s",
        "$": "s",
        "7": "t",
        "8": "b",
        "9": "g",
        "2": "z",
        "6": "b",
        "@": "a",
    }
)
PAIRS = (("rn", "m"), ("vv", "w"), ("uu", "w"), ("nn", "m"), ("cl", "d"))
ADDED = """official theofficial real thereal the school schools uk team page news account online hq
verified admin support info backup new"""
LETTERS = "abcdefghjklmnopqrstuvwxyz"


def skeleton(name: str) -> str:
    """What two names have in common that look alike; empty for a name of marks alone."""
    text = _latin(name)
    letters = "".join(one for one in text if one.isalnum() or one in "|!$")
    return _without_added(letters.rstrip("0123456789") or letters)[:LONGEST]


def skeletons(name: str) -> set[str]:
    """All that a name may be read as: a number at its end is left off, or stands for a letter (schoo1)."""
    kept = _without_added("".join(one for one in _latin(name) if one.isalnum() or one in "|!$"))
    return {skeleton(name), kept[:LONGEST]} - {""}


def _latin(name: str) -> str:
    """In plain small Latin letters, as far as they look like some."""
    table = lookalike_letters() if not name.isascii() else {}
    read = "".join(table.get(one, one) for one in name)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", read))
    read = "".join(table.get(one, one) for one in plain if not unicodedata.combining(one))
    return "".join(table.get(one, one) for one in read.casefold())


def _folded(letters: str) -> str:
    for pair, single in PAIRS:
        letters = letters.replace(pair, single)
    letters = letters.translate(READ_AS)
    for pair, single in PAIRS:
        letters = letters.replace(pair, single)
    return "".join(
        letter for at, letter in enumerate(letters) if at == 0 or letter != letters[at - 1]
    )


@cache
def _added() -> tuple[str, ...]:
    return tuple(sorted({_folded(word) for word in ADDED.split()}, key=len, reverse=True))


def _without_added(letters: str) -> str:
    """Without the words that copies add in front or behind, as long as enough of the name is left."""
    left = _folded(letters)
    while True:
        shorter = next(
            (
                cut
                for word in _added()
                for cut in (left.removesuffix(word), left.removeprefix(word))
                if cut != left and len(cut) >= LEAST_LEFT
            ),
            left,
        )
        if shorter == left:
            return left
        left = shorter


def neighbours(bones: str) -> set[str]:
    """The skeleton itself and all that are one letter away: one more, one fewer, another, or two swapped.

    About a thousand for a long name: asked of an index, whatever the size of the register.
    """
    if len(bones) < SHORTEST_NEAR:
        return {bones} - {""}
    splits = [(bones[:at], bones[at:]) for at in range(len(bones) + 1)]
    fewer = {left + right[1:] for left, right in splits if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    other = {left + one + right[1:] for left, right in splits if right for one in LETTERS}
    more = {left + one + right for left, right in splits for one in LETTERS}
    return {bones} | fewer | swapped | other | more


def bones_of(*, handle: str, account_name: str, permanent_id: str = "") -> str:
    """The skeleton by which a channel is found: of its handle, or of its name where that is only a number."""
    last = handle.rpartition("/")[2]
    return skeleton(account_name if not last or last == permanent_id else last)
