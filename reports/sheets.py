"""The same rows for a spreadsheet or a program: CSV, XLSX and JSON, written row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from accounts_registry.api import RegisterRow
from documents import csv, xlsx
from reports.orders import Built, Order, blank_file

COLUMNS = (
    ("School", 28),
    ("Platform", 20),
    ("Account/Page name", 30),
    ("Master administration role", 26),
    ("Approved users (posting)", 40),
    ("Opened", 14),
    ("Closed", 14),
    ("Remark", 36),
    ("Reference", 11),
    ("Link", 44),
)


def register_csv(order: Order) -> Built:
    """The rows, and below them how they came about."""
    out = blank_file()
    about = [(), *order.about().items()]
    csv.write(out, [heading for heading, _ in COLUMNS], csv_lines(order, about))
    return order.built(out)


def csv_lines(order: Order, about: list[Any]) -> Iterator[Any]:
    """The rows as CSV has them, then what is said about them."""
    for row in order.rows:
        yield (*_words(row)[:5], row.shown_opened, row.shown_closed, *_words(row)[5:])
    yield from about


def register_xlsx(order: Order) -> Built:
    """A sheet of rows with real dates, and a sheet that says how they came about."""
    out = blank_file()
    rows = (
        (
            *_words(row)[:5],
            row.opened or row.shown_opened,
            row.closed or row.shown_closed,
            *_words(row)[5:],
        )
        for row in order.rows
    )
    about = xlsx.Sheet("About", (("About this file", 24), ("", 70)), order.about().items())
    xlsx.write(
        out,
        [xlsx.Sheet("Register", COLUMNS, rows), about],
        title=f"Official social media channels: {order.school or order.trust}",
    )
    return order.built(out)


def register_json(order: Order) -> Built:
    """One document for a program: what it is, then the rows."""
    out = blank_file()
    about = json.dumps(order.about(), default=str, ensure_ascii=False, indent=1)
    out.write(f'{{\n"about": {about},\n"rows": ['.encode())
    for place, row in enumerate(order.rows):
        said = json.dumps(row.as_data(), default=str, ensure_ascii=False)
        out.write(f"{',' if place else ''}\n{said}".encode())
    out.write(b"\n]\n}\n")
    return order.built(out)


def _words(row: RegisterRow) -> tuple[str, ...]:
    """Every column but the dates."""
    return (
        row.school,
        row.platform,
        row.account_name,
        row.master,
        row.approved_users,
        ", ".join(filter(None, ("paused" if row.paused else "", row.remark))),
        row.reference,
        row.url,
    )
