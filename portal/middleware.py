"""Headers for every answer, and the three ways of saying no."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from access.check import Denied, Hidden
from workflow.moves import WrongState

Answer = Callable[[HttpRequest], HttpResponse]
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class HeadersMiddleware:
    """Keeps our pages to ourselves, and signed-in pages out of every cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        return response


class RefusalMiddleware:
    """Not yours is 404; yours but not allowed is 403 with the reason; a stale tab is a sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method in ("GET", "HEAD"):
            # Somebody whose session ended came back from signing in to where a button had sent them.
            return render(request, "405.html", status=405)
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        if isinstance(exception, Hidden):
            return render(request, "404.html", status=404)
        if isinstance(exception, Denied):
            return render(request, "403.html", {"reason": exception.reason}, status=403)
        if isinstance(exception, WrongState):
            request.was_refused = True  # type: ignore[attr-defined]  # what was typed is kept
            messages.warning(request, exception.sentence)
            return redirect(way_back(request, exception))
        return None


def way_back(request: HttpRequest, exception: WrongState) -> str:
    """The record as it is now, where it has a page of its own; else Home."""
    if address := getattr(exception, "redirect", ""):
        return address
    to_record = getattr(exception.record, "get_absolute_url", None)
    return to_record() if to_record else "/"
