"""What sealing everything anew is made of: kinds of rows, each sealed one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sealing.keys import Purpose


class Outcome(Enum):
    """What became of one row."""

    DONE = "done"
    NOTHING = (
        "nothing"  # it is sealed with the first key already, is gone, or was changed meanwhile
    )
    UNREADABLE = "unreadable"  # no key opens it


@dataclass(frozen=True)
class SealedRows:
    """One kind of sealed row. `older` yields the ids of those that the first key did not seal, in one order."""

    name: str
    purpose: Purpose
    older: Callable[[], Iterator[Any]]
    reseal: Callable[[Any], Outcome]
    opens: Callable[[], bool | None]  # one row that is there; None where there is none
    may_be_counted: bool = False


def reseal_all(rows: SealedRows) -> Iterator[Outcome]:
    """One pass over what is older. What is written meanwhile is sealed with the first key anyway."""
    for pk in rows.older():
        yield rows.reseal(pk)
