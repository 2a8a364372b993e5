"""Whether this portal has begun."""

from __future__ import annotations

from schools.models import Trust


def has_any_trust() -> bool:
    return Trust.objects.exists()


def first_trust() -> Trust | None:
    """The trust whose name the demo's own pages wear."""
    return Trust.objects.order_by("schools__urn").first()
