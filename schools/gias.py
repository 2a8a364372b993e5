"""Reading the Department for Education's establishment file: cp1252, CR LF, about 140 columns by name."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPEN, CLOSED, CLOSING, PROPOSED = "1", "2", "3", "4"
NEEDED = (
    "URN",
    "EstablishmentName",
    "EstablishmentStatus (code)",
    "Trusts (code)",
    "Trusts (name)",
)
SMALL_WORDS = {"a", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with"}
LESS_THAN_A_PHASE = {"", "not applicable"}


class Unreadable(Exception):
    """The file is not the Department's; says why in one line."""


@dataclass(frozen=True)
class Row:
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


def read(path: Path) -> Iterator[Row]:
    """The rows of the file, one at a time. Raises Unreadable."""
    try:
        with path.open(encoding="cp1252", errors="replace", newline="") as file:
            yield from read_lines(file, path.name)
    except OSError as problem:
        raise Unreadable(f"{path.name} cannot be read: {problem}") from None


def read_lines(lines: Iterable[str], name: str) -> Iterator[Row]:
    """The rows of an open file of this name, one at a time. Raises Unreadable."""
    try:
        rows = csv.DictReader(_without_mark(iter(lines)))
        missing = [column for column in NEEDED if column not in (rows.fieldnames or ())]
        if missing:
            raise Unreadable(f"{name} is not an establishment file: it has no column {missing[0]}")
        for line, cells in enumerate(rows, start=2):
            yield row_of(line, {column: tidy(text) for column, text in cells.items() if column})
    except csv.Error as problem:
        raise Unreadable(f"{name} cannot be read: {problem}") from None


def of_trust(rows: Iterable[Row], trust: Any, urns: Collection[str]) -> Iterator[Row]:
    """The rows of this trust by its number, else by its name, and those of these URNs."""
    for row in rows:
        is_own = (
            row.trust_uid == trust.group_uid
            if trust.group_uid
            else bool(row.trust_uid) and row.trust_name.casefold() == trust.name.casefold()
        )
        if is_own or row.urn in urns:
            yield row


def tidy(text: str | None) -> str:
    """Without the spaces around it, nor the character that PostgreSQL cannot keep."""
    return (text or "").replace("\x00", "").strip()


def row_of(line: int, cells: dict[str, str]) -> Row:
    def cell(name: str) -> str:
        return cells.get(name, "")

    return Row(
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
