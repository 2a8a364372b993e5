"""Typed answers: what a form sends, by the names of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

Typed = dict[str, list[str]]

MOST = 200_000  # characters of one page
NEVER = frozenset({"csrfmiddlewaretoken", "press", "typed_page", "typed_signature", "code"})


def typed_in(posted: QueryDict) -> Typed:
    """What somebody typed of what was sent: no token, no button, no password, no code, no signature."""
    return {
        name: [str(value) for value in values]
        for name, values in posted.lists()
        if name not in NEVER and "password" not in name
    }


def is_worth_keeping(typed: Typed) -> bool:
    """Something was typed, and no more than a page can hold."""
    return not is_empty(typed) and length_of(typed) <= MOST


def is_empty(typed: Typed) -> bool:
    return not any(value.strip() for values in typed.values() for value in values)


def length_of(typed: Typed) -> int:
    return sum(len(value) for values in typed.values() for value in values)


def has_words(typed: Typed) -> bool:
    """Whether it holds a text that somebody wrote: more than three words."""
    return any(len(value.split()) > 3 for values in typed.values() for value in values)


def as_posted(kept: Mapping[str, Any]) -> QueryDict:
    """What was kept, as the form would send it. A single text may stand without its list."""
    data = QueryDict(mutable=True)
    for name, values in kept.items():
        data.setlist(name, values if isinstance(values, list) else [values])
    return data
