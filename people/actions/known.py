"""Saying that somebody who has signed in is who the portal takes them for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from access.roles import Permission
from audit import trail
from audit.events import Event
from people.actions.reports_begin import begin_taking_reports
from people.leave import ask
from people.models import User


@transaction.atomic
def know_person(*, person: User, by: Any, at: datetime) -> User:
    """Say that one has spoken to a colleague who has signed in, and that it is they."""
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    ask(by, Permission.PERSON_KNOW, locked, localdate(at))
    _get_to_know(locked, by=by, at=at)
    begin_taking_reports(at=at)
    return locked


def _get_to_know(person: User, *, by: Any, at: datetime) -> None:
    """From now on what this person does counts; the first word is kept."""
    if person.known_at:
        return
    person.known_at, person.known_by = at, by
    person.save(update_fields=["known_at", "known_by"])
    trail.record(Event.PERSON_KNOWN, by=by, at=at, record=person)


def _forget_who_it_is(person: User) -> None:
    """Somebody else has given them an address or a link: whoever signs in with it may be anybody."""
    person.known_at = person.known_by = None
    person.save(update_fields=["known_at", "known_by"])
