"""Who one can be in the demo."""

from __future__ import annotations

from people.models import User


def persona(email: str) -> User | None:
    """The person with this address, if they can sign in."""
    return User.objects.filter(email__iexact=email, is_active=True).select_related("trust").first()
