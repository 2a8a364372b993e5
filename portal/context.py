"""What every template can use besides what its view gives it."""

from __future__ import annotations

from django.http import HttpRequest

from portal.frame import Frame


def frame(request: HttpRequest) -> dict[str, Frame]:
    """`frame`, one for each request."""
    kept = getattr(request, "frame", None)
    if kept is None:
        kept = request.frame = Frame(request)  # type: ignore[attr-defined]  # a note on the request
    return {"frame": kept}
