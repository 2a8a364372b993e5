"""Asking leave for a verb: the portal itself may, everybody else is checked."""

from __future__ import annotations

from datetime import date
from typing import Any

from access.check import Denied, check, check_at, trusts_where
from access.roles import Permission, grants


def ask(by: Any, permission: Permission, record: Any, on: date) -> None:
    if not by.is_system:
        check(by, permission, record, on)


def ask_at(
    by: Any, permission: Permission, on: date, *, school: Any = None, trust: Any = None
) -> None:
    """At a school where one is named, else for the whole trust."""
    if not by.is_system:
        check_at(by, permission, on, school=school, trust=None if school else trust)


def ask_for_the_way_in(by: Any, person: Any, on: date) -> None:
    """Whoever changes how somebody signs in could sign in as them.

    So the way in of a person who can open concerns, once it is in use, is the portal administrator's
    to change: a school office must never be able to read what its safeguarding lead reads.
    """
    opens_concerns = any(grants(held.role, Permission.CONCERN_LIST) for held in person.roles_on(on))
    if by.is_system or not opens_concerns or not person.has_usable_password():
        return
    if person.trust_id not in trusts_where(by, Permission.PEOPLE_MANAGE, on):
        raise Denied(
            f"{person.full_name} can open concerns. Only the portal administrator can send them a new link "
            "or change their email address."
        )
