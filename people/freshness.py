"""How lately somebody proved who they are in this session: by password or by code."""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


def signed_in_lately(request: HttpRequest, *, within: int | None = None) -> bool:
    """Whether the last proof is at most this many seconds old (15 minutes where nothing is said)."""
    seconds = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT if within is None else within
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - max(record["at"] for record in records) <= seconds
