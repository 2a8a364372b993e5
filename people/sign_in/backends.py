"""Sign-in for present people only. Permissions are never asked of Django."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from people.person.models import User


class ActivePeopleBackend(AuthenticationBackend):
    def user_can_authenticate(self, user: User) -> bool:
        """Not somebody who has left, nor who is suspended: by the calendar, whoever remembers to press what."""
        on = timezone.localdate()
        is_out = user.has_left(on) or user.is_suspended(on)
        return super().user_can_authenticate(user) and not is_out

    @classmethod
    def _stash_user(cls, user: User) -> None:
        """A leaver with the right password hears what everybody hears: that the details are wrong."""

    def has_perm(self, *args: object, **kwargs: object) -> bool:
        return False

    def has_module_perms(self, *args: object, **kwargs: object) -> bool:
        return False
