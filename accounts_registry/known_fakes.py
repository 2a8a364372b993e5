"""Accounts that the school has found to be fakes, with evidence, and says so in public.

Nobody's own account is ever among them: not a member of staff's, and none that was left alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from accounts_registry.models import WatchedAccount
from schools.policy_settings import value


def find(identities: Iterable[str]) -> WatchedAccount | None:
    """The confirmed fake with exactly one of these identities, of a school whose list is public."""
    rows = (
        WatchedAccount.objects.confirmed_fakes()
        .filter(identity__in=[one for one in identities if one])
        .select_related("platform", "school__trust")
        .order_by("reference")
    )
    return next((row for row in rows if value("register_public_extract", school=row.school)), None)
