"""The watch list as a page of rows: searched and filtered, in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from people.models import User
from platforms.api import identity
from watch_list.models import WatchedAccount
from workflow.statuses import word

PAGE = 50
CURRENT = "current"
STATUSES = [
    (CURRENT, "Still there"),
    *((code, word("watchedaccount", code)) for code in WatchedAccount.Status.values),
    ("due", "Look at it now"),
]


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to see; what is not understood counts as not asked."""

    q: str = ""
    school: str = ""
    platform: str = ""
    kind: str = ""
    status: str = ""
    page: str = "1"

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Wanted:
        return cls(
            q=query.get("q", "").replace("\x00", "").strip()[:200],
            school=query.get("school", "") if _is_uuid(query.get("school", "")) else "",
            platform=query.get("platform", "")[:30].replace("\x00", ""),
            kind=query.get("kind", "") if query.get("kind") in WatchedAccount.Kind.values else "",
            status=query.get("status", "") if query.get("status") in dict(STATUSES) else "",
            page=query.get("page", "1"),
        )


def rows(user: User, wanted: Wanted, *, on: date) -> Any:
    """The entries this person asked for, what has to be looked at soonest first."""
    found = WatchedAccount.objects.listed_for(user, on=on).select_related("platform", "school")
    if wanted.school:
        found = found.filter(school_id=UUID(wanted.school))
    if wanted.platform:
        found = found.filter(platform__code=wanted.platform)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.q:
        found = found.filter(_says(wanted.q))
    return _with_status(found, wanted.status, on).order_by(
        "next_check_on", Lower("account_name"), "reference"
    )


def _with_status(found: Any, status: str, on: date) -> Any:
    if status == CURRENT:
        return found.current()
    if status == "due":
        return found.due_by(on)
    return found.filter(status=status) if status else found


def _says(text: str) -> Q:
    """A name, a handle, a reference, whoever runs it, or a pasted link."""
    bare = identity.tidy(text).removeprefix("@")
    match = Q(account_name__icontains=bare) | Q(handle__icontains=bare)
    match |= Q(organisation__icontains=bare) | Q(reference__iexact=bare)
    platform = identity.find_platform(text)
    if platform and (known := identity.resolve(platform, text).identity):
        match |= Q(identity=known)
    return match


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
