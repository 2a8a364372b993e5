"""Test letters: to all holders of roles alike, so that whether somebody can be reached says nothing else."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from people import emails
from people.mail import reach


@transaction.atomic
def write_test_letters(*, at: datetime) -> int:
    """Write to everybody whose test is due: on Mondays, and when a role or an address is new. Twice does no more."""
    if not settings.SENDS_EMAIL:
        return 0
    due = reach.to_be_tested(at)
    return sum(emails.test_letter(person, at=at) is not None for person in due)
