"""The link of the letter to the person: with it one change, and nothing else, is stopped without signing in."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from people.way_in.models import WayInChange

SALT = "people.way_in.stop"


def stop_link(change: WayInChange) -> str:
    return reverse("people:stop_way_in_by_link", args=[signing.dumps(str(change.pk), salt=SALT)])


def change_of(token: str) -> WayInChange | None:
    """The change that the link is about; None where the portal did not make it."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found: WayInChange | None = WayInChange.objects.filter(pk=pk).first()
    return found
