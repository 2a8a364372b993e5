"""Reading the Department for Education's establishment file: cp1252, CR LF, about 140 columns by name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from documents.refusals import Refused

OPEN, CLOSED, CLOSING, PROPOSED = "1", "2", "3", "4"
NEEDED = (
    "URN",
    "EstablishmentName",
    "EstablishmentStatus (code)",
    "Trusts (code)",
    "Trusts (name)",
)
USED = {
    "Address3",
    "County (name)",
    "EstablishmentName",
    "EstablishmentNumber",
    "EstablishmentStatus (code)",
    "LA (code)",
    "LA (name)",
    "Locality",
    "PhaseOfEducation (name)",
    "Postcode",
    "SchoolWebsite",
    "StatutoryHighAge",
    "StatutoryLowAge",
    "Street",
    "TelephoneNum",
    "Town",
    "Trusts (code)",
    "Trusts (name)",
    "UKPRN",
    "URN",
}
# Its longest line has about 3,000 letters, and it has about 52,000 lines.
MOST_IN_A_LINE = 200_000
MOST_LINES = 300_000
SMALL_WORDS = {"a", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with"}
LESS_THAN_A_PHASE = {"", "not applicable"}


@dataclass(frozen=True)
class GiasRow:
    """One establishment as the file has it, tidied. `line` is its row in the file; the heading is row 1."""

    line: int
    urn: str
    name: str
    status: str
    trust_uid: str
    trust_name: str
    laestab: str
    ukprn: str
    phase: str
    low_age: int | None
    high_age: int | None
    address: str
    town: str
    local_authority: str
    website_url: str
    office_phone: str

    @property
    def is_closed(self) -> bool:
        return self.status == CLOSED

    @property
    def is_wanted(self) -> bool:
        """Open, closing soon or closed; not one that is only proposed."""
        return self.status in {OPEN, CLOSED, CLOSING}


@dataclass(frozen=True)
class Wanted:
    """Whose schools: those of a trust by its number, or by its name where it has none, and these URNs; or all."""

    trust_uid: str = ""
    trust_name: str = ""
    urns: Collection[str] = ()
    every: bool = False

    def __contains__(self, row: GiasRow) -> bool:
        if self.every or row.urn in self.urns:
            return True
        if self.trust_uid:
            return row.trust_uid == self.trust_uid
        name = self.trust_name.casefold()
        return bool(name) and bool(row.trust_uid) and row.trust_name.casefold() == name


def found(file: BinaryIO, *, most: int, **wanted: Any) -> Iterator[dict[str, Any]]:
    """The rows that are wanted, for the process that reads (`apart`). Raises Refused."""
    whose = Wanted(**wanted | {"urns": frozenset(wanted["urns"])})
    text = io.TextIOWrapper(file, encoding="cp1252", errors="replace", newline="")
    rows = (row for row in read_lines(_bounded(text)) if row in whose)
    for number, row in enumerate(rows, 1):
        if number > most:
            raise Refused("schools", most=most)
        yield asdict(row)


def read(path: Path) -> Iterator[GiasRow]:
    """The rows of a file of our own, as the demonstration has one. What people bring goes through `gias_file`."""
    with path.open(encoding="cp1252", newline="") as file:
        yield from read_lines(file)


def _bounded(text: TextIO) -> Iterator[str]:
    """The lines of a file, none of them longer than a line of this file can be, nor more than it can have."""
    number = 0
    while line := text.readline(MOST_IN_A_LINE + 1):
        number += 1
        if len(line) > MOST_IN_A_LINE:
            raise Refused("line", line=number)
        if number > MOST_LINES:
            raise Refused("lines")
        yield line


def read_lines(lines: Iterable[str]) -> Iterator[GiasRow]:
    """The rows of an open file, one at a time. Raises Refused."""
    rows = csv.reader(_without_mark(iter(lines)))
    try:
        heading = next(rows, [])
        missing = [column for column in NEEDED if column not in heading]
        if missing:
            raise Refused("column", column=missing[0])
        used = [(place, name) for place, name in enumerate(heading) if name in USED]
        number = 1
        for row in rows:
            if row:
                number += 1
                yield row_of(
                    number, {name: tidy(row[place]) for place, name in used if place < len(row)}
                )
    except csv.Error:
        raise Refused("csv", line=rows.line_num) from None


def tidy(text: str | None) -> str:
    """Without the spaces around it, nor the character that PostgreSQL cannot keep."""
    return (text or "").replace("\x00", "").strip()


def row_of(line: int, cells: dict[str, str]) -> GiasRow:
    def cell(name: str) -> str:
        return cells.get(name, "")

    return GiasRow(
        line=line,
        urn=cell("URN"),
        name=cell("EstablishmentName")[:200],
        status=cell("EstablishmentStatus (code)"),
        trust_uid=group_uid(cell("Trusts (code)")),
        trust_name=spoken(cell("Trusts (name)").strip("- "))[:200],
        laestab=_laestab(cell("LA (code)"), cell("EstablishmentNumber")),
        ukprn=digits(cell("UKPRN"), 8),
        phase=""
        if cell("PhaseOfEducation (name)").lower() in LESS_THAN_A_PHASE
        else cell("PhaseOfEducation (name)")[:30],
        low_age=age(cell("StatutoryLowAge")),
        high_age=age(cell("StatutoryHighAge")),
        address="\n".join(
            filter(
                None,
                map(cell, ("Street", "Locality", "Address3", "Town", "County (name)", "Postcode")),
            )
        ),
        town=cell("Town")[:60],
        local_authority=cell("LA (name)")[:80],
        website_url=website(cell("SchoolWebsite")),
        office_phone=phone(cell("TelephoneNum")),
    )


def group_uid(code: str) -> str:
    """A trust's number in the Department's list: digits, ten at most."""
    return code if code.isdecimal() and len(code) <= 10 else ""


def spoken(name: str) -> str:
    """A name in capitals as people write it; any other as it stands."""
    if not name.isupper():
        return name
    words = name.lower().split()
    return " ".join(
        word if place and word in SMALL_WORDS else re.sub(r"(^|[-(.])(\w)", _raised, word)
        for place, word in enumerate(words)
    )


def _raised(found: re.Match[str]) -> str:
    return found[1] + found[2].upper()


def website(text: str) -> str:
    if not text or " " in text or "." not in text:
        return ""
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    return address if len(address) <= 200 else ""


def phone(text: str) -> str:
    """01234567890 as 01234 567890; without its nought, which spreadsheets lose, with it again."""
    numbers = re.sub(r"\D", "", text)
    if len(numbers) == 10 and not numbers.startswith("0"):
        numbers = f"0{numbers}"
    return f"{numbers[:5]} {numbers[5:]}" if len(numbers) == 11 else text[:30]


def digits(text: str, length: int) -> str:
    return text if text.isdecimal() and len(text) == length else ""


def age(text: str) -> int | None:
    return int(text) if text.isdecimal() and int(text) < 100 else None


def _laestab(authority: str, number: str) -> str:
    return digits(f"{authority.zfill(3)}{number.zfill(4)}", 7) if authority and number else ""


def _without_mark(lines: Iterator[str]) -> Iterator[str]:
    """A file saved again as UTF-8 begins with a mark that belongs to no column."""
    for place, line in enumerate(lines):
        yield line.removeprefix("ï»¿") if place == 0 else line
