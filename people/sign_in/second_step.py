"""Who must use a second sign-in step, and on which pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from access.roles import WAY_IN_TAKES_TWO
from people.person.models import User
from people.sign_in.user_request import UserRequest

# A stolen password of any of these would open concerns, or change who may do what.
ROLES = WAY_IN_TAKES_TWO
KEPT = "second_step"


def must_have(user: User, on: date) -> bool:
    """Whether a role of theirs asks for it; the demonstration asks nobody."""
    return settings.SECOND_STEP != "never" and any(held.role in ROLES for held in user.roles_on(on))


def is_missing(request: UserRequest) -> bool:
    """Whether this person has no authenticator app yet. Remembered for the session once there is one."""
    if not request.session.get(KEPT):
        request.session[KEPT] = has_app(request.user)
    return not request.session[KEPT]


def has_app(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def forget(request: HttpRequest) -> None:
    """Ask again: the app has just been removed."""
    request.session.pop(KEPT, None)


def asked_for(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a page on which somebody signs or decides, where its permission does not say so."""
    view.asks_second_step = True  # type: ignore[attr-defined]  # a mark on the view
    return view


def is_asked_for(view: Any) -> bool:
    return getattr(view, "asks_second_step", False)
