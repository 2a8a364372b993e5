"""Whether a pattern that somebody typed for account names is safe to use: it must compile, end, and be quick.

A pattern is tried on what strangers type, so one that can be made to run for minutes is refused here.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]  # the parser of the language itself
from typing import Any

LONGEST_PATTERN = 120
LONGEST_NAME = 100
MOST_VARIABLE = 4
BROKEN = "This pattern cannot be read. Check the brackets"
TOO_WIDE = "The pattern must say how long a name may be at most, up to 100 characters, like {1,30}"
TOO_SLOW = "This pattern could take very long. Repeat letters only, like [a-z0-9]{1,30}, and no part that itself repeats"
ANY_LETTER = "A full stop alone stands for any letter. Say which letters, like [a-z0-9]"
NO_NAME = "The pattern must not accept an empty name"
BACKWARDS = ("GROUPREF", "GROUPREF_EXISTS", "ASSERT", "ASSERT_NOT", "AT")


def problem(pattern: str) -> str:
    """What is wrong with this pattern, as a sentence; empty when it is safe."""
    if len(pattern) > LONGEST_PATTERN:
        return f"The pattern must be {LONGEST_PATTERN} characters or fewer"
    try:
        # What Python warns of will mean something else one day.
        with warnings.catch_warnings(action="error"):
            tree = _parser.parse(pattern, re.ASCII)
            re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError, Warning):
        return BROKEN
    shortest, longest = tree.getwidth()
    if shortest == 0:
        return NO_NAME
    if longest > 2 * LONGEST_NAME:
        return TOO_WIDE
    parts = list(_parts(tree))
    if any(str(kind) in BACKWARDS for kind, _ in parts):
        return TOO_SLOW
    if any(kind in (_constants.ANY, _constants.NOT_LITERAL) for kind, _ in parts):
        return ANY_LETTER
    repeats = [value for kind, value in parts if kind in REPEATS]
    if len([one for one in repeats if one[0] != one[1]]) > MOST_VARIABLE:
        return TOO_SLOW
    return TOO_SLOW if any(map(_is_slow, repeats)) else ""


REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)


def _parts(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of a pattern, at whatever depth."""
    for kind, value in tree:
        yield kind, value
        for inner in _inside(kind, value):
            yield from _parts(inner)


def _inside(kind: Any, value: Any) -> list[Any]:
    if kind in REPEATS:
        return [value[2]]
    if kind is _constants.SUBPATTERN:
        return [value[3]]
    return list(value[1]) if kind is _constants.BRANCH else []


def _is_slow(repeat: Any) -> bool:
    """A repeat of what itself repeats or branches, unless a letter of its own stands between the rounds."""
    _, most, body = repeat
    inner = [value for kind, value in _parts(body) if kind in REPEATS]
    branches = any(kind is _constants.BRANCH for kind, _ in _parts(body))
    if most == 1 or not (inner or branches):
        return False
    return branches or most > 8 or not _is_fenced(body)


def _is_fenced(body: Any) -> bool:
    """Whether each round begins or ends with one plain letter that its repeated part cannot be: (?:[a-z]{1,9}\\.){1,3}."""
    while len(body) == 1 and body[0][0] is _constants.SUBPATTERN:
        body = body[0][1][3]
    ends = [value for kind, value in (body[0], body[-1]) if kind is _constants.LITERAL]
    repeated = [value[2] for kind, value in body if kind in REPEATS]
    return any(not any(_accepts(one, chr(end)) for one in repeated) for end in ends)


def _accepts(tree: Any, letter: str) -> bool:
    """Whether a class of letters has this one; anything but a class counts as having it."""
    if len(tree) != 1 or tree[0][0] is not _constants.IN:
        return True
    code = ord(letter)
    for kind, value in tree[0][1]:
        if kind is _constants.LITERAL and value == code:
            return True
        if kind is _constants.RANGE and value[0] <= code <= value[1]:
            return True
        if kind not in (_constants.LITERAL, _constants.RANGE):
            return True
    return False
