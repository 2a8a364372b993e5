"""Spreadsheets as people send them, as rows of text: CSV, XLSX and ODS, known by what they hold and not by their names.

Nothing in a file runs, and nothing it claims is believed: its size is counted while it is unpacked,
and how far its cells reach is read before any row is made.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from documents import packed

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_LETTERS = 2000
WRONG_TYPE = "The selected file must be a CSV, XLSX or ODS"
TOO_BIG = "The selected file must be smaller than 5MB"
EMPTY = "The selected file is empty"
PASSWORD = "The selected file is password protected"
DAMAGED = "The selected file is damaged. Save it again and select the new file"
OPEN_QUOTE = "A quotation mark in row {row} is never closed. Close it and save the file again"
# What other kinds of file begin with; each could also be read as text.
NOT_TEXT = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"#!")
MARKUP = ("<!doctype", "<html", "<?xml", "<svg", "<script")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ACCEPTED = (
    ".csv,.xlsx,.ods,text/csv,"
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,"
    "application/vnd.oasis.opendocument.spreadsheet"
)
SEPARATORS = (",", ";", "\t", "|")
MOST_LINES_IN_A_CELL = 50


class Unreadable(ValidationError):
    """The file cannot be used; the message is a sentence about it."""


class Line(NamedTuple):
    """A row that says anything, with the number it has in the sheet (the first is 1)."""

    number: int
    cells: list[str]


def read(data: bytes, *, most_rows: int = MOST_ROWS) -> list[Line]:
    """The rows of the first sheet that says anything. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_BIG)
    if not data.strip():
        raise Unreadable(EMPTY)
    found = list(_lines(_rows(data), most_rows))
    if not found:
        raise Unreadable(EMPTY)
    return found


def uploaded(file: Any) -> bytes:
    """The bytes of an uploaded file, unless there are too many of them. Raises Unreadable."""
    if file.size > MOST_BYTES:
        raise Unreadable(TOO_BIG)
    return bytes(file.read())


def _rows(data: bytes) -> Iterator[list[str]]:
    if data.startswith(b"PK"):
        return _of_workbook(data)
    if data.startswith(OLD_OFFICE):
        raise Unreadable(PASSWORD if "EncryptedPackage".encode("utf-16-le") in data else WRONG_TYPE)
    return _of_text(_text(data))


def _lines(rows: Iterator[list[str]], most_rows: int) -> Iterator[Line]:
    kept = 0
    for number, row in enumerate(rows, 1):
        cells = [cell.strip()[:MOST_LETTERS] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(f"The file must have {MOST_COLUMNS} columns or fewer")
        kept += 1
        # Headings, titles and footers need room beside the rows themselves.
        if kept > most_rows + 50:
            raise Unreadable(
                f"The file must have {most_rows:,} rows or fewer. Split it and import each part"
            )
        yield Line(number, cells)


def _text(data: bytes) -> str:
    if data.startswith(NOT_TEXT):
        raise Unreadable(WRONG_TYPE)
    text = _decoded(data)
    if text.lstrip()[:20].lower().startswith(MARKUP) or _is_noise(text):
        raise Unreadable(WRONG_TYPE)
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
                raise Unreadable(OPEN_QUOTE.format(row=number))
            yield row
    except csv.Error as error:
        raise Unreadable("The selected file is not a CSV that we can read") from error


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
    try:
        packed.look(data, most_rows=MOST_ROWS * 2, most_columns=MOST_COLUMNS * 3)
    except packed.Refused as refusal:
        raise Unreadable(SAYS[refusal.why]) from None
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in workbook.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible:
                rows = _of_sheet(workbook.get_sheet_by_name(meta.name))
                if any(any(row) for row in rows):
                    return iter(rows)
    except PasswordError:
        raise Unreadable(PASSWORD) from None
    except (CalamineError, ValueError, OSError, OverflowError):
        raise Unreadable(DAMAGED) from None
    return iter(())


SAYS = {
    "type": WRONG_TYPE,
    "password": PASSWORD,
    "size": "The selected file unpacks to more than we can read. Copy its rows into a new sheet and save that",
    "reach": f"The file must have {MOST_ROWS:,} rows and {MOST_COLUMNS} columns or fewer. Copy its rows into a new sheet and save that",
    "damaged": DAMAGED,
}


def _of_sheet(sheet: CalamineSheet) -> list[list[str]]:
    rows = [[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
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
