"""Beginning a session under a new id, so that nobody can have planted or kept the old one; and its end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.http import HttpRequest

from people.person.models import User


def forget_pages(response: Any) -> Any:
    """At the end of a session the browser forgets what it kept of its pages, "Back" included."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def start(request: HttpRequest, person: User) -> None:
    """Sign this person in. Django keeps the id where the same person signs in again; here it changes."""
    was_signed_in = SESSION_KEY in request.session
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    if was_signed_in:
        request.session.cycle_key()
