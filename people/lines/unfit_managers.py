"""Who cannot be somebody's line manager."""

from __future__ import annotations

from people.person.models import User


def wrong_manager(person: User, manager: User | None) -> str | None:
    """A line manager is of the same trust, and nobody is managed by themself in however many steps."""
    above, seen = manager, {person.pk}
    if above and above.trust_id != person.trust_id:
        return "The line manager must work for the same trust"
    while above:
        if above.pk in seen and manager is not None:
            return f"{manager.full_name} is managed by {person.full_name}. Choose someone else"
        seen.add(above.pk)
        above = above.line_manager
    return None
