"""After a button press: who was told, from the outbox rows that the press has just made."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from notifications.post import collecting

SESSION_KEY = "just_told"
MOST = 6


class ToldMiddleware:
    """Remembers, for the next page, whom this press has told; nothing of what was said."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        with collecting() as told:
            response = self.get_response(request)
        others = [message for message in told if message.recipient_id != request.user.pk]
        if others and request.user.is_authenticated and response.status_code in (302, 303):
            request.session[SESSION_KEY] = [str(message.pk) for message in others[:MOST]]
        return response
