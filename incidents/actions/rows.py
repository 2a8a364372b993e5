"""The rows that several verbs write: sight of a concern, and lines of its chronology."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max

from incidents import emails
from incidents.models import Entry, Incident, Reader
from incidents.routing import Place

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def _reference() -> str:
    """A random reference: a sequence would tell how many there have been."""
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
        reference = f"C-{letters[:4]}-{letters[4:]}"
        if not Incident.objects.filter(reference=reference).exists():
            return reference


def _write_entry(
    incident: Incident,
    *,
    kind: str,
    text: str,
    by: Any,
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


def _give_sight(
    incident: Incident,
    place: Place,
    *,
    why: str,
    by: Any,
    at: datetime,
    told: bool,
    reason: str = "",
    until: Any = None,
) -> Reader | None:
    """Let this person see the concern. Somebody it is about never gets a row, whoever asks."""
    if incident.parties.filter(person_id=place.person.id).exists():
        return None
    row, _ = Reader.objects.get_or_create(
        incident=incident,
        person_id=place.person.id,
        ended_at=None,
        defaults={
            "capacity": place.role,
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


def _tell(incident: Incident, rows: Iterable[Reader | None], *, at: datetime) -> None:
    """Tell these people, once all of them have sight: an e-mail names who is asked next."""
    for row in rows:
        if row is not None:
            emails.told(incident, row.person, sight=row, at=at)


def _end_sight(incident: Incident, person_id: Any, *, at: datetime) -> None:
    Reader.objects.filter(incident=incident, person_id=person_id, ended_at=None).update(ended_at=at)
    emails.take_back(incident, person_id)
