"""After each page that was sent: recorded, and what was typed there is forgotten; or not, and it is kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from drafts.answers import has_words, typed_in
from people.api import UserRequest
from people.models import User
from portal.typed import lost_session, pages
from portal.typed.kept_answers import changed_of

REFUSALS = frozenset({403, 409})


class TypedMiddleware:
    """Of somebody who is not signed in, or not any more, it keeps nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: UserRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST":
            return response
        if lost_session.leads_to_sign_in(request, response):
            return lost_session.answer(request, response)
        if request.user.is_authenticated and is_of_this_session(request):
            # A page is shown all the same where this could not be written.
            with suppress(DatabaseError):
                settle(request, response, request.user)
        return response


def is_of_this_session(request: HttpRequest) -> bool:
    """Not from a page that was opened before somebody else, or nobody, was signed in; not from another site."""
    return not getattr(request, "is_of_another_session", False)


def settle(request: HttpRequest, response: HttpResponse, by: User) -> None:
    if is_unrecorded(request, response):
        typed = changed_of(getattr(request, "typed_form", None), typed_in(request.POST))
        pages.keep(by, request.path, typed, at=timezone.now())
    elif 300 <= response.status_code < 400 and not was_refused(request):
        pages.forget(by, request.path, *getattr(request, "recorded_pages", ()))


def is_unrecorded(request: HttpRequest, response: HttpResponse) -> bool:
    """The page says so, or asks again, or what was sent was refused and holds what somebody wrote."""
    if getattr(request, "is_unrecorded", False):
        return True
    if response.status_code == 200:
        return getattr(request, "typed_form", None) is not None
    return was_refused(request, response) and has_words(typed_in(request.POST))


def was_refused(request: HttpRequest, response: HttpResponse | None = None) -> bool:
    is_refusal = response is not None and response.status_code in REFUSALS
    return is_refusal or getattr(request, "was_refused", False)
