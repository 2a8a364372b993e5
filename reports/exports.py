"""Every file people can ask for: what it is, whether it has names, who may have it, and how it is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from access.roles import Permission
from accounts_registry import register
from accounts_registry.register import RegisterRow
from documents import csv, pdf
from documents.models import Export
from people.models import User
from reports import appendix1
from schools.models import School, Trust

STYLESHEET = "documents/appendix1.css"


class Built(NamedTuple):
    """A made file, and what it was made of."""

    content: bytes
    row_count: int
    fingerprint: str
    version: int | None = None


class Order(NamedTuple):
    """What was asked for, by whom, of whom, and as at which day."""

    export: Export
    by: User
    trust: Trust
    school: School | None
    as_at: date
    at: datetime


@dataclass(frozen=True)
class Kind:
    """A row of the table. `holds` says whether people are named in it."""

    code: str
    title: str
    says: str
    holds: str
    permission: Permission
    build: Callable[[Order], Built]
    content_type: str
    ending: str


def appendix_1(order: Order) -> Built:
    """Appendix 1 as a tagged PDF."""
    rows, fingerprint = _rows(order)
    version, replaces = _version(order, fingerprint)
    paper = appendix1.Paper(
        trust=order.trust,
        school=order.school,
        rows=rows,
        as_at=order.as_at,
        generated_at=order.at,
        by=appendix1.capacity(order.by, school=order.school, on=order.as_at),
        fingerprint=fingerprint,
        version=version,
        replaces=replaces,
        policy=appendix1.policy_of(order.trust, order.school),
        keeper=appendix1.keeper(order.trust, order.school, order.as_at),
        has_public_list=appendix1.has_public_list(order.trust, order.school),
        schools=[order.school] if order.school else list(order.trust.schools.open()),
    )
    content = pdf.render("documents/appendix1.html", {"paper": paper}, stylesheet=STYLESHEET)
    return Built(content, len(rows), fingerprint, version)


def register_csv(order: Order) -> Built:
    """The same rows for a spreadsheet, with how they came about below them."""
    rows, fingerprint = _rows(order)
    lines = [
        (
            row.school,
            row.platform,
            row.account_name,
            row.master,
            row.approved_users,
            row.shown_opened,
            row.shown_closed,
            "paused" if row.paused else row.remark,
            row.reference,
            row.url,
        )
        for row in rows
    ]
    about = [(key, said) for key, said in _about(order, rows, fingerprint).items()]
    return Built(csv.render(COLUMNS, [*lines, (), *about]), len(rows), fingerprint)


def register_json(order: Order) -> Built:
    """The same rows for a program."""
    rows, fingerprint = _rows(order)
    document = {"about": _about(order, rows, fingerprint), "rows": [row.as_data() for row in rows]}
    return Built(
        json.dumps(document, default=str, ensure_ascii=False, indent=1).encode(),
        len(rows),
        fingerprint,
    )


COLUMNS = (
    "School",
    "Platform",
    "Account/Page name",
    "Master administration role",
    "Approved users (posting)",
    "Opened",
    "Closed",
    "Remark",
    "Reference",
    "Link",
)
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "register_pdf",
            "Appendix 1 (PDF)",
            "The official channels as the policy lists them, to print, sign and display.",
            "Roles only, no names.",
            Permission.REGISTER_EXPORT,
            appendix_1,
            pdf.CONTENT_TYPE,
            "pdf",
        ),
        Kind(
            "register_csv",
            "Register (CSV)",
            "The same rows for a spreadsheet. A cell that a spreadsheet would run as a formula begins with an apostrophe.",
            "Roles only, no names.",
            Permission.REGISTER_EXPORT,
            register_csv,
            csv.CONTENT_TYPE,
            "csv",
        ),
        Kind(
            "register_json",
            "Register (JSON)",
            "The same rows for another program.",
            "Roles only, no names.",
            Permission.REGISTER_EXPORT,
            register_json,
            "application/json",
            "json",
        ),
    )
}


def file_name(kind: Kind, order: Order) -> str:
    """official-channels-ashdown-academy-2026-11-20.pdf"""
    whose = order.school.slug if order.school else order.trust.short_name
    return f"official-channels-{whose}-{order.as_at.isoformat()}.{kind.ending}"


def fingerprint_of(rows: Sequence[RegisterRow]) -> str:
    """The same for the same rows, in whatever format they are printed."""
    return hashlib.sha256(
        json.dumps([row.as_data() for row in rows], default=str).encode()
    ).hexdigest()


def _rows(order: Order) -> tuple[list[RegisterRow], str]:
    school_ids = [order.school.pk] if order.school else None
    rows = register.rows(trust=order.trust, school_ids=school_ids, as_at=order.as_at)
    return rows, fingerprint_of(rows)


def _version(order: Order, fingerprint: str) -> tuple[int | None, Export | None]:
    """The number of this register, and the one it replaces. Rows of an earlier day have no number."""
    if order.as_at < appendix1.localtime(order.at).date():
        return None, None
    earlier = Export.objects.before(order.export)
    latest = earlier.first()
    if latest is None or latest.version is None:
        return 1, None
    if latest.fingerprint == fingerprint:
        return latest.version, earlier.filter(version__lt=latest.version).first()
    return latest.version + 1, latest


def _about(order: Order, rows: Sequence[RegisterRow], fingerprint: str) -> dict[str, Any]:
    policy = appendix1.policy_of(order.trust, order.school)
    return {
        "Register of": str(order.school or order.trust),
        "As at": appendix1.words(order.as_at),
        "Generated": f"{appendix1.moment(order.at)} by {appendix1.capacity(order.by, school=order.school, on=order.as_at)}",
        "Rows": len(rows),
        "Policy version": policy.number if policy else "None on record",
        "Fingerprint": fingerprint,
    }
