"""Who is told what about an appointment. One letter, and the same words whatever else is going on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from notifications.post import settle, tell
from people import labels
from people.appointments.fit import settlers_of
from people.appointments.models import Appointment, Kind
from people.appointments.waiting import held_back_until

TO_CONFIRM = "To confirm: an appointment"
AN_END = "Your role is proposed to end"
ABOUT = "An appointment"
HELD_BACK = "Decide: a role is held back"


def proposed(appointment: Appointment, *, at: datetime) -> None:
    """To who may confirm it, to the holder whose role would end, and to the appointee."""
    for row in appointment.witnesses.filter(may_confirm=True).select_related("person"):
        _tell(appointment, row.person, "proposed", at, subject=TO_CONFIRM, needs_action=True)
    if holder := _holder(appointment):
        _tell(appointment, holder, "proposed", at, subject=AN_END, needs_action=True)
    if appointment.kind == Kind.BEGIN or appointment.is_to_stay:
        _tell(appointment, appointment.person, "proposed", at)


def waiting(appointment: Appointment, *, at: datetime) -> None:
    """Confirmed: it takes effect on its day, unless the holder objects or, after a code, somebody stops it."""
    for row in _asked(appointment):
        _asks_no_more(appointment, at, person=row.person)
    for person in _everybody(appointment):
        _tell(appointment, person, "waiting", at)


def done(appointment: Appointment, *, at: datetime, again: bool = False) -> None:
    what = "restored" if again else "done"
    _asks_no_more(appointment, at)
    for person in _everybody(appointment):
        _tell(appointment, person, what, at)


def objected(appointment: Appointment, *, at: datetime) -> None:
    """To the proposer, and to everybody who was told: some of them decide."""
    for person in _everybody(appointment):
        _tell(appointment, person, "objected", at)


def suspended(appointment: Appointment, *, at: datetime) -> None:
    """To everybody; it ends by itself, so whoever may give it back or take it back is asked to decide."""
    deciders = settlers_of(appointment, localdate(at))
    for person in _everybody(appointment):
        asks = person in deciders
        subject = HELD_BACK if asks else ABOUT
        _tell(appointment, person, "suspended", at, subject=subject, needs_action=asks)


def ended(appointment: Appointment, *, by: Any, at: datetime, again: Any = None) -> None:
    """Nothing has changed, or no longer: whoever heard of it before hears that, and who has the role `again`."""
    _asks_no_more(appointment, at)
    asked = appointment.witnesses.all() if _was_told(appointment) else _asked(appointment)
    for person in _with_the_others(appointment, (row.person for row in asked)):
        if person.pk != by.pk:
            _tell(appointment, person, "ended", at, again=again)


def _asks_no_more(appointment: Appointment, at: datetime, person: Any = None) -> None:
    """Nobody who was asked for their word finds it waiting any more; of one person, where one is named."""
    reference = str(appointment.pk)
    settle(reference=reference, kind="appointment.proposed", person=person, at=at)
    settle(reference=reference, kind="appointment.suspended", person=person, at=at)


def _was_told(appointment: Appointment) -> bool:
    return appointment.confirmed_at is not None


def _asked(appointment: Appointment) -> Any:
    return appointment.witnesses.filter(may_confirm=True).select_related("person")


def _everybody(appointment: Appointment) -> list[Any]:
    rows = appointment.witnesses.select_related("person")
    return _with_the_others(appointment, (row.person for row in rows))


def _with_the_others(appointment: Appointment, people: Iterable[Any]) -> list[Any]:
    """These, the person, the holder and the proposer, each once; the portal itself apart."""
    others = (appointment.person, _holder(appointment), appointment.proposed_by)
    found = {one.pk: one for one in (*people, *others) if one is not None and not one.is_system}
    return list(found.values())


def _holder(appointment: Appointment) -> Any:
    if appointment.is_to_stay:
        return None
    if appointment.kind != Kind.BEGIN:
        return appointment.person
    return appointment.replaces.person if appointment.replaces else None


def _tell(
    appointment: Appointment,
    person: Any,
    what: str,
    at: datetime,
    *,
    subject: str = ABOUT,
    needs_action: bool = False,
    again: Any = None,
) -> None:
    on = localdate(at)
    holder = _holder(appointment)
    tell(
        person,
        kind=f"appointment.{what}",
        key=f"appointment:{what}:{appointment.pk}:{at:%Y%m%d%H%M}",
        subject=subject,
        template="people/emails/appointment",
        context={
            "appointment": appointment,
            "day": on,
            "whose": labels.name(appointment.person, on=on),
            "holder": holder,
            "what": what,
            "again": again,
            "is_holder": holder is not None and person.pk == holder.pk,
            "is_person": person.pk == appointment.person_id,
            "may_confirm": needs_action,
            "ends_at": held_back_until(appointment) if what == "suspended" else None,
        },
        link=appointment.get_absolute_url(),
        reference=str(appointment.pk),
        at=at,
        needs_action=needs_action,
        urgent=True,
    )
