"""What somebody asked for, and the rows of the register that answer it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from functools import cached_property
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple, cast
from uuid import UUID

from django.utils.timezone import localdate

from accounts_registry.api import RegisterRow
from accounts_registry.api import register_rows as register
from documents import actions as documents
from documents.models import Export
from people.models import User
from reports import owners
from reports.wording import moment, words
from schools.models import School, Trust

STYLESHEET = "documents/appendix1.css"


@dataclass(frozen=True)
class Options:
    """How a register is printed (3.44). The defaults are the sheet that goes on walls."""

    closed: bool = True
    names: bool = False
    link: bool = False
    annex: bool = False
    channel: str = ""

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Options:
        return cls(**{one.name: kept[one.name] for one in fields(cls) if one.name in kept})

    @property
    def is_internal(self) -> bool:
        """With names or with gaps it is for those who look after channels."""
        return self.names or self.annex

    def as_data(self) -> dict[str, Any]:
        """Only what differs from the defaults."""
        plain = asdict(Options())
        return {name: said for name, said in asdict(self).items() if said != plain[name]}


class Built(NamedTuple):
    """A made file, and what it was made of."""

    content: BinaryIO
    row_count: int
    fingerprint: str = ""
    version: int | None = None


@dataclass(frozen=True)
class Order:
    """What was asked for, by whom, of whom, and as at which day; and the rows that answer it."""

    export: Export
    by: User
    trust: Trust
    school: School | None
    as_at: date
    at: datetime
    options: Options = Options()

    @property
    def today(self) -> date:
        return localdate(self.at)

    @cached_property
    def school_ids(self) -> list[UUID] | None:
        return [self.school.pk] if self.school else None

    @cached_property
    def register(self) -> list[tuple[UUID, RegisterRow]]:
        """The whole register of that day as it goes on walls, with the ids of its channels."""
        return register.entries(trust=self.trust, school_ids=self.school_ids, as_at=self.as_at)

    @cached_property
    def printed(self) -> list[tuple[UUID, RegisterRow]]:
        """Those that this file shows, as it shows them."""
        shown = self.register
        if self.options.names:
            shown = register.entries(
                trust=self.trust, school_ids=self.school_ids, as_at=self.as_at, with_names=True
            )
        return [pair for pair in shown if self.options.closed or pair[1].closed is None]

    @cached_property
    def rows(self) -> list[RegisterRow]:
        return [row for _, row in self.printed]

    @cached_property
    def fingerprint(self) -> str:
        """Of the register itself, however much of it a file shows: it has the number of its version."""
        return fingerprint_of([row for _, row in self.register])

    @cached_property
    def version(self) -> tuple[int | None, Export | None]:
        """The number of this register, and the file it replaces. Rows of an earlier day have no number."""
        if self.as_at < self.today:
            return None, None
        earlier = Export.objects.numbered(trust_id=self.trust.pk, school_id=self.export.school_id)
        latest = earlier.first()
        if latest is None or latest.version is None:
            return 1, None
        if latest.fingerprint == self.fingerprint:
            return latest.version, earlier.filter(version__lt=latest.version).first()
        return latest.version + 1, latest

    @property
    def role(self) -> str:
        return owners.capacity(self.by, school=self.school, on=self.today)

    @property
    def filters(self) -> str:
        """What was left out or added, in words."""
        said = ["Open and closed channels" if self.options.closed else "Open channels only"]
        said += ["posts and names, not for display"] if self.options.names else ["posts, no names"]
        return ", ".join(said)

    def about(self) -> dict[str, Any]:
        """What every file says of itself."""
        policy = owners.policy_of(self.trust, self.school, self.as_at)
        number, _ = self.version
        return {
            "Register of": str(self.school or self.trust),
            "As at": words(self.as_at),
            "Shows": self.filters,
            "Generated": f"{moment(self.at)} by {self.role}",
            "Rows": len(self.rows),
            "Register version": number or "Not numbered: rows of an earlier day",
            "Policy version": policy.number if policy else "None on record",
            "Fingerprint": fingerprint_of(self.rows),
        }

    def built(self, content: BinaryIO) -> Built:
        content.seek(0)
        return Built(content, len(self.rows), self.fingerprint, self.version[0])

    def begin(self, pieces: int) -> None:
        """Tell whoever waits how many pieces there will be."""
        documents.begin_pieces(export=self.export, total=pieces, at=self.at)


def blank_file() -> BinaryIO:
    """A file to write into, on disk and not in memory; whoever keeps what is in it closes it."""
    return cast(BinaryIO, TemporaryFile())  # noqa: SIM115


def fingerprint_of(rows: Sequence[RegisterRow]) -> str:
    """The same for the same rows, in whatever format they are printed."""
    told = hashlib.sha256()
    for row in rows:
        told.update(json.dumps(row.as_data(), default=str).encode())
    return told.hexdigest()
