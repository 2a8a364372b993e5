"""The list of past downloads: what was made, for whom, and who took it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Min, Prefetch

from access.check import schools_where, trusts_where
from access.roles import Permission
from documents.models import Download, Export
from reports.exports import KINDS
from reports.orders import Options
from reports.wording import words
from schools.models import School, Trust

SHOWN = 3


@dataclass(frozen=True)
class DownloadLine:
    """One file of the list."""

    export: Export
    title: str
    whose: str
    notes: str
    version: str
    may_take: bool = True
    taken: list[Download] = field(default_factory=list)

    @property
    def is_there(self) -> bool:
        return self.may_take and self.export.state != Export.State.FAILED

    @property
    def last_taken(self) -> list[Download]:
        return self.taken[:SHOWN]

    @property
    def more_taken(self) -> int:
        return max(0, len(self.taken) - SHOWN)


def with_takers(exports: Any) -> Any:
    """The files with everything a line says of them."""
    taken = Download.objects.select_related("by")
    return (
        exports.select_related("asked_by")
        .prefetch_related(Prefetch("downloads", taken))
        .order_by("-asked_at")
    )


def lines(exports: Sequence[Export], user: Any, *, on: date) -> list[DownloadLine]:
    """In a fixed number of questions, however many files."""
    schools = schools_where(user, Permission.REGISTER_INTERNAL, on)
    trusts = trusts_where(user, Permission.REGISTER_INTERNAL, on)
    names = _names(exports)
    first = _first_of_each_version(exports)
    return [
        DownloadLine(
            export=one,
            title=KINDS[one.kind].title,
            whose=names.get(one.school_id or one.trust_id, ""),
            notes=notes(one),
            version=_version(one, first),
            may_take=one.trust_id in trusts
            or one.school_id in schools
            or not Options.of(one.options).is_internal,
            taken=list(one.downloads.all()),
        )
        for one in exports
    ]


def notes(export: Export) -> str:
    """As at 20 November 2026, with names."""
    options = Options.of(export.options)
    said = [
        f"as at {words(date.fromisoformat(export.options['as_at']))}",
        options.channel,
        "" if options.closed else "open only",
        "with links" if options.link else "",
        "with names" if options.names else "",
        "with gaps" if options.annex else "",
    ]
    return ", ".join(filter(None, said))


def _names(exports: Sequence[Export]) -> dict[Any, str]:
    schools = {one.school_id for one in exports if one.school_id}
    trusts = {one.trust_id for one in exports}
    return dict(
        [
            *Trust.objects.filter(pk__in=trusts).values_list("pk", "name"),
            *School.objects.filter(pk__in=schools).values_list("pk", "name"),
        ]
    )


Versions = dict[tuple[Any, Any, str], tuple[int, Any]]


def _first_of_each_version(exports: Sequence[Export]) -> Versions:
    """When a register with this fingerprint was first numbered, and what its number was."""
    marks = {one.fingerprint for one in exports if one.fingerprint}
    rows = (
        Export.objects.filter(
            fingerprint__in=marks, version__isnull=False, state=Export.State.READY
        )
        .values_list("trust_id", "school_id", "fingerprint", "version")
        .annotate(first=Min("asked_at"))
        .order_by("version")
    )
    found: Versions = {}
    for trust, school, mark, version, first in rows:
        found.setdefault((trust, school, mark), (version, first))
    return found


def _version(export: Export, first: Versions) -> str:
    known = first.get((export.trust_id, export.school_id, export.fingerprint))
    if known is None:
        return ""
    number, since = known
    return (
        f"{number}" if export.version and export.asked_at == since else f"Same as version {number}"
    )
