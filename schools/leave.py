"""Who may: the portal itself, or somebody who holds the permission there."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from access.check import Denied, Person, check_at, refusal_for
from access.roles import Permission
from schools.models import School, Trust


def ask_at(
    permission: Permission,
    *,
    by: Person,
    at: datetime,
    school: School | None = None,
    trust: Trust | None = None,
) -> None:
    """At this school, or for this whole trust."""
    if not by.is_system:
        check_at(by, permission, localdate(at), school=school, trust=trust)


def ask(*, by: Person) -> None:
    """For what only the portal itself does: the first set-up and the Department's file."""
    if not by.is_system:
        raise Denied(refusal_for(Permission.TRUST_SET_UP))
