"""What people may change about a platform, and a mark of how it stands."""

from __future__ import annotations

import hashlib
import json

from platforms.models import Platform

CHANGEABLE = (
    "name",
    "kind",
    "aliases",
    "hosts",
    "handle_pattern",
    "example",
    "minimum_age",
    "age_source",
    "age_checked_on",
    "report_url",
    "privacy_help_url",
    "takedown_steps",
    "links_checked_on",
    "approved_for_schools",
    "current",
)


def mark(platform: Platform) -> str:
    """So that a page opened before somebody else's change is noticed when it is sent."""
    values = {name: getattr(platform, name) for name in CHANGEABLE}
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]
