"""Mutants that no test can see, or need see, and why: read one by one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Explained:
    path: str
    before: str  # the line as it stands, without the space around it
    after: str  # the line with the fault; empty where the line is left out
    why: str


EXPLAINED: tuple[Explained, ...] = ()


def explains(path: str, difference: list[str]) -> bool:
    before = [line[2:].strip() for line in difference if line.startswith("- ")]
    after = [line[2:].strip() for line in difference if line.startswith("+ ")]
    return any(
        (one.path, one.before, one.after) == (path, "\n".join(before), "\n".join(after))
        for one in EXPLAINED
    )
