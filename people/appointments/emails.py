"""Who is told what about an appointment. One letter, and the same words whatever else is going on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from notifications.post import settle, tell
from people.appointments.deadlines import held_back_until
from people.appointments.deciders import settlers_of
from people.appointments.fit import deciders_of
from people.appointments.letter_subjects import (
    A_SHEET,
    ended_as,
    to_confirm,
    to_decide,
    to_say,
    to_the_holder,
)
from people.appointments.models import Appointment
from people.appointments.statuses import Kind, Status
from people.names import labels
from people.person.models import User

# What asks for somebody's word, and is settled with it.
ASKS = (Status.PROPOSED, Status.OBJECTED, Status.SUSPENDED)
SHEET_PAGE = "/to-confirm/"


def proposed(appointment: Appointment, *, at: datetime) -> None:
    """To who may confirm it, to the holder whose role would end, and to the appointee."""
    for row in appointment.witnesses.filter(may_confirm=True).select_related("person"):
        if appointment.upload:
            _tell_of_a_sheet(appointment, row.person, at)
        else:
            subject = to_confirm(appointment)
            _tell(appointment, row.person, "proposed", at, subject=subject, needs_action=True)
    if holder := _holder(appointment):
        subject = to_the_holder(appointment)
        _tell(appointment, holder, "proposed", at, subject=subject, needs_action=True)
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
    """To the proposer, and to everybody who was told: some of them decide, and are asked to."""
    deciders = deciders_of(appointment, localdate(at))
    _asks_no_more(appointment, at, person=_holder(appointment))
    for person in _everybody(appointment):
        _tell_or_ask(appointment, person, "objected", at, asks=person in deciders)


def suspended(appointment: Appointment, *, at: datetime) -> None:
    """To everybody; it ends by itself, so whoever may give it back or take it back is asked to decide."""
    deciders = settlers_of(appointment, localdate(at))
    for person in _everybody(appointment):
        _tell_or_ask(appointment, person, "suspended", at, asks=person in deciders)


def ended(appointment: Appointment, *, by: User, at: datetime, again: Any = None) -> None:
    """Nothing has changed, or no longer: whoever heard of it before hears that, and who has the role `again`."""
    _asks_no_more(appointment, at)
    asked = appointment.witnesses.all() if _was_told(appointment) else _asked(appointment)
    why = ended_as(appointment, by, localdate(at))
    for person in _with_the_others(appointment, (row.person for row in asked)):
        if person.pk != by.pk:
            _tell(appointment, person, "ended", at, again=again, why_ended=why)


def _asks_no_more(appointment: Appointment, at: datetime, person: User | None = None) -> None:
    """Nobody who was asked for their word finds it waiting any more; of one person, where one is named."""
    for what in ASKS:
        settle(reference=str(appointment.pk), kind=f"appointment.{what}", person=person, at=at)
    if appointment.upload:
        _sheet_asks_no_more(appointment, at)


def _sheet_asks_no_more(appointment: Appointment, at: datetime) -> None:
    """The letter about a sheet stands until nothing of it waits for its reader."""
    for row in _asked(appointment):
        waits = Appointment.objects.to_confirm(row.person, localdate(at)).filter(
            upload=appointment.upload
        )
        if not waits.exists():
            settle(reference=str(appointment.upload_id), person=row.person, at=at)


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


def _deciders(appointment: Appointment, what: str, on: date) -> list[str]:
    """Who decides about an objection, in the letters that speak of one."""
    if what not in ("proposed", "objected"):
        return []
    return sorted(one.full_name for one in deciders_of(appointment, on))


def _tell_of_a_sheet(appointment: Appointment, person: User, at: datetime) -> None:
    """One letter for everything of a sheet that waits for this person."""
    upload = appointment.upload
    tell(
        person,
        kind="appointment.sheet",
        key=f"appointment:sheet:{appointment.upload_id}",
        subject=A_SHEET,
        template="people/emails/appointment_sheet",
        context={"upload": upload, "by": appointment.proposed_by},
        link=SHEET_PAGE,
        reference=str(appointment.upload_id),
        at=at,
        why=OF_A_ROLE,
        needs_action=True,
        urgent=True,
    )


def _tell_or_ask(
    appointment: Appointment, person: User, what: str, at: datetime, *, asks: bool
) -> None:
    subject = to_decide(appointment, what) if asks else ""
    _tell(appointment, person, what, at, subject=subject, needs_action=asks)


OF_ONESELF = "it is about a role of yours."
OF_A_ROLE = "you hold a role that is told of this."
OF_A_PROPOSAL = "it is about something you proposed."


def _why(appointment: Appointment, person: User, holder: Any) -> str:
    if person in (appointment.person, holder):
        return OF_ONESELF
    return OF_A_PROPOSAL if person == appointment.proposed_by else OF_A_ROLE


def _tell(
    appointment: Appointment,
    person: User,
    what: str,
    at: datetime,
    *,
    subject: str = "",
    needs_action: bool = False,
    again: Any = None,
    why_ended: str = "",
) -> None:
    on = localdate(at)
    holder = _holder(appointment)
    tell(
        person,
        kind=f"appointment.{what}",
        key=f"appointment:{what}:{appointment.pk}:{at:%Y%m%d%H%M}",
        subject=subject or to_say(appointment, what),
        template="people/emails/appointment",
        context={
            "appointment": appointment,
            "day": on,
            "whose": labels.name(appointment.person, on=on),
            "holder": holder,
            "what": what,
            "again": again,
            "to_come": appointment.still_to_come(on),
            "deciders": _deciders(appointment, what, on),
            "why_ended": why_ended,
            "is_holder": holder is not None and person.pk == holder.pk,
            "is_person": person.pk == appointment.person_id,
            "may_confirm": needs_action,
            "ends_at": held_back_until(appointment) if what == "suspended" else None,
        },
        link=appointment.get_absolute_url(),
        reference=str(appointment.pk),
        at=at,
        why=_why(appointment, person, holder),
        needs_action=needs_action,
        urgent=True,
    )
