"""Parts of verbs: whether somebody is who the portal takes them for, written down."""

from __future__ import annotations

from datetime import datetime

from audit import trail
from audit.events import Event
from people.person.models import User


def forget_who_it_is(person: User) -> None:
    """Somebody else has given them an address or a link: whoever signs in with it may be anybody."""
    person.known_at = person.known_by = None
    person.save(update_fields=["known_at", "known_by"])


def get_to_know(person: User, *, by: User, at: datetime) -> None:
    """From now on what this person does counts; the first word is kept."""
    if person.known_at:
        return
    person.known_at, person.known_by = at, by
    person.save(update_fields=["known_at", "known_by"])
    trail.record(Event.PERSON_KNOWN, by=by, at=at, record=person)
