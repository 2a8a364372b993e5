"""XLSX with real dates, a header that stays in sight, and cells that are text and never formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST = 32_767  # letters in a cell


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns with their widths in letters, and its rows one by one."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Any]]


def write(out: BinaryIO, sheets: Iterable[Sheet], *, title: str) -> None:
    """Row by row into the file, never all at once in memory."""
    from xlsxwriter import Workbook

    with Workbook(out, SAFE) as book:
        book.set_properties({"title": title})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d mmm yyyy"})
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, bold, day)


def _fill(page: Any, sheet: Sheet, bold: Any, day: Any) -> None:
    for place, (heading, width) in enumerate(sheet.columns):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, bold)
    page.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(row):
            _write(page, last, place, cell, day)
    if last:
        page.autofilter(0, 0, last, len(sheet.columns) - 1)


def _write(page: Any, row: int, place: int, cell: Any, day: Any) -> None:
    """Dates as dates and numbers as numbers; everything else is text, whatever it begins with."""
    if isinstance(cell, date):
        page.write_datetime(row, place, cell, day)
    elif isinstance(cell, int):
        page.write_number(row, place, cell)
    elif cell is not None:
        page.write_string(row, place, str(cell)[:LONGEST])
