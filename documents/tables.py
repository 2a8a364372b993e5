"""The rows of a spreadsheet, whatever kind it is: CSV, XLSX and ODS, known by what they hold and not by their names.

Read in a process of its own (`apart`). Nothing in a file runs, and nothing it claims is believed: its
size is counted while it is unpacked, and what its rows would become is reckoned before any is made.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from documents import packed_sheets
from documents.refusals import Refused
from documents.scans import Bounds

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_LETTERS = 2000  # of one cell; the rest of it is left out
MOST_CELLS = 500_000  # that say something
MOST_MERGED = 1_000_000  # rows that merged cells speak for
MOST_TEXT = 10_000_000  # letters of all cells
# Before anything is built: people leave formats and stray cells around their rows.
BOUNDS = Bounds(
    rows=MOST_ROWS * 2,
    columns=MOST_COLUMNS * 3,
    places=4_000_000,
    cells=2_000_000,
    letters=MOST_TEXT,
)
# What other kinds of file begin with; each could also be read as text.
NOT_TEXT = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"#!")
MARKUP = ("<!doctype", "<html", "<?xml", "<svg", "<script")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
SEPARATORS = (",", ";", "\t", "|")
MOST_LINES_IN_A_CELL = 50


def lines(file: BinaryIO, *, most_rows: int = MOST_ROWS) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that says anything, numbered from 1 as in the sheet. Raises Refused."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refused("bytes")
    if not data.strip():
        raise Refused("empty")
    number = 0
    for number, cells in _kept(_rows(data), most_rows):  # noqa: B007 (whether there was any)
        yield number, cells
    if not number:
        raise Refused("empty")


def _rows(data: bytes) -> Iterator[list[str]]:
    if data.startswith(b"PK"):
        return _of_workbook(data)
    if data.startswith(OLD_OFFICE):
        raise Refused("password" if "EncryptedPackage".encode("utf-16-le") in data else "type")
    return _of_text(_text(data))


def _kept(rows: Iterator[list[str]], most_rows: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that say anything, within the bounds of what a page can hold."""
    kept = said = letters = 0
    for number, row in enumerate(rows, 1):
        cells = [cell.strip()[:MOST_LETTERS] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise Refused("columns")
        kept += 1
        # Headings, titles and footers need room beside the rows themselves.
        if kept > most_rows + 50:
            raise Refused("rows", most=most_rows)
        said += sum(map(bool, cells))
        letters += sum(map(len, cells))
        if said > MOST_CELLS:
            raise Refused("cells")
        if letters > MOST_TEXT:
            raise Refused("letters")
        yield number, cells


def _text(data: bytes) -> str:
    if data.startswith(NOT_TEXT):
        raise Refused("type")
    text = _decoded(data)
    if text.lstrip()[:20].lower().startswith(MARKUP) or _is_noise(text):
        raise Refused("type")
    return text.replace("\x00", "")


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 by their marks or their bytes; else what Excel on Windows calls CSV."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        sample = data[:2000]
        if sample.count(0) > len(sample) / 4:
            return data.decode("utf-16-be" if sample[0] == 0 else "utf-16-le")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _is_noise(text: str) -> bool:
    """Control characters that no sheet has: it was no text at all."""
    sample = text[:4000]
    odd = sum(letter < " " and letter not in "\t\r\n\f" for letter in sample)
    return odd > len(sample) / 50 + 2


def _of_text(text: str) -> Iterator[list[str]]:
    begins = text[:6].lower()
    told = text[4:5] if begins.startswith("sep=") else ""
    if told:  # Excel's own first line: it is counted, and says nothing
        text = "\n" + text.split("\n", 1)[-1] if "\n" in text else ""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=told or _separator(text))
    try:
        for number, row in enumerate(rows, 1):
            if any(cell.count("\n") > MOST_LINES_IN_A_CELL for cell in row):
                raise Refused("quote", row=number)
            yield row
    except csv.Error as error:
        raise Refused("csv") from error


def _separator(text: str) -> str:
    """The one that gives the most rows of the same length, outside quotation marks."""

    def worth(separator: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
        try:
            widths = Counter(len(row) for row, _ in zip(rows, range(60), strict=False) if any(row))
        except csv.Error:
            return (0, 0)
        wide = [(count, width) for width, count in widths.items() if width > 1]
        return max(wide, default=(0, 0))

    return max(SEPARATORS, key=worth)


def _of_workbook(data: bytes) -> Iterator[list[str]]:
    packed_sheets.look(io.BytesIO(data), BOUNDS)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in workbook.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible:
                rows = _of_sheet(workbook.get_sheet_by_name(meta.name))
                if any(any(row) for row in rows):
                    return iter(rows)
    except PasswordError:
        raise Refused("password") from None
    except (CalamineError, ValueError, OSError, OverflowError):
        raise Refused("damaged") from None
    return iter(())


def _of_sheet(sheet: CalamineSheet) -> list[list[str]]:
    rows = [[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    steps = 0
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        steps += max(0, min(bottom + 1, len(rows)) - top)
        if steps > MOST_MERGED:
            raise Refused("merged")
        # A cell merged downwards speaks for each of its rows; one merged to the right is a title.
        for below in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[below]) and left < len(rows[top]):
                rows[below][left] = rows[below][left] or rows[top][left]
    return rows


def as_text(cell: Any) -> str:
    """A cell as it would be typed: 3.0 is "3", a date is 2018-05-16."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\x00", "")
