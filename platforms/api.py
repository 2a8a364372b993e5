"""What other apps may ask of the platforms: whose account a link means, and what looks alike."""

from __future__ import annotations

from platforms import doors, identity, lookalikes, sites, spelling
from platforms.differences import differences
from platforms.identity import Resolved, resolve
from platforms.lookalikes import neighbours, skeletons

__all__ = [
    "Resolved",
    "differences",
    "doors",
    "identity",
    "lookalikes",
    "neighbours",
    "resolve",
    "sites",
    "skeletons",
    "spelling",
]
