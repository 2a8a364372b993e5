"""Asking leave for a verb: the portal itself may, everybody else is checked."""

from __future__ import annotations

from datetime import date
from typing import Any

from access.check import check, check_at
from access.roles import Permission


def ask(by: Any, permission: Permission, record: Any, on: date) -> None:
    if not by.is_system:
        check(by, permission, record, on)


def ask_at(
    by: Any, permission: Permission, on: date, *, school: Any = None, trust: Any = None
) -> None:
    """At a school where one is named, else for the whole trust."""
    if not by.is_system:
        check_at(by, permission, on, school=school, trust=None if school else trust)
