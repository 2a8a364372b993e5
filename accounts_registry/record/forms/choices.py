"""Choices with an empty first line."""

from __future__ import annotations

from collections.abc import Sequence


def with_blank(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "Choose one"), *choices]
