"""Letters about concerns that did not arrive: those who can open the concern already hear of it too."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from incidents import emails
from incidents.concern.models import Incident, Party, Reader
from incidents.concern.rows import write_entry
from notifications import outbox
from people.models import User

log = logging.getLogger(__name__)
# Letters are tried for five days, and may come back a little later.
AS_FAR_BACK = timedelta(days=7)
OVER = (Incident.Status.CLOSED, Incident.Status.DUPLICATE)


def tell_of_undelivered(*, by: User, at: datetime) -> int:
    """Tell everybody with sight of a concern that a letter about it to somebody else has not been delivered.

    Nobody's sight is widened, and the clocks go on as they were. Running twice tells nobody twice.
    Returns how many were told.
    """
    late = outbox.undelivered(kind=emails.CONCERN, since=at - AS_FAR_BACK, at=at)
    letters: dict[tuple[str, Any], Any] = {}
    for letter in late:
        letters.setdefault((letter.reference, letter.recipient_id), letter)
    without = set(letters)
    return sum(_try_to_tell(letter, without, by=by, at=at) for letter in letters.values())


def _try_to_tell(letter: Any, without: set[tuple[str, Any]], *, by: User, at: datetime) -> int:
    try:
        return _tell_others(letter, without, by=by, at=at)
    except Exception:  # whatever it is, the next letter must not wait for it
        log.exception("A letter that did not arrive could not be made known")
        return 0


@transaction.atomic
def _tell_others(letter: Any, without: set[tuple[str, Any]], *, by: User, at: datetime) -> int:
    found = Incident.objects.select_for_update(of=("self",)).filter(reference=letter.reference)
    incident = found.exclude(status__in=OVER).first()
    if incident is None or _has_opened(incident, letter):
        return 0
    people = _who_can_open(incident, at=at)
    if letter.recipient not in people:  # their own sight has ended since
        return 0
    others = [person for person in people if (letter.reference, person.pk) not in without]
    told = [
        person
        for person in others
        if emails.undelivered(incident, person, meant_for=letter.recipient, at=at)
    ]
    if told:
        names = ", ".join(person.full_name for person in told)
        text = f"The e-mail to {letter.recipient.full_name} has not been delivered. Told: {names}"
        write_entry(incident, kind="system", text=text, by=by, at=at)
    return len(told)


def _who_can_open(incident: Incident, *, at: datetime) -> list[User]:
    """Everybody here with open sight of it whom it is not about."""
    on = timezone.localdate(at)
    concerned = Party.objects.filter(incident=incident).exclude(person=None)
    sighted = Reader.objects.open(on=on).filter(incident=incident)
    people = User.objects.present(on).filter(pk__in=sighted.values("person_id"))
    return list(people.exclude(pk__in=concerned.values("person_id")))


def _has_opened(incident: Incident, letter: Any) -> bool:
    """Whoever has looked since it was written needs no letter any more."""
    sight = incident.readers.filter(
        person_id=letter.recipient_id, last_opened_at__gte=letter.created_at
    )
    return sight.exists()
