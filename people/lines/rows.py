"""Parts of verbs: whom somebody reports to, and reported to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from access.check import ask
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.lines.models import PastManager
from people.lines.unfit_managers import wrong_manager
from people.person.models import User


def set_manager(person: User, manager: User | None, at: datetime) -> None:
    """Whom somebody reports to from now on; whom they reported to before is kept."""
    before = person.line_manager_id
    person.line_manager = manager
    person.save(update_fields=["line_manager"])
    if before and before != getattr(manager, "pk", None):
        keep_past_manager(person, before, at)


def keep_past_manager(person: User, manager_id: Any, at: datetime) -> None:
    PastManager.objects.create(person=person, manager_id=manager_id, until=localdate(at))


def refuse_wrong_manager(person: User, manager: User | None) -> None:
    if problem := wrong_manager(person, manager):
        raise ValidationError({"line_manager": problem})


def begin_line(*, person: User, manager: User, by: User, at: datetime) -> User:
    """The first line manager of somebody who is new on the list: nothing went by another."""
    ask(by, Permission.PEOPLE_MANAGE, person, localdate(at))
    refuse_wrong_manager(person, manager)
    set_manager(person, manager, at)
    trail.record(
        Event.PERSON_CHANGED, by=by, at=at, record=person, data={"changed": ["line_manager"]}
    )
    return person
