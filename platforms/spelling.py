"""How one name differs from another, letter by letter and in words, for people who compare a fake with the real one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

CALLED = {
    "_": "underscore",
    "-": "hyphen",
    ".": "full stop",
    " ": "space",
    "@": "at sign",
    "/": "slash",
    "'": "apostrophe",
}
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
MOST = 6


def nearness(ours: str, theirs: str) -> float:
    """From 0 (nothing alike) to 1 (the same, capitals aside)."""
    return SequenceMatcher(None, ours.casefold(), theirs.casefold(), autojunk=False).ratio()


def differences(ours: str, theirs: str) -> list[str]:
    """What their name has that ours has not, and the other way round, as sentences without their full stop."""
    if ours == theirs:
        return ["The two are spelled the same"]
    if nearness(ours, theirs) < 0.5:
        return ["The two are spelled quite differently"]
    found = list(_differences(ours, theirs))
    more = len(found) - MOST
    return found[:MOST] + ([f"And {more} more differences"] if more > 0 else [])


def _differences(ours: str, theirs: str) -> Iterator[str]:
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    for what, i, j, k, m in steps:
        if what == "replace":
            yield f"Theirs has {spelled(theirs[k:m])} where ours has {spelled(ours[i:j])}{_place(ours, i, j)}"
        elif what == "insert":
            yield f"Theirs has {spelled(theirs[k:m])} more{_place(ours, i, j)}"
        elif what == "delete":
            yield f"Theirs leaves out {spelled(ours[i:j])}{_place(ours, i, j)}"


def spelled(letters: str) -> str:
    """Each letter so that it cannot be mistaken: "the number 1", "small l", "an underscore"."""
    words = [letter_in_words(letter) for letter in letters]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def letter_in_words(letter: str) -> str:
    if letter in CALLED:
        name = CALLED[letter]
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    if letter.isascii() and letter.isdigit():
        return f"the number {letter} ({NUMBERS[int(letter)]})"
    if letter.isascii() and letter.isalpha():
        return f"{'capital' if letter.isupper() else 'small'} {letter}"
    if letter.isascii():
        return letter
    return f"{letter} ({unicodedata.name(letter, 'a character without a name').lower()})"


def _place(ours: str, start: int, end: int) -> str:
    """Where in our name this is."""
    if start == 0:
        return ", at the beginning"
    if end >= len(ours):
        return ", at the end"
    return f", after “{ours[max(0, start - 4) : start]}”"
