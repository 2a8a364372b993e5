"""Whether an account is known to be ours: of a channel, or of its row on an earlier day (the same columns)."""

from __future__ import annotations

from datetime import date
from typing import Any


def rests_on_its_id(row: Any) -> bool:
    """Whether the id is all that is known of the account: it has no name of its own."""
    return bool(row.permanent_id) and row.handle.endswith(row.permanent_id)


def waits_for_its_id(row: Any) -> bool:
    return rests_on_its_id(row) and row.confirmed_id != row.permanent_id


def waits_for_its_handle(row: Any) -> bool:
    """Whether it is another account by its name than the one that was found to be ours."""
    if rests_on_its_id(row) or not row.identity or not row.confirmed_identity:
        return False
    return bool(row.confirmed_identity != row.identity)


def was_confirmed_as(row: Any, *, identity: str, permanent_id: str = "") -> bool:
    """Whether this is the account that was found to be ours, while another is written down and waits.

    One person's word makes no account ours, and takes none away either.
    """
    by_id = bool(permanent_id) and row.confirmed_id == permanent_id != row.permanent_id
    if row.identity and row.confirmed_identity not in ("", row.identity):
        return row.confirmed_identity == identity or by_id
    return by_id and bool(row.permanent_id)


def lost_since(row: Any, last_day: date | None) -> date | None:
    """Since when the channel has no account of its own, where the last one it had was ours until a day.

    A channel of which only a name was ever known has lost nothing.
    """
    return None if row.identity else last_day


def is_being_checked(row: Any) -> bool:
    return waits_for_its_id(row) or waits_for_its_handle(row)
