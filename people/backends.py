"""Sign-in for present people only. Permissions are never asked of Django."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend


class ActivePeopleBackend(AuthenticationBackend):
    def has_perm(self, *args: object, **kwargs: object) -> bool:
        return False

    def has_module_perms(self, *args: object, **kwargs: object) -> bool:
        return False
