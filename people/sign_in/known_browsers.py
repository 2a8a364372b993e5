"""Browsers from which somebody has signed in before: they may still try when strangers' guesses are used up.

The cookie opens nothing by itself: password and second step are asked for as ever. It holds no name
of anybody, is bound to each account, and ends when its owner or a change of their way in says so.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from people.person.models import User

A_YEAR = 365 * 86_400  # seconds
MOST = 8  # people who share one computer
SALT = "people.sign_in.known_browsers"


def knows(request: HttpRequest, person: User) -> bool:
    """Whether this person has signed in from this browser before, or is signed in with it now."""
    if person is None:
        return False
    return request.user.pk == person.pk or _mark(person) in _marks(request)


def remember(request: HttpRequest, person: User) -> None:
    """From now on this browser is known to be this person's."""
    request.known_browser_of = person  # type: ignore[attr-defined]  # a note on the request


class KnownBrowserMiddleware:
    """Writes the cookie of whoever has just proved who they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if person := getattr(request, "known_browser_of", None):
            marks = [_mark(person), *(mark for mark in _marks(request) if mark != _mark(person))]
            response.set_cookie(
                settings.KNOWN_BROWSER_COOKIE,
                signing.dumps(marks[:MOST], salt=SALT),
                max_age=A_YEAR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _marks(request: HttpRequest) -> list[str]:
    try:
        found = signing.loads(
            request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, ""), salt=SALT, max_age=A_YEAR
        )
    except signing.BadSignature:
        return []
    return found if isinstance(found, list) else []


def _mark(person: User) -> str:
    return f"{person.pk.hex}.{person.browsers_version}"
