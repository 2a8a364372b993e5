"""Questions other apps put to the register."""

from __future__ import annotations

from typing import Any

from accounts_registry.models import LIVE, Channel, Platform

ELSEWHERE = "This account is already registered by another organisation here"


def taken(identity: str, *, besides: Channel | None = None) -> Channel | None:
    """The channel of any trust that holds this account now: planned, open, paused or closing."""
    if not identity:
        return None
    holders = Channel.objects.filter(identity=identity, status__in=LIVE).select_related("platform")
    return holders.exclude(pk=besides.pk if besides else None).first()


def ended(identity: str, *, trust_id: Any) -> Channel | None:
    """The closed channel of this trust that was this account, the last one first."""
    if not identity:
        return None
    closed = Channel.objects.filter(identity=identity, status="closed", trust_id=trust_id)
    return closed.order_by("-date_closed").first()


def taken_sentence(
    identity: str, *, platform: Platform, handle: str, trust_id: Any, besides: Channel | None = None
) -> str:
    """What to tell somebody who names a taken account; empty when it is free. Says nothing of another trust."""
    holder = taken(identity, besides=besides)
    if holder is None:
        return ""
    if holder.trust_id != trust_id:
        return ELSEWHERE
    shown = handle if "/" in handle else f"@{handle}"
    return f"{shown} on {platform.name} is already on the register"
