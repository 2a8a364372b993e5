"""How one name differs from another, letter by letter and in words: "one more E at the end"."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

MOST = 4
MARKS = {"_": "an underscore", ".": "a full stop", "-": "a hyphen", " ": "a space"}


def differences(typed: str, ours: str) -> list[str]:
    """What somebody would have to look at, in reading order; at most four, else one sentence for all."""
    typed, ours = typed.strip().removeprefix("@"), ours.strip().removeprefix("@")
    matcher = SequenceMatcher(None, typed.casefold(), ours.casefold(), autojunk=False)
    if len(typed) != len(typed.casefold()) or len(ours) != len(ours.casefold()):
        return ["letters that are not ours"]
    found = [
        _said(kind, typed, typed[a:b], ours[c:d], a, b)
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]
    return (
        found if len(found) <= MOST else [f"{len(found)} places where the letters are not the same"]
    )


def _said(kind: str, typed: str, theirs: str, own: str, start: int, end: int) -> str:
    where = _where(typed, start, end)
    if kind == "insert":
        return f"{_listed(own)} missing {where}"
    if kind == "replace":
        return f"{_listed(theirs)} where ours has {_listed(own)}"
    before = typed[start - 1 : start].casefold()
    if len(theirs) == 1 and theirs.casefold() == before:
        return f"one more {theirs.upper()} {where}"
    return f"{_listed(theirs)} added {where}"


def _where(typed: str, start: int, end: int) -> str:
    if end >= len(typed):
        return "at the end"
    return "at the start" if start == 0 else f"after “{typed[:start]}”"


def _listed(part: str) -> str:
    if len(part) > 1 and part.isascii() and part.isdecimal():
        return f"the numbers {part}"
    return _letter(part) if len(part) == 1 else f"“{part}”"


def _letter(one: str) -> str:
    """A letter as it is called: the number 0, the letter O, an underscore, a Cyrillic letter а."""
    if one in MARKS:
        return MARKS[one]
    if one.isascii():
        return f"the number {one}" if one.isdecimal() else f"the letter {one.upper()}"
    script = unicodedata.name(one, "foreign").split()[0].capitalize()
    return f"a letter {one} that is not the usual one ({script})"
