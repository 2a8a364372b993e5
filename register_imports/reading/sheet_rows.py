"""The rows of a sheet, each read by itself: what it says, and what is wrong with it. Asks the database nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import slugify

from documents.sheets import SheetLine
from platforms.api import identity
from platforms.models import Platform
from register_imports.reading import cells
from register_imports.reading.columns import Layout, meant
from register_imports.reading.dates import read_date
from register_imports.reading.outcomes import RowOutcome
from register_imports.reading.row import SheetRow, same_account
from secret_detection import detect

OTHER = "other"
MOST_POSTS = 20
MOST_HANDLE, MOST_LINK = 100, 200


@dataclass
class Reader:
    """What reading needs to know: the platforms, the places by name or slug, the posts there are, and the day."""

    platforms: Sequence[Platform]
    places: Mapping[str, Any]
    default_place: Any
    known_posts: Set[str]
    on: date
    names: dict[str, Platform] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {
            name.casefold(): one
            for one in self.platforms
            for name in (one.name, one.code, *one.aliases)
        }

    def rows(
        self, lines: Iterable[SheetLine], layout: Layout, fixes: Mapping[str, Mapping[str, str]]
    ) -> list[SheetRow]:
        """Every row under the headings, with what was mended in the browser; duplicates name each other."""
        lines = list(lines)
        headings = _heading_rows(lines, layout)
        rows = [
            self._row(line, layout.columns, fixes.get(str(line.number), {}), headings)
            for line in lines
            if line.number >= layout.first_row
        ]
        _mark_duplicates(rows)
        return rows

    def _row(
        self,
        line: SheetLine,
        columns: Mapping[str, int],
        fixes: Mapping[str, str],
        headings: Collection[tuple[str, ...]],
    ) -> SheetRow:
        raw = {
            code: line.cells[place] if place < len(line.cells) else ""
            for code, place in columns.items()
        } | dict(fixes)
        row = SheetRow(line.number, {code: cells.plain(text) for code, text in raw.items()})
        if why := self._why_ignored(row, line, headings):
            row.ignore(why)
            return row
        self._read_place(row)
        self._read_platform(row)
        self._read_account(row)
        self._read_posts(row, raw)
        self._read_dates(row)
        for code, text in raw.items():
            if cells.is_formula(text):
                row.complain(code, "is a formula. Enter the words themselves")
        _refuse_secrets(row)
        return row

    def _why_ignored(
        self, row: SheetRow, line: SheetLine, headings: Collection[tuple[str, ...]]
    ) -> str:
        first = next(filter(None, line.cells), "")
        if any(cells.is_example(text) for text in (first, row.typed.get("platform", ""))):
            return "an example of the form"
        if tuple(cell.casefold() for cell in line.cells) in headings:
            return "the headings again"
        says = {code for code, text in row.typed.items() if text and code != "school"}
        if not says:
            return "a note"
        if says == {"platform"} and not self._is_platform(row.typed["platform"]):
            return "a note"
        return ""

    def _is_platform(self, text: str) -> bool:
        return self._named(text) is not None or bool(cells.nearest(text, self.names.keys()))

    def _named(self, text: str) -> Platform | None:
        return self.names.get(identity.tidy(text).casefold())

    def _read_place(self, row: SheetRow) -> None:
        typed = row.typed.get("school", "")
        row.place = self._place(typed) if typed else self.default_place
        row.reference = row.typed.get("reference", "").upper()
        if typed and row.place is None:
            row.complain("school", "is not a school of your trust")
        elif row.place is None and not row.reference:
            row.complain("school", "enter the school")

    def _place(self, typed: str) -> Any:
        return self.places.get(typed.casefold()) or self.places.get(slugify(typed))

    def _read_platform(self, row: SheetRow) -> None:
        typed = row.typed.get("platform", "")
        link = row.typed.get("url") or row.typed.get("account", "")
        if not typed:
            row.platform = identity.find_platform(link, self.platforms) if link else None
            if row.platform is None and not row.reference:
                row.complain("platform", "enter the platform")
            return
        name, _, other = typed.partition(":")
        if other.strip() and name.strip().casefold() == OTHER:
            row.platform, row.platform_other = self._named(OTHER), other.strip()[:60]
            return
        row.platform = self._named(typed) or (
            identity.find_platform(typed, self.platforms) if identity.is_link(typed) else None
        )
        # A row with a reference says by that which platform it is.
        if row.platform is None and not row.reference:
            self._suggest(row, typed)

    def _suggest(self, row: SheetRow, typed: str) -> None:
        near = cells.nearest(typed, self.names.keys())
        if near:
            name = self.names[near].name
            row.complain("platform", f"is not a platform we know. Did you mean {name}?", meant=name)
        else:
            row.complain("platform", "is not a platform we know")

    def _read_account(self, row: SheetRow) -> None:
        account, url = row.typed.get("account", ""), row.typed.get("url", "")
        if not account and not url and identity.is_link(row.typed.get("platform", "")):
            url = row.typed["platform"]
        typed, column = (url, "url") if url else (account, "account")
        row.account_name, row.link = account, url
        if not typed:
            if not row.reference:
                row.complain("account", "enter the account or page name")
            return
        if len(account) > 150:
            row.complain("account", "must be 150 characters or fewer", says_cell=False)
            return
        if row.platform is None:
            return
        row.resolved = identity.resolve(row.platform, typed)
        if row.resolved.problem:
            row.complain(column, f"is not right. {row.resolved.problem}")
        elif len(row.resolved.handle) > MOST_HANDLE or len(row.resolved.url) > MOST_LINK:
            row.complain(column, "is too long to be an account", says_cell=False)
        elif identity.is_link(identity.tidy(account)) or not account:
            row.link = typed
            row.account_name = _name_of(row)
        elif row.platform.code == OTHER and not row.platform_other:
            row.complain("platform", "enter its name, like Other: Snapchat")

    def _read_posts(self, row: SheetRow, raw: Mapping[str, str]) -> None:
        row.masters = cells.posts(raw.get("master", ""), self.known_posts)
        row.posters = cells.posts(raw.get("posters", ""), self.known_posts)
        for column, titles in (("master", row.masters), ("posters", row.posters)):
            if any(len(title) > 80 for title in titles):
                row.complain(column, "a post must be 80 characters or fewer", says_cell=False)
            elif len(titles) > MOST_POSTS:
                row.complain(column, f"must name {MOST_POSTS} posts or fewer", says_cell=False)

    def _read_dates(self, row: SheetRow) -> None:
        for column in ("opened", "closed"):
            read = read_date(row.typed.get(column, ""), on=self.on)
            if read.problem:
                row.complain(column, read.problem)
            setattr(row, column, read.day)
        if row.opened and row.closed and row.closed < row.opened:
            row.complain("closed", "is before the date opened")


def _refuse_secrets(row: SheetRow) -> None:
    """Posts by their looks; names and links look like anything, so only where they say it (rule 5)."""
    found = [
        code
        for code in ("platform", "account", "url")
        if detect.tells_a_secret(row.typed.get(code, ""))
    ]
    found += [
        column
        for column, titles in (("master", row.masters), ("posters", row.posters))
        if any(map(detect.looks_like_a_secret, [row.typed.get(column, ""), *titles]))
    ]
    for code in found:
        # What was read of it is not said again beside the sentence.
        row.problems = [one for one in row.problems if one.column != code]
        row.complain(code, detect.SENTENCE, says_cell=False)


def _name_of(row: SheetRow) -> str:
    """What an account is called of which only the link is known: @handle where it has one."""
    assert row.platform is not None
    handle = row.resolved.handle
    if not handle:
        return identity.tidy(row.typed.get("account", "") or row.typed.get("url", ""))[:150]
    is_plain = "/" in handle or not row.platform.handle_pattern
    return handle if is_plain else f"@{handle}"


def _heading_rows(lines: Sequence[SheetLine], layout: Layout) -> set[tuple[str, ...]]:
    """The headings, which some sheets repeat on each printed page."""
    above = [line.cells for line in lines if line.number < layout.first_row]
    return {tuple(cell.casefold() for cell in row) for row in above if any(map(meant, row))}


def _mark_duplicates(rows: Iterable[SheetRow]) -> None:
    """The first row of an account stands; the others say which it is."""
    first: dict[tuple[Any, ...], SheetRow] = {}
    for row in rows:
        if row.outcome == RowOutcome.IGNORED or (key := _key(row)) is None:
            continue
        earlier = first.setdefault(key, row)
        if earlier is not row:
            column = "account" if "account" in row.typed else "url"
            row.problems.append(same_account(column, earlier.number, row.number))
            row.outcome = RowOutcome.FIX


def _key(row: SheetRow) -> tuple[Any, ...] | None:
    """What makes two rows the same account: one identity, or one name on one platform at one school."""
    if row.reference:
        return ("reference", row.reference)
    if row.resolved.identity:
        # An account that was closed and opened again is on the form twice, with different dates.
        return (row.resolved.identity, row.closed)
    if row.platform is None or not row.account_name or row.resolved.problem:
        return None
    return (
        getattr(row.place, "pk", None),
        row.platform.pk,
        row.platform_other.casefold(),
        row.account_name.casefold(),
        row.closed,
    )
