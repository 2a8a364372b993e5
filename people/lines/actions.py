"""Proposing, confirming and declining a change of line manager."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from access.check import ask
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.lines import emails
from people.lines.changes import LineChange
from people.lines.rows import refuse_wrong_manager, set_manager
from people.person.models import User
from people.workflow import LINE_MOVES
from workflow.moves import move


@transaction.atomic
def propose_line(
    *, person: User, manager: User | None, by: User, at: datetime
) -> LineChange | None:
    """Propose another line manager: the person and both managers hear at once; nothing goes by it yet.

    A later proposal takes the place of one that waits. None where they have this manager already.
    """
    ask(by, Permission.PEOPLE_MANAGE, person, localdate(at))
    refuse_wrong_manager(person, manager)
    for waiting in LineChange.objects.open().filter(person=person).select_for_update():
        move(waiting, LINE_MOVES.replace, by=by, at=at)
    if person.line_manager_id == getattr(manager, "pk", None):
        return None
    change = LineChange.objects.create(
        person=person,
        before=person.line_manager,
        after=manager,
        proposed_by=by,
        proposed_at=at,
    )
    trail.record(Event.LINE_PROPOSED, by=by, at=at, record=change, data=_facts(change))
    emails.proposed(change, at=at)
    return change


@transaction.atomic
def confirm_lines(*, changes: Iterable[LineChange], by: User, at: datetime) -> int:
    """Say yes to these changes, a whole sheet in one press."""
    return len([_confirm(change, by, at) for change in changes])


@transaction.atomic
def decline_line(*, change: LineChange, by: User, at: datetime) -> LineChange:
    """Say no: the line manager stays."""
    locked = move(change, LINE_MOVES.decline, by=by, at=at)
    _settle(locked, by, at)
    emails.settled(locked, at=at)
    return change


def _confirm(change: LineChange, by: User, at: datetime) -> LineChange:
    locked = move(change, LINE_MOVES.confirm, by=by, at=at)
    refuse_wrong_manager(locked.person, locked.after)
    set_manager(locked.person, locked.after, at)
    _settle(locked, by, at)
    emails.settled(locked, at=at)
    return locked


def _settle(change: LineChange, by: User, at: datetime) -> None:
    change.settled_by, change.settled_at = by, at
    change.save(update_fields=["settled_by", "settled_at"])


def _facts(change: LineChange) -> dict[str, Any]:
    """Who reports to whom is on the list of people; the ledger keeps ids."""
    return {
        "person": str(change.person_id),
        "before": str(change.before_id) if change.before_id else None,
        "after": str(change.after_id) if change.after_id else None,
    }
