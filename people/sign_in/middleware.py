"""Leavers and the suspended lose access at once, and some roles go no further without a second sign-in step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from access.roles import Permission
from drafts.api import leads_on
from people.sign_in import second_step
from people.sign_in.user_request import UserRequest

AFTERWARDS = "after_second_step"
DECIDES_WHO = frozenset(
    {
        Permission.APPOINTMENT_CONFIRM,
        Permission.APPOINTMENT_SUSPEND,
        Permission.APPOINTMENT_DECIDE,
        Permission.PERSON_KNOW,
        Permission.PERSON_SUSPEND,
        Permission.LINE_CONFIRM,
        Permission.WAY_IN_CONFIRM,
        Permission.WAY_IN_STOP,
    }
)


class LeaverMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user, on = request.user, timezone.localdate()
        if user.is_authenticated and (user.has_left(on) or user.is_suspended(on)):
            logout(request)
        return self.get_response(request)


class SecondStepMiddleware:
    """Sends those whose role needs a second step to set one up: everywhere, or only where it weighs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: UserRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if settings.SECOND_STEP == "never" or not request.user.is_authenticated:
            return None
        if settings.SECOND_STEP == "restricted" and not weighs(view):
            return None
        if is_sign_in(view) or not second_step.must_have(request.user, timezone.localdate()):
            return None
        if not second_step.is_missing(request):
            return None
        return set_it_up(request, "Your role needs a second sign-in step.")


def set_it_up(request: HttpRequest, why: str) -> HttpResponse:
    """To the page that sets a second step up, and from there back here."""
    leads_on(request)
    messages.info(request, f"{why} Set it up once, then go on.")
    request.session[AFTERWARDS] = request.get_full_path() if request.method == "GET" else "/"
    return redirect("mfa_activate_totp")


def is_sign_in(view: Any) -> bool:
    """Setting up, signing out and proving who one is: the library's own pages."""
    return getattr(view, "view_class", view).__module__.startswith("allauth.")


def weighs(view: Any) -> bool:
    """Whether this page opens a concern, decides who may, or signs."""
    permission = getattr(view, "permission", "")
    opens = permission.startswith("concern.") and permission != Permission.CONCERN_REPORT
    return opens or permission in DECIDES_WHO or second_step.is_asked_for(view)
