"""Mutants that no test can see, or need see, and why: read one by one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Explained:
    path: str
    before: str  # the line as it stands, without the space around it
    after: str  # the line with the fault; empty where the line is left out
    why: str


EXPLAINED = (
    Explained(
        "workflow/moves.py",
        "target = to or row.targets[0]",
        "target = to or row.targets[-1]",
        "Every move that can lead to more than one status is made with to=; a move that leads to one has one target.",
    ),
)


def explains(path: str, difference: list[str]) -> bool:
    before = "".join(line[2:] for line in difference if line.startswith("- "))
    after = "".join(line[2:] for line in difference if line.startswith("+ "))
    return any(
        (one.path, _bare(one.before), _bare(one.after)) == (path, _bare(before), _bare(after))
        for one in EXPLAINED
    )


def _bare(text: str) -> str:
    """Without the space that the formatter and the tool set differently."""
    return "".join(text.split())
