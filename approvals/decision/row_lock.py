"""The row of a request, held until the action ends."""

from __future__ import annotations

from approvals.request.models import Request


def locked(request: Request) -> Request:
    """The request as it is now; whoever else wants it waits, and then sees what has changed."""
    return Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
