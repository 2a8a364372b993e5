"""Where a channel stands, and each set of these that has a name."""

from __future__ import annotations

from django.db.models import TextChoices


class ChannelStatus(TextChoices):
    PLANNED = "planned", "Not live yet"
    OPEN = "open", "Open"
    SUSPENDED = "suspended", "Paused"
    CLOSING = "closing", "Closing"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Not going ahead"


# An account that is there: minimums are kept for those of it that go on.
GOES_ON = (ChannelStatus.OPEN, ChannelStatus.SUSPENDED)
IN_USE = (*GOES_ON, ChannelStatus.CLOSING)
LIVE = (ChannelStatus.PLANNED, *IN_USE)
SHARED = (*IN_USE, ChannelStatus.CLOSED)
