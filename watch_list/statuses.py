"""Where an account of the watch list stands, and each set of these that has a name."""

from __future__ import annotations

from django.db.models import TextChoices


class WatchStatus(TextChoices):
    REPORTED = "reported", "To deal with"
    NOTICE_SENT = "notice_sent", "Notice sent"
    CONVERTING = "converting", "Becoming official"
    CONVERTED = "converted", "Now official"
    RENAMED = "renamed", "Renamed"
    REMOVED = "removed", "Gone"
    TOLERATED = "tolerated", "Left alone"
    ESCALATED = "escalated", "Passed on"


# Where an account that pretends to be the school has been neither left alone nor ended.
FAKES = (WatchStatus.REPORTED, WatchStatus.NOTICE_SENT, WatchStatus.ESCALATED)
STILL_THERE = (
    WatchStatus.REPORTED,
    WatchStatus.NOTICE_SENT,
    WatchStatus.TOLERATED,
    WatchStatus.ESCALATED,
)
ENDED = (WatchStatus.CONVERTED, WatchStatus.RENAMED, WatchStatus.REMOVED)
BECOMES_OURS = (WatchStatus.CONVERTING, WatchStatus.CONVERTED)
# Nobody looks at it again unless somebody says so.
NOT_LOOKED_AT = (WatchStatus.CONVERTED, WatchStatus.REMOVED)
