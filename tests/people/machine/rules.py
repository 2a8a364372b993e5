"""The register of rules: each tries one verb or several, and says which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Play = Callable[[Any, int, int, int], None]


@dataclass(frozen=True)
class Rule:
    play: Play
    verbs: tuple[str, ...]
    weight: int


VILLAIN: dict[str, Rule] = {}
HONEST: dict[str, Rule] = {}


def rule(*verbs: str, weight: int = 2, honest: bool = False) -> Callable[[Play], Play]:
    """A rule of the villain and his puppets, or of honest people."""

    def register(play: Play) -> Play:
        (HONEST if honest else VILLAIN)[play.__name__] = Rule(play, verbs, weight)
        return play

    return register


def all_rules() -> dict[str, Rule]:
    return {**VILLAIN, **HONEST}


def weights(rules: dict[str, Rule]) -> dict[str, int]:
    return {name: one.weight for name, one in rules.items() if one.weight}


def verbs_with_rules() -> set[str]:
    return {verb for one in all_rules().values() for verb in one.verbs}
