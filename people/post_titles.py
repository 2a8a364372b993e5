"""What is no title of a post: the name of somebody on the list of people. The register prints titles, never names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from people.models import User

A_PERSON = "“{title}” has the name of a person in it. Enter the post that they hold, like Business manager: the register prints posts"


def refuse_names(titles: Mapping[str, Sequence[str]], *, trust: Any) -> None:
    """Raise ValidationError beside each field in whose titles somebody of this trust is named."""
    known = _names(trust)
    problems = {
        field: [A_PERSON.format(title=one) for one in typed if _plain(one) and _named(one, known)]
        for field, typed in titles.items()
    }
    if found := {field: said for field, said in problems.items() if said}:
        raise ValidationError(found)


def _named(title: str, known: set[str]) -> bool:
    words = f" {_plain(title)} "
    return any(f" {name} " in words for name in known)


def _names(trust: Any) -> set[str]:
    """First and last name together, by both first names. A single word may be a word of any title."""
    rows = User.objects.filter(trust=trust).values_list(
        "given_name", "preferred_name", "family_name"
    )
    return {
        _plain(f"{first} {last}")
        for given, preferred, last in rows
        for first in (given, preferred)
        if first.strip() and last.strip()
    }


def _plain(text: str) -> str:
    """Small letters without accents, marks as spaces: O'Neill and o’neill are one name."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(one for one in bare if not unicodedata.combining(one))
    return " ".join(re.sub(r"[’'`]", "", letters).replace("-", " ").translate(SPACED).split())


SPACED = {ord(mark): " " for mark in ",.;:/()&"}
