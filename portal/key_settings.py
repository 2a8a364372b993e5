"""Keys as people write them: in .env, in a vault's export, one below the other in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

SHORTEST = 32  # characters
QUOTES = "\"'`“”‘’"
LONGEST_STAY = timedelta(days=90)


def keys_in(text: str, name: str) -> list[str]:
    """The keys in the value of `name`, first to last: commas, spaces and newlines part them, quotes fall away.

    Raises ImproperlyConfigured with the name and the place of a key that is too short, never with the key.
    """
    pieces = [piece.strip(QUOTES) for piece in re.split(r"[\s,;]+", text.strip().strip(QUOTES))]
    keys = list(dict.fromkeys(filter(None, pieces)))
    if not keys:
        raise ImproperlyConfigured(f"{name} holds no key.")
    for place, key in enumerate(keys, 1):
        if len(key) < SHORTEST:
            raise ImproperlyConfigured(
                f"{name}: key {place} of {len(keys)} is too short. "
                f"A key has at least {SHORTEST} characters and no spaces."
            )
    return keys


def one_key_in(text: str) -> str:
    """A key that stands alone, without the quotes and line ends around it."""
    return text.strip().strip(QUOTES).strip()


class OldKeys(list[str]):
    """An old SECRET_KEY, there up to and including its last day, also for a process that runs past it."""

    def __init__(self, keys: list[str], until: date) -> None:
        super().__init__(keys)
        self.until = until

    def __iter__(self) -> Any:
        return iter(list(super().__iter__()) if timezone.localdate() <= self.until else [])

    def __len__(self) -> int:
        return len(list(iter(self)))


def old_secret_keys(environment: Mapping[str, str], today: date) -> list[str]:
    """What SECRET_KEY_OLD still opens. Raises ImproperlyConfigured without a last day of the next 90."""
    old = one_key_in(environment.get("SECRET_KEY_OLD", ""))
    if not old:
        return []
    until = last_day(environment.get("SECRET_KEY_OLD_UNTIL", ""))
    if until - today > LONGEST_STAY:
        raise ImproperlyConfigured(
            f"SECRET_KEY_OLD_UNTIL is more than {LONGEST_STAY.days} days ahead: name an earlier day."
        )
    return OldKeys([old], until)


def last_day(text: str) -> date:
    try:
        return date.fromisoformat(one_key_in(text))
    except ValueError:
        raise ImproperlyConfigured(
            "SECRET_KEY_OLD needs its last day: set SECRET_KEY_OLD_UNTIL to a date like 2026-12-31."
        ) from None
