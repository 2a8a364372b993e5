"""Every file people can ask for: what it is, for whom, whether it has names, who may have it, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from access.roles import Permission
from documents import csv, pdf, xlsx
from reports import posters, sheets
from reports.orders import Built, Order


def appendix_1(order: Order) -> Built:
    """Appendix 1 as a tagged PDF. Only the worker and the command load what joins its pieces."""
    from reports import appendix1_pdf

    return appendix1_pdf.appendix_1(order)


@dataclass(frozen=True)
class Kind:
    """A row of the table. `holds` says whether people are named in it, `of` what it is a file of."""

    code: str
    title: str
    says: str
    holds: str
    permission: Permission
    build: Callable[[Order], Built]
    content_type: str
    ending: str
    of: str = "register"

    @property
    def is_register(self) -> bool:
        return self.of == "register"


ROLES_ONLY = "Roles only, no names, unless you ask for names."
NOBODY = "Nobody is named."
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "register_pdf",
            "Appendix 1 (PDF)",
            "The official channels as the policy lists them, to print, sign and display.",
            ROLES_ONLY,
            Permission.REGISTER_EXPORT,
            appendix_1,
            pdf.CONTENT_TYPE,
            "pdf",
        ),
        Kind(
            "register_xlsx",
            "Register (XLSX)",
            "The same rows for a spreadsheet, with real dates.",
            ROLES_ONLY,
            Permission.REGISTER_EXPORT,
            sheets.register_xlsx,
            xlsx.CONTENT_TYPE,
            "xlsx",
        ),
        Kind(
            "register_csv",
            "Register (CSV)",
            "The same rows as plain text. A cell that a spreadsheet would run as a formula begins with an apostrophe.",
            ROLES_ONLY,
            Permission.REGISTER_EXPORT,
            sheets.register_csv,
            csv.CONTENT_TYPE,
            "csv",
        ),
        Kind(
            "register_json",
            "Register (JSON)",
            "The same rows for another program.",
            ROLES_ONLY,
            Permission.REGISTER_EXPORT,
            sheets.register_json,
            "application/json",
            "json",
        ),
        Kind(
            "poster_a4",
            "Poster (A4)",
            "A school's official accounts in large letters, for parents and visitors.",
            NOBODY,
            Permission.REGISTER_EXPORT,
            posters.poster_a4,
            pdf.CONTENT_TYPE,
            "pdf",
            "school",
        ),
        Kind(
            "poster_a5",
            "Poster (A5)",
            "The same on half the paper, for a noticeboard or a book bag.",
            NOBODY,
            Permission.REGISTER_EXPORT,
            posters.poster_a5,
            pdf.CONTENT_TYPE,
            "pdf",
            "school",
        ),
        Kind(
            "channel_sheet",
            "Sheet of one channel (PDF)",
            "One page about one channel, asked for on its own page.",
            "Roles only, no names.",
            Permission.REGISTER_EXPORT,
            posters.channel_sheet,
            pdf.CONTENT_TYPE,
            "pdf",
            "channel",
        ),
    )
}
FILES = {
    "register": "official-channels",
    "school": "poster",
    "channel": "channel",
}


def file_name(kind: Kind, order: Order) -> str:
    """official-channels-ashdown-academy-2026-11-20.pdf"""
    whose = order.school.slug if order.school else order.trust.short_name
    about = order.options.channel.lower() or whose
    size = kind.code.removeprefix("poster_") if kind.of == "school" else ""
    parts = (FILES[kind.of], size, about, order.as_at.isoformat())
    return f"{'-'.join(filter(None, parts))}.{kind.ending}"
