"""Puts the session's mark where the ledger finds it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from audit.context import set_session_mark


class RequestContextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key or ""
        set_session_mark(salted_hmac("audit", key).hexdigest()[:16] if key else "")
        try:
            return self.get_response(request)
        finally:
            set_session_mark("")
