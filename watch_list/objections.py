"""What no role can override about an account that is not ours."""

from __future__ import annotations

from datetime import date
from typing import Any

from access.check import objection
from access.roles import Permission
from people.models import User

OWN_ACCOUNT = "This account is yours, so somebody else has to decide about it."


@objection(Permission.WATCH_KEEP)
def nobody_deals_with_their_own(user: User, account: Any, on: date) -> str | None:
    return OWN_ACCOUNT if getattr(account, "holder_id", None) == user.pk else None


@objection(Permission.WATCH_CONFIRM_FAKE)
def nobody_judges_their_own(user: User, account: Any, on: date) -> str | None:
    return OWN_ACCOUNT if account.holder_id == user.pk else None


@objection(Permission.WATCH_TOLERATE)
def nobody_excuses_their_own(user: User, account: Any, on: date) -> str | None:
    return OWN_ACCOUNT if account.holder_id == user.pk else None
