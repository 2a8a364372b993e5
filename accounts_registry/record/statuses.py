"""Where a channel stands, and the sets of that which the product asks about."""

from __future__ import annotations

from django.db import models


class ChannelStatus(models.TextChoices):
    PLANNED = "planned", "Not live yet"
    OPEN = "open", "Open"
    SUSPENDED = "suspended", "Paused"
    CLOSING = "closing", "Closing"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Not going ahead"


# Can be posted from: open, paused, or on its way out.
IN_USE = (ChannelStatus.OPEN, ChannelStatus.SUSPENDED, ChannelStatus.CLOSING)
# Holds its name on its platform, and needs people.
LIVE = (ChannelStatus.PLANNED, *IN_USE)
# On the register: in use, or once in use.
ON_REGISTER = (*IN_USE, ChannelStatus.CLOSED)
ENDED = (ChannelStatus.CLOSED, ChannelStatus.CANCELLED)
# Somebody watches what is written there.
WATCHED = (ChannelStatus.OPEN, ChannelStatus.CLOSING)
# Is meant to go on: it keeps its minimum of people, and can be told to close.
GOES_ON = (ChannelStatus.OPEN, ChannelStatus.SUSPENDED)
