"""The schools of the Department's file that are wanted, or a sentence about why it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import BinaryIO

from documents import apart
from documents.refusals import Refused
from schools.gias import GiasRow, Wanted

MOST_BYTES = 100 * 1024 * 1024
MOST_SCHOOLS = 500  # of one trust, by the page
EVERY_SCHOOL = 100_000  # about 52,000 stand in the file, closed ones included
LIMITS = apart.Limits(memory=256 * apart.MEGABYTE, seconds=60, answer=128 * apart.MEGABYTE)
AGAIN = "Download it again and select that"
SAYS = apart.SAYS | {
    "column": "{name} is not an establishment file: it has no column {column}. "
    "Download “All establishment data” and select that",
    "csv": f"{{name}} cannot be read: a cell near line {{line}} has no end. {AGAIN}",
    "line": f"{{name}} cannot be read: line {{line}} is longer than the Department’s are. {AGAIN}",
    "lines": f"{{name}} has more lines than the Department’s file. {AGAIN}",
    "schools": "{name} names more than {most:,} schools of yours",
    "memory": f"{{name}} needs more memory than the Department’s file. {AGAIN}",
    "time": f"{{name}} takes longer to read than the Department’s file. {AGAIN}",
    "died": f"{{name}} could not be read: it stopped our reader. {AGAIN}",
}


class Unreadable(Exception):
    """The file is not the Department's; says why in one line."""


def wanted_rows(
    file: BinaryIO, name: str, wanted: Wanted, *, most: int = EVERY_SCHOOL
) -> Iterator[GiasRow]:
    """The rows of an open file of this name, one at a time. Raises Unreadable."""
    try:
        for row in apart.read("schools.gias:found", file, LIMITS, most=most, **asdict(wanted)):
            yield GiasRow(**row)
    except Refused as refusal:
        raise Unreadable(SAYS[refusal.why].format(name=name, **refusal.about)) from None
