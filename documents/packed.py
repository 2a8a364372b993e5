"""Looks into a packed spreadsheet before anything reads it: what it is, how large, and how far its cells reach."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 2000
PIECE = 256 * 1024
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
XLSX, ODS = "xl/workbook.xml", "content.xml"
PARTS = "xl/_rels/workbook.xml.rels"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


class Refused(Exception):
    """Not to be read. `why` is type, password, size, reach or damaged."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def look(data: bytes, *, most_rows: int, most_columns: int) -> None:
    """Nothing where the file is an XLSX or ODS of bearable size. Raises Refused."""
    try:
        with ZipFile(io.BytesIO(data)) as pack:
            _look_at_parts(pack)
            names = set(pack.namelist())
            scans = _scans(pack, names)
            budget = _Budget(MOST_UNPACKED)
            for name in sorted(names):
                scan = scans(name)
                _unpack(pack, name, budget, scan(most_rows, most_columns) if scan else None)
    except (BadZipFile, zlib.error, EOFError, OSError, expat.ExpatError, ValueError, KeyError):
        raise Refused("damaged") from None
    except (
        NotImplementedError,
        RuntimeError,
    ):  # a way of packing, or of locking, that no office uses
        raise Refused("damaged") from None


def _look_at_parts(pack: ZipFile) -> None:
    parts = pack.infolist()
    if len(parts) > MOST_PARTS:
        raise Refused("size")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password")


def _scans(pack: ZipFile, names: set[str]) -> Callable[[str], type[Scan] | None]:
    """Which part is looked through how. A file that is two kinds at once is none."""
    if XLSX not in names:
        _look_at_ods(pack, names)
        return lambda name: ContentScan if name == ODS else None
    if ODS in names or "xl/workbook.bin" in names:
        raise Refused("type")
    # A sheet lies where the list of parts says, so everything that could be one is looked through.
    return lambda name: (
        PartsScan if name == PARTS else SheetScan if name.lower().endswith(".xml") else None
    )


def _look_at_ods(pack: ZipFile, names: set[str]) -> None:
    if "mimetype" not in names or ODS not in names or pack.read("mimetype").strip() != ODS_TYPE:
        raise Refused("type")
    if "META-INF/manifest.xml" in names:
        with pack.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(MOST_UNPACKED // 10):
                raise Refused("password")


class _Budget:
    """The bytes that may still be unpacked."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Refused("size")


def _unpack(pack: ZipFile, name: str, budget: _Budget, scan: Scan | None) -> None:
    """Through the whole part once, a piece at a time: what its directory claims is not believed."""
    with pack.open(name) as part:
        while piece := part.read(PIECE):
            budget.spend(len(piece))
            if scan is not None:
                scan.feed(piece)
    if scan is not None:
        scan.feed(b"", last=True)


class Scan:
    """Counts how far the cells of a sheet reach, and refuses a document type of its own."""

    def __init__(self, most_rows: int, most_columns: int) -> None:
        self.most_rows, self.most_columns = most_rows, most_columns
        self.row = self.column = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        self.parser.Parse(piece, last)

    def refuse(self, *_: Any) -> None:
        raise Refused("damaged")

    def start(self, name: str, about: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Nothing, where a sheet says its positions at the start."""

    def reached(self, row: int, column: int) -> None:
        if row > self.most_rows or column > self.most_columns:
            raise Refused("reach")


class SheetScan(Scan):
    """A sheet of an XLSX: every cell says where it stands, or stands after the last one."""

    def start(self, name: str, about: dict[str, str]) -> None:
        kind = name.rpartition(" ")[2]
        if kind == "row":
            self.row = int(about.get("r", self.row + 1))
            self.column = 0
        elif kind == "c":
            found = CELL.fullmatch(about.get("r", "").replace("$", "").upper())
            self.column = _number(found[1]) if found else self.column + 1
            self.row = int(found[2]) if found else self.row
            self.reached(self.row, self.column)


class PartsScan(Scan):
    """The list of a workbook's parts: sheets, texts and styles. One with programs in it is not taken."""

    def start(self, name: str, about: dict[str, str]) -> None:
        if name.endswith(" Relationship") and not about.get("Target", "").lower().endswith(".xml"):
            raise Refused("type")


class ContentScan(Scan):
    """The content of an ODS: cells and rows may say that they stand there many times."""

    def __init__(self, most_rows: int, most_columns: int) -> None:
        super().__init__(most_rows, most_columns)
        self.rows_of_this = self.repeats = 1
        self.says = self.row_says = False

    def start(self, name: str, about: dict[str, str]) -> None:
        kind = name.rpartition(" ")[2]
        if kind == "table":
            self.row = 0
        elif kind == "table-row":
            self.rows_of_this, self.column, self.row_says = _repeated(about, "rows"), 0, False
        elif kind in ("table-cell", "covered-table-cell"):
            self.repeats = _repeated(about, "columns")
            self.says = any(key.endswith(" value-type") for key in about)
        elif kind == "p":
            self.says = True

    def end(self, name: str) -> None:
        kind = name.rpartition(" ")[2]
        if kind in ("table-cell", "covered-table-cell"):
            self.column += self.repeats
            if self.says:
                self.row_says = True
                self.reached(1, self.column)
        elif kind == "table-row":
            self.row += self.rows_of_this
            if self.row_says:
                self.reached(self.row, 1)


def _repeated(about: dict[str, str], what: str) -> int:
    key = next((key for key in about if key.endswith(f" number-{what}-repeated")), "")
    return max(1, int(about[key])) if key else 1


def _number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
