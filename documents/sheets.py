"""Spreadsheets as people send them, as rows of text, or a sentence about why not."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from documents import apart, refusals
from documents.tables import MOST_BYTES, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_TEXT

WRONG_TYPE = "The selected file must be a CSV, XLSX or ODS"
TOO_BIG = "The selected file must be smaller than 5MB"
EMPTY = "The selected file is empty"
ACCEPTED = (
    ".csv,.xlsx,.ods,text/csv,"
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,"
    "application/vnd.oasis.opendocument.spreadsheet"
)
LIMITS = apart.Limits()
COPY = "Copy its rows into a new sheet, save that and select the new file"
SPLIT = "Split it and import each part"
SAYS = apart.SAYS | {
    "bytes": TOO_BIG,
    "empty": EMPTY,
    "type": WRONG_TYPE,
    "password": "The selected file is password protected",
    "damaged": "The selected file is damaged. Save it again and select the new file",
    "csv": "The selected file is not a CSV that we can read",
    "quote": "A quotation mark in row {row} is never closed. Close it and save the file again",
    "size": f"The selected file unpacks to more than we can read. {COPY}",
    "reach": f"The file must have {MOST_ROWS:,} rows and {MOST_COLUMNS} columns or fewer. {COPY}",
    "rows": f"The file must have {{most:,}} rows or fewer. {SPLIT}",
    "columns": f"The file must have {MOST_COLUMNS} columns or fewer",
    "merged": f"The file has more merged cells than we can read. {COPY}",
    "cells": f"The file must have {MOST_CELLS:,} filled cells or fewer. {SPLIT}",
    "letters": f"The cells of the file must hold {MOST_TEXT:,} letters or fewer together. {SPLIT}",
    "memory": f"The selected file needs more memory than we allow. {COPY}",
    "time": f"The selected file takes longer to read than we allow. {COPY}",
    "died": f"The selected file could not be read: it stopped our reader. {COPY}",
}


class Unreadable(ValidationError):
    """The file cannot be used; the message is a sentence about it."""


class SheetLine(NamedTuple):
    """A row that says anything, with the number it has in the sheet (the first is 1)."""

    number: int
    cells: list[str]


def read(data: bytes, *, most_rows: int = MOST_ROWS) -> list[SheetLine]:
    """The rows of the first sheet that says anything. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_BIG)
    if not data.strip():
        raise Unreadable(EMPTY)
    try:
        found = apart.read("documents.tables:lines", data, LIMITS, most_rows=most_rows)
        return [SheetLine(number, cells) for number, cells in found]
    except refusals.Refused as refusal:
        raise Unreadable(SAYS[refusal.why].format(**refusal.about)) from None


def uploaded(file: Any) -> bytes:
    """The bytes of a file that was uploaded or opened, unless there are too many of them. Raises Unreadable."""
    data = bytes(file.read(MOST_BYTES + 1))
    if max(len(data), getattr(file, "size", 0)) > MOST_BYTES:
        raise Unreadable(TOO_BIG)
    return data
