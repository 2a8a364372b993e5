"""Second steps as a change of keys goes through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from people.sign_in.actions.second_steps import reseal_second_step
from people.sign_in.authenticator_keys import OLDER, boxes_in, needs_sealing, opened
from sealing.boxes import CannotOpen
from sealing.keys import Purpose
from sealing.rotation import Outcome, SealedRows

LOOKED_AT = 5


def second_steps() -> SealedRows:
    return SealedRows(
        name="second sign-in steps",
        purpose=Purpose.AUTHENTICATORS,
        older=older,
        reseal=reseal,
        opens=opens,
        may_be_counted=True,
    )


def older() -> Iterator[Any]:
    """At most two rows for each person: few enough to look at each."""
    rows = Authenticator.objects.order_by("pk").values_list("pk", "data")
    return iter([pk for pk, data in rows if needs_sealing(data)])


def reseal(pk: UUID) -> Outcome:
    return reseal_second_step(pk=pk)


def opens() -> bool | None:
    """Whether the keys open any of a few second steps that are there and not older than their own keys."""
    rows = Authenticator.objects.order_by("-pk").values_list("user_id", "data")
    boxes = [(str(whose), box) for whose, data in rows for box in boxes_in(data)]
    own = [(whose, box) for whose, box in boxes if not box.startswith(OLDER)][:LOOKED_AT]
    return any(does_open(box, whose) for whose, box in own) if own else None


def does_open(box: str, whose: str) -> bool:
    try:
        opened(box, whose)
    except CannotOpen:
        return False
    return True
