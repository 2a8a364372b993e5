"""What waits for somebody's word on a page of its own: To confirm says so and leads there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from people.appointments.deciders import settlers_of
from people.appointments.models import Appointment
from people.appointments.statuses import Status
from people.person.models import User
from people.way_in.models import Status as WayIn
from people.way_in.models import WayInChange


class Elsewhere(NamedTuple):
    """A line and the page on which it is answered."""

    says: str
    page: str


def elsewhere_for(user: User, on: date) -> list[Elsewhere]:
    """One's own role that is to end, what is held back, and ways in to confirm."""
    return [*_to_answer(user), *_held_back(user, on), *_ways_in(user)]


def _to_answer(user: User) -> Iterator[Elsewhere]:
    rows = Appointment.objects.to_answer().of_holder(user).select_related("person", "replaces")
    for row in rows:
        if row.holder_id:  # nobody loses anything where they are to stay
            yield Elsewhere("Your role is proposed to end: agree or object", row.get_absolute_url())


def _held_back(user: User, on: date) -> Iterator[Elsewhere]:
    rows = Appointment.objects.visible_to(user, on=on).filter(status=Status.SUSPENDED)
    for row in rows.select_related("person", "school", "trust", "proposed_by", "replaces"):
        if user in settlers_of(row, on):
            says = (
                f"Decide: {row.person.full_name}, {row.name.lower()} of {row.place}, is held back"
            )
            yield Elsewhere(says, row.get_absolute_url())


def _ways_in(user: User) -> Iterator[Elsewhere]:
    asked = WayInChange.objects.filter(
        status=WayIn.PROPOSED, witnesses__person=user, witnesses__may_confirm=True
    )
    for change in asked.select_related("person"):
        yield Elsewhere(f"How {change.person.full_name} signs in", change.get_absolute_url())
