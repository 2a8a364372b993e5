"""Whether the ledger still says what was written: every link of the chain, and its last anchor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audit.models import Entry
from audit.trail import FIRST, fingerprint


@dataclass(frozen=True)
class Anchor:
    """How many rows there were and the hash of the last: kept outside the database."""

    count: int
    hash: str

    def __str__(self) -> str:
        return f"{self.count} {self.hash}"


def first_broken() -> str | None:
    """A sentence about the first row that does not hold, or None."""
    previous, expected = FIRST, 1
    for entry in Entry.objects.order_by("position").iterator(chunk_size=2000):
        if entry.position != expected:
            return f"Row {expected} is missing."
        if entry.prev_hash != previous:
            return f"Row {entry.position} does not follow the row before it."
        if fingerprint(entry) != entry.hash:
            return f"Row {entry.position} is not as it was written."
        previous, expected = entry.hash, expected + 1
    return None


def anchor() -> Anchor:
    """The ledger's length and last hash now."""
    last = Entry.objects.order_by("-position").first()
    return Anchor(last.position, last.hash) if last else Anchor(0, FIRST)


def missing_since(anchors: Iterator[Anchor]) -> str | None:
    """A sentence when the ledger no longer holds what an anchor saw: a cut tail or a rewritten chain."""
    for seen in anchors:
        if seen.count == 0:
            continue
        row = Entry.objects.filter(position=seen.count).first()
        if row is None:
            return f"The ledger once had {seen.count} rows. The last ones are missing."
        if row.hash != seen.hash:
            return f"Row {seen.count} is not the row that was anchored."
    return None


def read_anchors(file: Path) -> Iterator[Anchor]:
    if file.exists():
        for line in file.read_text().splitlines():
            count, _, value = line.partition(" ")
            yield Anchor(int(count), value.strip())


def write_anchor(file: Path) -> Anchor:
    """Append today's anchor to a file beside the database; a copy belongs off the machine."""
    now = anchor()
    with file.open("a") as out:
        out.write(f"{now}\n")
    return now
