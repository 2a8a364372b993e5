"""What the columns of a sheet mean: guessed from their headings, and the person's to change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from documents.sheets import SheetLine
from register_imports.reading.cells import is_example

MOST_HEADINGS_DOWN = 40
SAMPLES = 3


class Meaning(NamedTuple):
    """What a column can be: its code, its name on screen and in errors, and what sheets call it."""

    code: str
    name: str
    called: tuple[str, ...]


MEANINGS: tuple[Meaning, ...] = (
    Meaning("school", "School", ("school", "school name", "academy", "school/academy", "urn")),
    Meaning(
        "platform",
        "Platform",
        (
            "platform",
            "platform name",
            "social media",
            "social media platform",
            "site",
            "network",
            "type",
        ),
    ),
    Meaning(
        "account",
        "Account or page name",
        (
            "account/page name",
            "account / page name",
            "account or page name",
            "account name",
            "page name",
            "account",
            "page",
            "handle",
            "username",
            "user name",
            "name",
            "name of account",
            "channel",
        ),
    ),
    Meaning("url", "Link", ("link", "url", "web address", "link to account", "hyperlink")),
    Meaning(
        "master",
        "Master administration role",
        (
            "master administration role",
            "master administration",
            "master administrator",
            "master admin",
            "master admin role",
            "administrator",
            "admin",
            "owner",
        ),
    ),
    Meaning(
        "posters",
        "Approved users",
        (
            "approved users (posting)",
            "approved users",
            "approved user",
            "approved to post",
            "users",
            "posters",
            "who posts",
        ),
    ),
    Meaning(
        "opened",
        "Date opened",
        ("opened", "date opened", "date open", "open", "opened on", "start date", "opening date"),
    ),
    Meaning(
        "closed",
        "Date closed",
        ("closed", "date closed", "closed on", "end date", "closing date", "close"),
    ),
    Meaning("reference", "Reference", ("reference", "ref", "channel reference")),
)
BY_CODE: Mapping[str, Meaning] = {meaning.code: meaning for meaning in MEANINGS}
CALLED: Mapping[str, str] = {
    name: meaning.code for meaning in MEANINGS for name in (*meaning.called, meaning.name.lower())
}
GROUPS = frozenset({"date", "dates"})
ORDER_OF_THE_FORM = ("platform", "account", "master", "posters", "opened", "closed")


class Layout(NamedTuple):
    """Where a sheet's rows begin, and the place of each column that means something."""

    first_row: int
    columns: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        return {"first_row": self.first_row, "columns": self.columns}


class Column(NamedTuple):
    """A column as a person sees it: its heading, some of its values, and what it was taken for."""

    place: int
    heading: str
    samples: list[str]
    meaning: str

    @property
    def letter(self) -> str:
        """A, B … as the sheet itself numbers them."""
        number, letters = self.place + 1, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


def guess(lines: Sequence[SheetLine], platform_names: Collection[str]) -> Layout:
    """The layout of a sheet, with a title above its headings and headings of one row or two."""
    place = _headings_at(lines)
    if place is None:
        return _without_headings(lines, platform_names)
    names, last = _names(lines, place)
    columns: dict[str, int] = {}
    for at, name in enumerate(names):
        if (code := meant(name)) and code not in columns:
            columns[code] = at
    return Layout(_number_after(lines, last), columns)


def described(lines: Sequence[SheetLine], layout: Layout) -> list[Column]:
    """Every column of the sheet with its heading and its first values."""
    meanings = {place: code for code, place in layout.columns.items()}
    rows = [
        line.cells
        for line in lines
        if line.number >= layout.first_row and not any(map(is_example, line.cells[:2]))
    ]
    names = headings(lines, layout)
    width = max((len(line.cells) for line in lines), default=0)
    return [
        Column(
            place,
            names[place] if place < len(names) else "",
            _first_values(rows, place),
            meanings.get(place, ""),
        )
        for place in range(width)
    ]


def headings(lines: Sequence[SheetLine], layout: Layout) -> list[str]:
    """The names of the columns as the sheet has them."""
    place = _headings_at([line for line in lines if line.number < layout.first_row])
    return [] if place is None else _names(lines, place)[0]


def meant(name: str) -> str:
    """What a heading stands for; nothing where we do not know."""
    plain = _plain(name)
    return CALLED.get(plain, "")


def problems(columns: Mapping[str, int], *, needs_school: bool) -> list[str]:
    """What is still to choose before the rows can be read."""
    found = []
    if "platform" not in columns and "url" not in columns:
        found.append("Choose which column has the platform")
    if "account" not in columns and "url" not in columns:
        found.append("Choose which column has the account or page name")
    if needs_school and not {"school", "reference"} & set(columns):
        found.append("Choose which column has the school")
    return found


def _plain(name: str) -> str:
    words = " ".join(re.sub(r"[*:.?]", " ", name).casefold().split())
    return words.replace(" /", "/").replace("/ ", "/")


def _headings_at(lines: Sequence[SheetLine]) -> int | None:
    """The row that names the most columns, among the first ones."""
    best, most = None, 1
    for place, line in enumerate(lines[:MOST_HEADINGS_DOWN]):
        known = len({code for cell in line.cells if (code := meant(cell))})
        if known > most:
            best, most = place, known
    return best


def _names(lines: Sequence[SheetLine], place: int) -> tuple[list[str], int]:
    """The headings with what stands over or under them in a second row, and the last of these rows."""
    names, last = list(lines[place].cells), place
    below = lines[place + 1].cells if place + 1 < len(lines) else []
    if _continues(below, names):
        width = max(len(names), len(below))
        over = _spread([*names, *[""] * (width - len(names))])
        under = [*below, *[""] * (width - len(below))]
        return [
            f"{top} {name}".strip() if name else (names[at] if at < len(names) else "")
            for at, (top, name) in enumerate(zip(over, under, strict=True))
        ], place + 1
    return names, last


def _continues(below: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a row goes on with the headings: nothing but names of columns, where no name stood yet."""
    said = [(at, cell) for at, cell in enumerate(below) if cell]
    return bool(said) and all(
        meant(cell) and (at >= len(names) or not names[at] or _plain(names[at]) in GROUPS)
        for at, cell in said
    )


def _spread(names: Sequence[str]) -> list[str]:
    """A group's name over each of its columns: Date over Opened and Closed."""
    spread, last = [], ""
    for name in names:
        last = name or last
        spread.append(last if _plain(last) in GROUPS else name)
    return spread


def _number_after(lines: Sequence[SheetLine], place: int) -> int:
    return lines[place].number + 1


def _without_headings(lines: Sequence[SheetLine], platform_names: Collection[str]) -> Layout:
    """No headings at all: the columns of the form in their order, beside the one that names platforms."""
    known = {name.casefold() for name in platform_names}
    found = Counter(
        place
        for line in lines[:MOST_HEADINGS_DOWN]
        for place, cell in enumerate(line.cells)
        if cell.strip().casefold() in known
    )
    if not found:
        return Layout(lines[0].number if lines else 1, {})
    start = found.most_common(1)[0][0]
    first = next(line.number for line in lines if _has(line, start, known))
    width = max(len(line.cells) for line in lines)
    return Layout(
        first,
        {code: start + n for n, code in enumerate(ORDER_OF_THE_FORM) if start + n < width},
    )


def _has(line: SheetLine, place: int, known: Collection[str]) -> bool:
    return place < len(line.cells) and line.cells[place].casefold() in known


def _first_values(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    values = dict.fromkeys(row[place] for row in rows[:200] if place < len(row) and row[place])
    return [value[:60] for value in list(values)[:SAMPLES]]
