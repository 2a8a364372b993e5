"""What is written about keys: the word that shows whether they are the right ones."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from access.check import Person
from audit import trail
from audit.events import Event
from sealing.boxes import is_newest
from sealing.checks import word
from sealing.keys import Purpose, newest
from sealing.models import KeyCheck


def keep_check(*, purpose: Purpose, at: datetime, oldest: bool = False) -> KeyCheck:
    """Write the word of a purpose that has none yet, with its first key or its oldest."""
    secret = purpose.secrets[-1 if oldest else 0]
    row, _ = KeyCheck.objects.get_or_create(
        purpose=purpose.code, defaults={"box": word(purpose, secret), "made_at": at}
    )
    return row


@transaction.atomic
def finish_rotation(*, purpose: Purpose, by: Person, at: datetime) -> bool:
    """Everything is sealed with the first key: the word too. No, when it was already."""
    row = KeyCheck.objects.select_for_update().filter(purpose=purpose.code).first()
    if row is None or is_newest(purpose, row.box):
        return False
    row.box, row.made_at = word(purpose, purpose.secrets[0]), at
    row.save()
    data = {"setting": purpose.setting, "key": newest(purpose)}
    trail.record(Event.KEYS_ROTATED, by=by, at=at, data=data)
    return True
