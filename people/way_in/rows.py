"""Parts of verbs: how a change of a way in ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from people.person.models import User
from people.system import system_user
from people.way_in import emails
from people.way_in.models import WayInChange
from people.workflow import WAY_IN_MOVES
from workflow.moves import move


@transaction.atomic
def lapse_of(*, person: User, at: datetime) -> None:
    """End what is under way for somebody who has left, or had: coming back does not bring it back."""
    under_way = WayInChange.objects.open().filter(person=person)
    for change in under_way.select_for_update(of=("self",)):
        end_change(change, WAY_IN_MOVES.lapse, by=system_user(), at=at, why="left")


def end_change(
    change: WayInChange, row: Any, *, by: User, at: datetime, why: str = "", data: Any = None
) -> WayInChange:
    move(change, row, by=by, at=at, data=data)
    change.ended_at = at
    change.save(update_fields=["ended_at"])
    emails.ended(change, by=by, at=at, why=why)
    return change
