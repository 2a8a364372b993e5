"""Sealing second steps anew: their owner's when they sign in, everybody's when keys change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from people.sign_in.authenticator_keys import needs_sealing, sealed_anew
from sealing.boxes import CannotOpen
from sealing.rotation import Outcome


def reseal_second_steps(*, of: Any) -> None:
    """After signing in: what still stands under an older key goes under the first one."""
    for row in Authenticator.objects.filter(user_id=of.pk):
        if needs_sealing(row.data):
            reseal_second_step(pk=row.pk)


@transaction.atomic
def reseal_second_step(*, pk: UUID) -> Outcome:
    """One authenticator, under its lock: a code that is being used meanwhile is not forgotten."""
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None or not needs_sealing(row.data):
        return Outcome.NOTHING
    try:
        row.data = sealed_anew(row.data, str(row.user_id))
    except CannotOpen:
        return Outcome.UNREADABLE
    row.save(update_fields=["data"])
    return Outcome.DONE
