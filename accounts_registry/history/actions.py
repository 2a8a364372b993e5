"""That the history of a channel was taken away as a file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from access.check import can, check
from access.roles import Permission
from accounts_registry.history import timeline
from accounts_registry.history.timeline import KINDS, Moment
from accounts_registry.models import Channel
from audit import trail
from audit.events import Event
from people.models import User


@transaction.atomic
def download_history(*, channel: Channel, kind: str = "", by: User, at: datetime) -> list[Moment]:
    """Everything that the page shows this person, of one kind or of all; that they took it is recorded."""
    on = localdate(at)
    check(by, Permission.CHANNEL_DETAIL, channel, on)
    kind = kind if kind in KINDS else ""
    moments = timeline.of(
        channel, with_custody=can(by, Permission.CHANNEL_CUSTODY, channel, on), kind=kind
    )
    trail.record(
        Event.HISTORY_EXPORTED,
        by=by,
        at=at,
        record=channel,
        data={"rows": len(moments), "kind": kind},
    )
    return moments
