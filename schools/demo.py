"""Whether this portal has begun."""

from __future__ import annotations

from schools.models import Trust


def has_any_trust() -> bool:
    return Trust.objects.exists()
