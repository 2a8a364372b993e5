"""What is said by e-mail about a concern: a reference, a time and a link. Nothing of what it is about, ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from incidents.concern.models import Incident
from incidents.routing import staffing
from notifications import post
from notifications.models import Message
from people.models import User

CONCERN = "concern"
UNDELIVERED = "concern.undelivered"


def told(incident: Incident, person: User, *, sight: Any, after: Any, at: datetime) -> None:
    """Letter 15: to everybody whom a concern has just reached; `after` is who is asked next, while it waits."""
    _tell(
        incident,
        person,
        "told",
        subject=f"Action needed now: {incident.reference}",
        context={
            "sent_at": at,
            "by_when": incident.moves_on_at,
            "next": after and after.person.name,
        },
        at=at,
        again=str(sight.pk),
    )


def not_seen(
    incident: Incident, person: User, *, waited_for: Any, opened: bool, at: datetime
) -> None:
    """Letter 16: to the next person, when nobody has marked it as seen."""
    _tell(
        incident,
        person,
        "not_seen",
        subject=f"Action needed now: {incident.reference} has not been seen",
        context={"waited_for": waited_for, "opened": opened, "by_when": incident.moves_on_at},
        at=at,
    )


def asked_again(incident: Incident, person: User, *, at: datetime) -> None:
    """To everybody who can deal with it, when all were asked and nobody has marked it as seen."""
    _tell(
        incident,
        person,
        "asked_again",
        subject=f"Action needed now: {incident.reference} has not been seen",
        context={"by_when": incident.moves_on_at},
        at=at,
        again=at.isoformat(),
    )


def handed_over(incident: Incident, person: User, *, at: datetime) -> None:
    """To the next person, when everybody who could deal with it has left."""
    _tell(
        incident,
        person,
        "handed_over",
        subject=f"Action needed now: {incident.reference}",
        context={},
        at=at,
    )


def receipt(incident: Incident, person: User, *, at: datetime) -> None:
    """Letter 17: to the person who reported it."""
    _to_reporter(incident, person, "receipt", "Your report was sent", at=at)


def received(incident: Incident, *, at: datetime) -> None:
    """To the reporter: somebody has seen it."""
    for person in incident.reporters():
        _to_reporter(incident, person, "received", "Your report has been seen", at=at)


def concluded(incident: Incident, *, at: datetime) -> None:
    """To the reporter: it is over, without a word on how."""
    for person in incident.reporters():
        _to_reporter(incident, person, "concluded", "Your report has been dealt with", at=at)


def phone_unseen(incident: Incident, *, at: datetime) -> None:
    """To the reporter, once: everybody was asked and nobody has seen it; whom to phone."""
    _whom_to_phone(incident, "phone_unseen", "Your report has not been seen yet", at=at)


def phone_nobody(incident: Incident, *, at: datetime) -> None:
    """To the reporter, once: nobody here can deal with it; whom to phone."""
    _whom_to_phone(incident, "phone_nobody", "Nobody here can deal with your report", at=at)


def _whom_to_phone(incident: Incident, message: str, subject: str, *, at: datetime) -> None:
    on = timezone.localdate(at)
    phones = staffing.phones_of(incident.school, on=on)
    for person in incident.senders(on=on):
        _to_reporter(incident, person, message, subject, at=at, phones=phones)


def added_to(incident: Incident, person: User, *, at: datetime) -> None:
    """To the handler: the reporter has written something more."""
    _tell(
        incident,
        person,
        "added_to",
        subject=f"Something was added to {incident.reference}",
        context={},
        at=at,
        again=at.isoformat(),
    )


def undelivered(
    incident: Incident, person: User, *, meant_for: Any, at: datetime
) -> Message | None:
    """To those who can open it already: a letter to somebody else has not arrived. Once about each of them."""
    return _tell(
        incident,
        person,
        "undelivered",
        kind=UNDELIVERED,
        subject=f"Action needed now: {incident.reference}",
        context={"meant_for": meant_for},
        at=at,
        again=str(meant_for.pk),
    )


def take_back(incident: Incident, person_id: UUID) -> None:
    """Whoever may no longer see a concern keeps no notice of it either."""
    post.take_back(person_id, link=incident.get_absolute_url())


def _tell(
    incident: Incident,
    person: User,
    message: str,
    *,
    subject: str,
    context: dict[str, Any],
    at: datetime,
    again: str = "",
    kind: str = CONCERN,
) -> Message | None:
    return post.tell(
        person,
        kind=kind,
        key=f"concern-{message}:{incident.pk}:{again}",
        subject=subject,
        template=f"incidents/emails/{message}",
        context={"reference": incident.reference, **context},
        link=incident.get_absolute_url(),
        reference=incident.reference,
        needs_action=True,
        urgent=True,
        restricted=True,
        at=at,
    )


def _to_reporter(
    incident: Incident, person: User, message: str, subject: str, *, at: datetime, **context: Any
) -> None:
    post.tell(
        person,
        kind="report",
        key=f"report-{message}:{incident.pk}:{at.isoformat() if message == 'concluded' else ''}",
        subject=subject,
        template=f"incidents/emails/{message}",
        context={
            "reference": incident.reference,
            "sent_at": incident.reported_at,
            "by_when": incident.moves_on_at,
            "handler": incident.handler.full_name,
            "phone": incident.handler.reached_on,
            **context,
        },
        link=reverse("report:add", args=[incident.reference.lower()]),
        reference=incident.reference,
        urgent=True,
        restricted=True,
        at=at,
    )
