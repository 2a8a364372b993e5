"""What other apps may ask of people."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from people.attempts import actions
from people.attempts.limits import account_mark, address_mark


def may_try(request: HttpRequest, kind: str, *, account: str = "") -> bool:
    """Count this attempt; no, where it is one too many by `people.attempts.limits`.

    `account` is what it is aimed at, where that is limited too.
    """
    attempt = actions.begin(
        kind=kind,
        account=account_mark(None, account) if account else "",
        address=address_mark(request),
        at=timezone.now(),
    )
    return attempt is not None
