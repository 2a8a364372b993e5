"""Where we are expected to have a channel and do not, or have one we do not control."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guards import guarded
from access.roles import Permission
from people.api import UserRequest
from reports.gaps import matrix


@guarded(Permission.COMPLIANCE_SEE)
@require_safe
def gaps(request: UserRequest) -> HttpResponse:
    """Page C2: schools down and platforms across, or the other way round."""
    is_swapped = request.GET.get("across") == "schools"
    found = matrix(request.user, on=timezone.localdate(), is_swapped=is_swapped)
    return render(request, "reports/gaps.html", {"matrix": found})
