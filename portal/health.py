"""GET /healthz: how each part of the portal stands, answered before host and HTTPS checks.

Each part is ok, attention or failing, and nothing else is told: no number, no version, no word
about what the portal holds.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from tempfile import TemporaryFile

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from kombu import Connection

from portal import heartbeats, key_checks
from portal.disk import Disk
from portal.middleware import HeadersMiddleware
from reminders.api import sweeps

log = logging.getLogger(__name__)
OK, ATTENTION, FAILING = "ok", "attention", "failing"
PATIENCE = 2  # seconds
# The clock sweeps every quarter of an hour; two in a row may be late.
SWEEP_IS_LATE = timedelta(minutes=45)
SWEEP_IS_MISSING = timedelta(hours=25)
# A portal without one of these does not work; the others can wait for somebody to look.
NEEDED = ("database", "broker", "worker", "beat", "keys", "data")
ONLY_WEB = ("database",)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        return OK if cursor.fetchone() is not None else FAILING


def broker() -> str:
    url = settings.CELERY_BROKER_URL
    if url.startswith("filesystem"):
        return OK if os.access(settings.QUEUE_DIR / "in", os.W_OK) else FAILING
    timeouts = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    with Connection(url, connect_timeout=PATIENCE, transport_options=timeouts) as broker:
        broker.ensure_connection(max_retries=1, timeout=PATIENCE)
    return OK


def alive(part: str) -> str:
    return OK if heartbeats.is_fresh(part) else FAILING


def data() -> str:
    """A few bytes are written: a folder that only looks writable, and a full disk, are found too."""
    with TemporaryFile(dir=settings.DATA_DIR) as probe:
        probe.write(b"portal")
        probe.flush()
    return OK


def disk() -> str:
    return Disk.of(settings.DATA_DIR).state


def sweep() -> str:
    """By the age of the last sweep that came to its end; a portal just started has time for its first."""
    last = sweeps.last_end()
    since = max(last.timestamp() if last else 0.0, heartbeats.STARTED)
    age = timedelta(seconds=time.time() - since)
    return FAILING if age > SWEEP_IS_MISSING else ATTENTION if age > SWEEP_IS_LATE else OK


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "broker": broker,
    "worker": lambda: alive("worker"),
    "beat": lambda: alive("beat"),
    "keys": lambda: key_checks.state(),
    "data": data,
    "disk": disk,
    "sweep": sweep,
}


def state_of(name: str) -> str:
    """How this part stands; one that cannot be asked is failing."""
    try:
        return CHECKS[name]()
    except Exception:
        log.exception("Health: %s does not answer", name)
        return FAILING


def states(names: Iterable[str] = tuple(CHECKS)) -> dict[str, str]:
    return {name: state_of(name) for name in names}


def in_all(found: dict[str, str]) -> str:
    """Failing where a needed part is; whatever else is not as it should be asks for attention."""
    if any(found.get(name) == FAILING for name in NEEDED):
        return FAILING
    return OK if set(found.values()) <= {OK} else ATTENTION


def answer(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    found = states(ONLY_WEB if request.GET.get("only") == "web" else CHECKS)
    status = in_all(found)
    response = JsonResponse(
        {"status": status, **found},
        status=503 if status == FAILING else 200,
        headers={"Cache-Control": "no-store"},
    )
    response._has_been_logged = True  # type: ignore[attr-defined]  # not an error for each probe
    return response


class HealthMiddleware:
    """Stands first, so that a probe needs no host name, certificate or session; with every page's headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        framed = XFrameOptionsMiddleware(CSPMiddleware(answer))
        self.answer = HeadersMiddleware(framed)  # type: ignore[arg-type]  # it could be awaited, and is not
        # Only its headers: asked as a whole it would send the probe to HTTPS.
        self.secure = SecurityMiddleware(answer).process_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return self.secure(request, self.answer(request))
        return self.get_response(request)
