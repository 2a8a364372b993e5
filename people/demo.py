"""Who one can be in the demo."""

from __future__ import annotations

from typing import Any

from access.roles import BY_CODE
from people.person.models import User


def persona(email: str) -> User | None:
    """The person with this address, if they can sign in."""
    return User.objects.filter(email__iexact=email, is_active=True).select_related("trust").first()


def cast_list() -> list[dict[str, Any]]:
    """Everybody who can sign in, with the names of their roles."""
    found = (
        User.objects.filter(is_active=True, is_system=False)
        .exclude(email=None)
        .prefetch_related("assignments")
    )
    return [
        {
            "name": person.full_name,
            "email": person.email,
            "roles": sorted({BY_CODE[held.role].name for held in person.assignments.all()}),
        }
        for person in found
    ]
