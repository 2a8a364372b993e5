"""The numbers that somebody in an emergency phones: who is told of a change, and what is no number of an authority."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from access.check import Person
from schools.models import School

LABELS = {
    "social_care_phone": "Children’s social care",
    "lado_phone": "Local authority designated officer (LADO)",
    "office_phone": "The school office",
}
AUTHORITYS = ("social_care_phone", "lado_phone")


class Changed(NamedTuple):
    """One of these numbers as it was and as it is now; empty where there is none."""

    label: str
    before: str
    now: str


Listener = Callable[..., None]
_listeners: list[Listener] = []


def told_of_numbers(listener: Listener) -> Listener:
    """Register who tells people of a change: `school`, `changes`, `by`, `at`."""
    _listeners.append(listener)
    return listener


def tell(school: School, before: dict[str, str], *, by: Person, at: datetime) -> None:
    """Whoever registered hears at once which numbers somebody has changed; the portal's own set-up is no news."""
    changes = [
        Changed(label, before[name], getattr(school, name))
        for name, label in LABELS.items()
        if before[name] != getattr(school, name)
    ]
    for listener in _listeners if changes and not by.is_system else ():
        listener(school=school, changes=changes, by=by, at=at)


def numbers_of(school: School) -> dict[str, str]:
    return {name: getattr(school, name) for name in LABELS}


def refuse_mobiles(numbers: dict[str, Any]) -> None:
    """An authority answers at a desk: a mobile is somebody's own."""
    wrong = {name: MOBILE for name in AUTHORITYS if is_mobile(str(numbers.get(name) or ""))}
    if wrong:
        raise ValidationError(wrong)


MOBILE = (
    "Enter the number that your local authority gives on its website. "
    "A number that starts with 07 is a mobile"
)


def is_mobile(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    return re.sub(r"^(0044|44)0?", "0", digits).startswith("07")
