"""Who is told by role."""

from __future__ import annotations

from datetime import date

from accounts_registry.models import (
    Channel,
)
from people.models import User


def holding(channel: Channel, role: str, on: date) -> list[User]:
    """Who holds this role at the channel's school, else at its trust."""
    at_school = (
        list(User.objects.holding(role, on=on, school=channel.school)) if channel.school else []
    )
    return at_school or list(User.objects.holding(role, on=on, trust=channel.trust))
