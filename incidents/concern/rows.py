"""The rows that several verbs write: sight of a concern, and lines of its chronology."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from incidents import emails
from incidents.concern.models import Entry, Incident, Reader
from incidents.routing import escalation
from incidents.routing.route import Place
from people.models import User

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def next_reference() -> str:
    """A random reference: a sequence would tell how many there have been."""
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
        reference = f"C-{letters[:4]}-{letters[4:]}"
        if not Incident.objects.filter(reference=reference).exists():
            return reference


def write_entry(
    incident: Incident,
    *,
    kind: str,
    text: str,
    by: User,
    at: datetime,
    happened_at: datetime | None = None,
    corrects: Entry | None = None,
) -> Entry:
    last = incident.entries.aggregate(last=Max("position"))["last"] or 0
    return Entry.objects.create(
        incident=incident,
        position=last + 1,
        kind=kind,
        text=text,
        happened_at=happened_at or at,
        written_at=at,
        written_by=by,
        corrects=corrects,
    )


def give_sight(
    incident: Incident,
    place: Place,
    *,
    why: str,
    by: User,
    at: datetime,
    told: bool,
    reason: str = "",
    until: Any = None,
) -> Reader | None:
    """Let this person see the concern. Somebody it is about never gets a row, whoever asks."""
    if incident.parties.filter(person_id=place.person.id).exists():
        return None
    _end_what_is_shut(incident, place.person.id, at=at)
    if why != "shared":  # what comes by route or clock is not taken back, nor over, with a share
        rows = Reader.objects.filter(incident=incident, person_id=place.person.id, ended_at=None)
        rows.filter(why="shared").update(ended_at=at)
    row, _ = Reader.objects.get_or_create(
        incident=incident,
        person_id=place.person.id,
        ended_at=None,
        defaults={
            "capacity": place.role,
            "also_as": "".join(f" {role} " for role in place.also),
            "why": why,
            "added_by": by,
            "added_at": at,
            "reason": reason,
            "until": until,
        },
    )
    row.may_handle = row.may_handle or (why != "shared" and place.may_handle)
    if told and row.told_at is None:
        row.told_at = at
    row.save(update_fields=["may_handle", "told_at"])
    return row


def tell_readers(incident: Incident, rows: Iterable[Reader | None], *, at: datetime) -> None:
    """Tell these people, once all of them have sight: an e-mail names who is asked next."""
    told = [row for row in rows if row is not None]
    waits = incident.status == Incident.Status.REPORTED and incident.moves_on_at
    after = escalation.next_place(incident, at=at) if waits and told else None
    for row in told:
        emails.told(incident, row.person, sight=row, after=after, at=at)


def end_sight(incident: Incident, person_id: UUID, *, at: datetime, why: str = "") -> None:
    rows = Reader.objects.filter(incident=incident, person_id=person_id, ended_at=None)
    rows.update(ended_at=at, ended_why=why)
    emails.take_back(incident, person_id)


def _end_what_is_shut(incident: Incident, person_id: UUID, *, at: datetime) -> None:
    """A sight that no longer stands makes room for the one that is given now."""
    rows = Reader.objects.filter(incident=incident, person_id=person_id, ended_at=None)
    standing = rows.standing(on=timezone.localdate(at))
    rows.exclude(pk__in=standing.values("pk")).update(ended_at=at, ended_why="role")


def choose_handler(incident: Incident, *, on: date, first: Any = None) -> bool:
    """Whoever handled it goes on, if they still can; else `first`, whoever took over from them, or the next who can.

    Answers whether there is anybody. The caller saves.
    """
    sights = list(incident.handlers(on=on))
    ids = [sight.person_id for sight in sights]
    if incident.handler_id not in ids:
        taken_over = [
            sight.person_id
            for sight in sights
            if sight.why == "hand-over" and sight.added_by_id == incident.handler_id
        ]
        wanted = [pk for pk in (first, *taken_over) if pk in ids]
        incident.handler_id = next(iter([*wanted, *ids]), incident.handler_id)
    return bool(ids)
