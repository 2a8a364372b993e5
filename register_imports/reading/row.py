"""One row of a sheet: as typed, what it means, what is wrong with it, and what would become of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from accounts_registry.models import Channel
from platforms.api import identity
from platforms.models import Platform
from register_imports.reading.columns import BY_CODE
from register_imports.reading.outcomes import RowOutcome
from workflow.promised import promised


class Problem(NamedTuple):
    """What is wrong with a row, by the column where it is mended; `meant` is a suggestion to accept.

    `asked` are the cell's own words where they only read like a name, and may be said to be titles.
    """

    column: str
    says: str
    meant: str = ""
    asked: str = ""


# Beside the cell of a column: what stood in it when somebody said that these are titles of posts.
SAID = "_said"


def same_account(column: str, earlier: int, later: int) -> Problem:
    return Problem(column, f"Rows {earlier} and {later} are the same account. Delete one")


@dataclass
class SheetRow:
    """One row as typed, what it means, and what would become of it.

    `outcome` is ready, update, unchanged, fix or ignored; `changes` holds for each fact what it was
    and what it would be, in words.
    """

    number: int
    typed: dict[str, str]
    outcome: str = RowOutcome.READY
    problems: list[Problem] = field(default_factory=list)
    ignored: str = ""
    place: Any = None  # a School, or the Trust for a channel of its own
    platform: Platform | None = None
    platform_other: str = ""
    account_name: str = ""
    link: str = ""
    resolved: identity.Resolved = identity.Resolved()
    reference: str = ""
    masters: list[str] = field(default_factory=list)
    posters: list[str] = field(default_factory=list)
    opened: date | None = None
    closed: date | None = None
    channel: Channel | None = None
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def its_channel(self) -> Channel:
        """The channel that a row for a change was matched with."""
        return promised(self.channel)

    def afresh(self) -> SheetRow:
        """The row again, as it was read, so that judging it leaves this one as it is."""
        return replace(self, problems=list(self.problems), changes={}, warnings=[])

    def complain(
        self, column: str, what: str, *, meant: str = "", asked: str = "", says_cell: bool = True
    ) -> None:
        """The cell's own words first, so that it can be found in the sheet."""
        cell = self.typed.get(column, "")
        said = f"“{cell}” {what}" if cell and says_cell else what
        self.problems.append(
            Problem(column, f"Row {self.number}, {BY_CODE[column].name}: {said}", meant, asked)
        )
        self.outcome = RowOutcome.FIX

    def ignore(self, why: str) -> None:
        self.outcome, self.ignored = RowOutcome.IGNORED, why

    def says_titles(self, column: str) -> bool:
        """Whether somebody has said of the words in this cell, as they are, that they are titles."""
        said = self.typed.get(column + SAID, "")
        return bool(said) and said == self.typed.get(column, "")

    @property
    def account_column(self) -> str:
        """Where the account stands: its link where there is one."""
        return "url" if self.typed.get("url") else "account"

    @property
    def names_account(self) -> bool:
        """A new account for the register, or another name or link for one that is there."""
        return self.outcome == RowOutcome.READY or (
            self.outcome == RowOutcome.UPDATE and bool({"account", "url"} & self.changes.keys())
        )

    @property
    def changes_in_words(self) -> list[Change]:
        return in_words(self.changes)

    @property
    def is_named(self) -> bool:
        """The name is a page's own name, not its handle or its link."""
        return bool(self.account_name) and not self.link_is_name

    @property
    def link_is_name(self) -> bool:
        handle = self.resolved.handle
        return bool(handle) and self.account_name.removeprefix("@").casefold() == handle.casefold()

    @property
    def shown_name(self) -> str:
        return self.account_name or self.typed.get("account", "") or self.typed.get("url", "")

    @property
    def lacks(self) -> list[str]:
        """What a new channel would lack: gaps, never bars (C3)."""
        return [
            word
            for word, there in (
                ("a link", self.resolved.handle),
                ("master administration", self.masters),
                ("approved users", self.posters),
                ("an opening date", self.opened),
            )
            if not there
        ]


class Change(NamedTuple):
    """One fact of a channel: its name on screen, what it was and what it becomes."""

    name: str
    before: str
    after: str


def in_words(changes: Mapping[str, Sequence[str]]) -> list[Change]:
    return [
        Change(BY_CODE[column].name, before, after) for column, (before, after) in changes.items()
    ]
