"""Convention 6: the tables that are the system are complete."""

from __future__ import annotations

import re

from access.roles import ROLES, Permission
from audit.events import Event
from tests.architecture.sources import ROOT, sources


def test_every_permission_is_granted_to_somebody() -> None:
    granted = frozenset().union(*(role.permissions for role in ROLES))
    assert set(Permission) - granted == set()


def test_every_permission_is_asked_for() -> None:
    text = "".join(source.text for source in sources() if source.place != "access/roles.py")
    assert [
        one.name for one in Permission if not re.search(rf"\b(Permission|P)\.{one.name}\b", text)
    ] == []


def test_every_event_is_used() -> None:
    text = "".join(source.text for source in sources() if source.place != "audit/events.py")
    assert [one.name for one in Event if not re.search(rf"\bEvent\.{one.name}\b", text)] == []


def test_every_role_says_what_it_is_for() -> None:
    assert [role.code for role in ROLES if len(role.description) < 30 or not role.permissions] == []


def test_every_reminder_rule_has_a_scenario() -> None:
    from reminders.rules import RULES

    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert [rule.code for rule in RULES if rule.code not in tests] == []
