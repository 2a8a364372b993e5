"""A policy's text as clauses: "5.3.2 Words" becomes a clause with the lasting anchor `#c-5-3-2`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NUMBER = re.compile(
    r"^(?P<number>(?:[A-Z](?=[.\d]|\s\d)\.?)?\d*(?:\.\d+)*)\.?\)?\s+(?P<words>\S.*)$"
)
LONGEST_HEADING = 80


@dataclass
class Clause:
    """A numbered clause, or words without a number. `level` counts the parts of the number."""

    number: str
    words: str
    more: list[str] = field(default_factory=list)
    anchor: str = ""

    @property
    def level(self) -> int:
        return self.number.count(".") + 1 if self.number else 0

    @property
    def is_heading(self) -> bool:
        """A short first-level line without a full stop stands over what follows."""
        return (
            self.level == 1 and len(self.words) <= LONGEST_HEADING and not self.words.endswith(".")
        )


def clauses_of(text: str) -> list[Clause]:
    """The clauses in order; a line without a number belongs to the clause before it."""
    found: list[Clause] = []
    taken: set[str] = set()
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = NUMBER.match(line)
        if match and any(sign.isdigit() for sign in match["number"]):
            number = match["number"]
            found.append(Clause(number, match["words"], anchor=_anchor(number, taken)))
        elif found:
            found[-1].more.append(line)
        else:
            found.append(Clause("", line))
    return found


def _anchor(number: str, taken: set[str]) -> str:
    """The same number twice in a text gets a second anchor, so that every link has one place."""
    base = "c-" + "-".join(re.findall(r"[a-z]|\d+", number.lower()))
    anchor, again = base, 2
    while anchor in taken:
        anchor, again = f"{base}-{again}", again + 1
    taken.add(anchor)
    return anchor
