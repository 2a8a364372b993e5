"""What other apps may ask of the watch list: accounts that are related to ours, and known fakes."""

from __future__ import annotations

from watch_list import known_fakes, related_accounts, watching

__all__ = [
    "known_fakes",
    "related_accounts",
    "watching",
]
