"""Convention 1, the first half: every address of ours wears exactly one marker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Sign-in belongs to django-allauth: its views guard themselves, and tests/people holds their answers.
THIRD_PARTY = ("allauth.",)


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address the resolver knows, with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def is_third_party(entry: URLPattern) -> bool:
    callback = entry.callback
    view = getattr(callback, "view_class", callback)
    return view.__module__.startswith(THIRD_PARTY)


def unmarked(found: Iterator[tuple[str, URLPattern]]) -> list[str]:
    return [
        route
        for route, entry in found
        if not is_third_party(entry)
        and getattr(entry.callback, "marker", None) not in {"public", "signed_in", "guarded"}
    ]


def test_every_address_of_ours_wears_a_marker() -> None:
    assert unmarked(patterns()) == []


def test_a_planted_address_without_a_marker_is_found() -> None:
    from django.urls import path

    assert unmarked(iter([("planted/", path("planted/", lambda request: None))])) == ["planted/"]
