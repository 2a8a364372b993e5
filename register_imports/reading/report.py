"""What an import would do, or did, in numbers and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from documents import csv
from documents.sheets import SheetLine
from register_imports.reading.known import Known, post_called
from register_imports.reading.outcomes import WRITTEN, RowOutcome
from register_imports.reading.row import SheetRow


class Counts(NamedTuple):
    """How many rows of each outcome, and how many of those to import want a second look."""

    ready: int = 0
    update: int = 0
    unchanged: int = 0
    fix: int = 0
    ignored: int = 0
    flagged: int = 0

    @property
    def rows(self) -> int:
        """Those that are rows of a register at all."""
        return self.ready + self.update + self.unchanged + self.fix

    @property
    def sentence(self) -> str:
        """38 ready. 3 need fixing. 2 already on the register and will be updated."""
        says = [f"{self.ready:,} ready."]
        if self.fix:
            says.append(f"{self.fix:,} {'needs' if self.fix == 1 else 'need'} fixing.")
        if self.update:
            says.append(f"{self.update:,} already on the register and will be updated.")
        if self.unchanged:
            says.append(f"{self.unchanged:,} already on the register with nothing to change.")
        if self.flagged:
            looks = (
                "looks like another account" if self.flagged == 1 else "look like other accounts"
            )
            says.append(f"{self.flagged:,} {looks}.")
        return " ".join(says)

    @property
    def button(self) -> str:
        """Add 38, update 2, leave out 3. Nothing where there is nothing to do."""
        if not self.ready and not self.update:
            return ""
        parts = [
            f"{verb} {number:,}"
            for verb, number in (
                ("add", self.ready),
                ("update", self.update),
                ("leave out", self.fix),
            )
            if number
        ]
        text = ", ".join(parts)
        return text[0].upper() + text[1:]


def counts(rows: Iterable[SheetRow]) -> Counts:
    found, flagged = {str(one): 0 for one in RowOutcome}, 0
    for row in rows:
        found[row.outcome] += 1
        flagged += bool(row.warnings)
    return Counts(**found, flagged=flagged)


def finished(added: int, updated: int, left_out: int) -> str:
    """38 added, 2 updated, 3 left out."""
    return f"{added:,} added, {updated:,} updated, {left_out:,} left out"


def new_posts(
    rows: Iterable[SheetRow], known: Known
) -> dict[tuple[object, str], tuple[object, str]]:
    """The posts that rows would add, by place and title: unknown ones, each once."""
    found: dict[tuple[object, str], tuple[object, str]] = {}
    for row in (one for one in rows if one.outcome in WRITTEN):
        for column, titles in (("master", row.masters), ("posters", row.posters)):
            if row.outcome == RowOutcome.READY or column in row.changes:
                for title in titles:
                    if post_called(known, row.place, title) is None:
                        found.setdefault((row.place.pk, title.casefold()), (row.place, title))
    return found


def problem_sheet(
    lines: Sequence[SheetLine], headings: Sequence[str], wrong: Iterable[tuple[int, str]]
) -> bytes:
    """Only these rows, under their own headings, with what is wrong with each at the end."""
    cells = {line.number: line.cells for line in lines}
    found = [(cells[number], says) for number, says in wrong if number in cells]
    width = max([len(headings), *(len(row) for row, _ in found)], default=0)
    return csv.render(
        [*headings, *[""] * (width - len(headings)), "Problem"],
        ([*row, *[""] * (width - len(row)), says] for row, says in found),
    )
