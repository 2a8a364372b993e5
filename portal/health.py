"""GET /healthz: whether each part of the portal works, answered before host and HTTPS checks."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from kombu import Connection

from portal import heartbeats

log = logging.getLogger(__name__)
PATIENCE = 2  # seconds
WORDS = {True: "ok", False: "failing"}


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        return cursor.fetchone() is not None


def broker() -> bool:
    url = settings.CELERY_BROKER_URL
    if url.startswith("filesystem"):
        return os.access(settings.QUEUE_DIR / "in", os.W_OK)
    timeouts = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    with Connection(url, connect_timeout=PATIENCE, transport_options=timeouts) as broker:
        broker.ensure_connection(max_retries=1, timeout=PATIENCE)
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database,
    "broker": broker,
    "worker": lambda: heartbeats.is_fresh("worker"),
    "beat": lambda: heartbeats.is_fresh("beat"),
}


def works(name: str) -> bool:
    try:
        return CHECKS[name]()
    except Exception:
        log.exception("Health: %s does not answer", name)
        return False


def answer(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    names = ["database"] if request.GET.get("only") == "web" else list(CHECKS)
    found = {name: works(name) for name in names}
    well = all(found.values())
    parts = {name: WORDS[ok] for name, ok in found.items()}
    response = JsonResponse(
        {"status": WORDS[well], **parts, "version": settings.VERSION},
        status=200 if well else 503,
        headers={"Cache-Control": "no-store"},
    )
    response._has_been_logged = True  # type: ignore[attr-defined]  # not an error for each probe
    return response


class HealthMiddleware:
    """Stands first, so that a probe needs no host name, certificate or session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return answer(request) if request.path_info == "/healthz" else self.get_response(request)
