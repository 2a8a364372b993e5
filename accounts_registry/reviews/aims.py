"""What a channel is measured by: the measures of its business case, else its aims, else what anybody would ask."""

from __future__ import annotations

from accounts_registry.models import Channel

ANYBODY_WOULD_ASK = "Does it do what the school needs it for?"


def measures(channel: Channel) -> list[str]:
    """One line of the business case is one measure."""
    for text in (channel.measures, channel.aims):
        if lines := [line.strip(" \t-*•") for line in text.splitlines() if line.strip(" \t-*•")]:
            return lines[:10]
    return [ANYBODY_WOULD_ASK]
