"""Parts of the verbs of a channel’s life."""

from __future__ import annotations

from datetime import date

from accounts_registry.life import opening_checks
from accounts_registry.models import Channel, PauseCause

MUST_AGREE = "The designated safeguarding lead has to agree before this channel is taken up again."


def why_not_resume(channel: Channel, on: date) -> str:
    """Why it cannot be taken up again yet, as a sentence; empty when it can."""
    if channel.paused_for_safety:
        return MUST_AGREE
    if channel.pause_cause == PauseCause.CHECKS:
        unmet = [line.text for line in opening_checks.unmet(channel, on=on)]
    else:
        unmet = opening_checks.too_few(channel, on=on)
    return f"This channel cannot be taken up again yet. {unmet[0]}." if unmet else ""
