"""How lately somebody proved who they are in this session: by password or by code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def signed_in_lately(request: HttpRequest, *, within: int | None = None) -> bool:
    """Whether the last proof is at most this many seconds old (15 minutes where nothing is said)."""
    seconds = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT if within is None else within
    proved = proved_at(request)
    return proved is not None and timezone.now() - proved <= timedelta(seconds=seconds)


def proved_at(request: HttpRequest) -> datetime | None:
    """When this session last proved who it is, or None."""
    times = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if "at" in record
    ]
    return datetime.fromtimestamp(max(times), UTC) if times else None
