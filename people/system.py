"""The portal itself, where nobody pressed anything: the one user that the scheduler acts as."""

from __future__ import annotations

from people.person.models import SYSTEM_ID, User


def system_user() -> User:
    """The named system user; made on first use. It cannot sign in and holds no role."""
    user, _ = User.objects.get_or_create(
        pk=SYSTEM_ID,
        defaults={
            "given_name": "Official",
            "family_name": "Channels",
            "is_system": True,
            "is_active": False,
        },
    )
    return user
