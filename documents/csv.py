"""CSV as spreadsheets like it: UTF-8 with its mark, CR LF, and no cell that would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

CONTENT_TYPE = "text/csv; charset=utf-8"
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "\ufeff"


def write(out: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The rows under their header, one by one."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    text.write(MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(cell) for cell in header])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    text.detach()


def render(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The same in memory, for a small table."""
    out = io.BytesIO()
    write(out, header, rows)
    return out.getvalue()


def guarded(cell: Any) -> str:
    """An apostrophe before anything a spreadsheet would take for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(BEGINS_A_FORMULA) else text
