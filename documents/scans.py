"""What the markup of a spreadsheet would become: how far its cells reach, how many there are, how much text they ask for.

A text may be written once and asked for by every cell, and a cell may say that it stands there many
times, so the size of a file says nothing about the size of its rows.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from documents.refusals import Refused

MOST_DEPTH = 100
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
ENCODINGS = {"utf-8", "us-ascii", "ascii"}


@dataclass(frozen=True)
class Bounds:
    """How large a sheet may become: rows, columns, places (rows times columns), cells, letters."""

    rows: int
    columns: int
    places: int
    cells: int
    letters: int


class Book:
    """What the sheets of a file would become, counted while its parts are looked through, in any order."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.cells = self.places = self.letters = 0
        self.lengths = array("I")  # of the shared texts, which cells name by number
        self.asked: list[tuple[int, array[int]]] = []

    def add_cells(self, number: int) -> None:
        self.cells += number
        if self.cells > self.bounds.cells:
            raise Refused("cells")

    def add_letters(self, number: int) -> None:
        self.letters += number
        if self.letters > self.bounds.letters:
            raise Refused("letters")

    def add_places(self, rows: int, columns: int) -> None:
        self.places += rows * columns
        if self.places > self.bounds.places:
            raise Refused("reach")

    def close(self) -> None:
        """Once every part is known: the texts times how often a sheet asks for each. One sheet is read."""
        for letters, asked in self.asked:
            known = len(self.lengths)
            total = letters + sum(self.lengths[one] for one in asked if one < known)
            if total > self.bounds.letters:
                raise Refused("letters")


class Scan:
    """Looks through one part, and refuses a document type of its own."""

    def __init__(self, book: Book) -> None:
        self.book, self.bounds = book, book.bounds
        self.row = self.column = self.depth = self.letters = 0
        self.furthest = [0, 0]
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.XmlDeclHandler = self.declared
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.StartElementHandler = self.starts
        self.parser.EndElementHandler = self.ends
        self.begun = False

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        if not self.begun and piece[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
            raise Refused("damaged")  # UTF-16 is another text to a reader that does not expect it
        self.begun = True
        self.parser.Parse(piece, last)
        if last:
            self.close()

    def declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in ENCODINGS:
            raise Refused("damaged")

    def refuse(self, *_: Any) -> None:
        raise Refused("damaged")

    def starts(self, name: str, about: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise Refused("damaged")
        self.start(name.rpartition(" ")[2], about)

    def ends(self, name: str) -> None:
        self.depth -= 1
        self.end(name.rpartition(" ")[2])

    def start(self, kind: str, about: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, kind: str) -> None:
        """Nothing, where all is said at the start."""

    def close(self) -> None:
        self.book.add_places(*self.furthest)

    def reached(self, row: int, column: int) -> None:
        if row > self.bounds.rows or column > self.bounds.columns:
            raise Refused("reach")
        self.furthest = [max(self.furthest[0], row), max(self.furthest[1], column)]

    def count(self, text: str) -> None:
        self.letters += len(text)


class SheetScan(Scan):
    """A sheet of an XLSX, or its shared texts. A cell says where it stands, or stands after the last one."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.kind, self.number = "", ""
        self.asked = array("I")
        self.parser.buffer_text = True

    def start(self, kind: str, about: dict[str, str]) -> None:
        if kind == "row":
            self.row = int(about.get("r", self.row + 1))
            self.column = 0
        elif kind == "c":
            found = CELL.fullmatch(about.get("r", "").replace("$", "").upper())
            self.column = _number(found[1]) if found else self.column + 1
            self.row = int(found[2]) if found else self.row
            self.reached(self.row, self.column)
            self.book.add_cells(1)
            self.kind, self.number = about.get("t", ""), ""
        elif kind == "v" or kind == "t":
            self.parser.CharacterDataHandler = self.shared if self.kind == "s" else self.count
        elif kind == "si":
            self.letters, self.kind = 0, ""

    def end(self, kind: str) -> None:
        if kind == "v" or kind == "t":
            self.parser.CharacterDataHandler = None
        elif kind == "c":
            if self.number:
                self.asked.append(int(self.number))
            self.kind = ""
        elif kind == "si":
            self.book.lengths.append(self.letters)
            self.letters = 0

    def shared(self, text: str) -> None:
        self.number += text

    def close(self) -> None:
        super().close()
        self.book.asked.append((self.letters, self.asked))


class PartsScan(Scan):
    """The list of a workbook's parts: sheets, texts and styles. One with programs in it is not taken."""

    def start(self, kind: str, about: dict[str, str]) -> None:
        if kind == "Relationship" and not about.get("Target", "").lower().endswith(".xml"):
            raise Refused("type")


class RootScan(Scan):
    """Where the workbook lies: a reader must not be led to another one than what is looked through."""

    def start(self, kind: str, about: dict[str, str]) -> None:
        is_workbook = kind == "Relationship" and about.get("Type", "").endswith("/officeDocument")
        if is_workbook and about.get("Target", "").lstrip("/") != "xl/workbook.xml":
            raise Refused("damaged")


class ContentScan(Scan):
    """The content of an ODS: cells and rows may say that they stand there many times. All its tables are read."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.rows_of_this = self.repeats = 1
        self.says = self.row_says = False
        self.row_cells = self.row_letters = 0
        self.parser.CharacterDataHandler = self.count

    def start(self, kind: str, about: dict[str, str]) -> None:
        if kind == "table":
            self.row = 0
        elif kind == "table-row":
            self.rows_of_this, self.column, self.row_says = _repeated(about, "rows"), 0, False
            self.row_cells = self.row_letters = 0
        elif kind in ("table-cell", "covered-table-cell"):
            self.repeats = _repeated(about, "columns")
            self.says = any(key.endswith(" value-type") for key in about)
            self.letters = sum(map(len, about.values()))
        elif kind == "p":
            self.says = True
        elif kind == "s":  # so many spaces
            self.letters += _counted(about, " c")

    def end(self, kind: str) -> None:
        if kind in ("table-cell", "covered-table-cell"):
            self.column += self.repeats
            if self.says:
                self.row_says = True
                self.row_cells += self.repeats
                self.row_letters += self.repeats * self.letters
                self.reached(1, self.column)
            self.says = False
        elif kind == "table-row":
            self.row += self.rows_of_this
            if self.row_says:
                self.reached(self.row, 1)
                self.book.add_cells(self.row_cells * self.rows_of_this)
                self.book.add_letters(self.row_letters * self.rows_of_this)
        elif kind == "table":
            self.book.add_places(*self.furthest)
            self.furthest = [0, 0]


def _counted(about: dict[str, str], ending: str) -> int:
    key = next((key for key in about if key.endswith(ending)), "")
    return max(1, int(about[key])) if key else 1


def _repeated(about: dict[str, str], what: str) -> int:
    return _counted(about, f" number-{what}-repeated")


def _number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
