"""What the page sends by itself while somebody types, and throwing away what was kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from access.guards import signed_in
from drafts.answers import typed_in
from incidents.api import no_files
from people.api import UserRequest
from portal.typed import pages
from portal.typed.pages import Kind


@signed_in
@no_files
@require_POST
def keep_typed(request: UserRequest) -> HttpResponse:
    """Keep what stands on a page now. The answer is the same for every page there is or is not."""
    page = request.POST.get("typed_page", "")
    pages.keep(request.user, page, typed_in(request.POST), at=timezone.now())
    return HttpResponse(status=204)


@signed_in
@no_files
@require_POST
def throw_away(request: UserRequest) -> HttpResponse:
    page = request.POST.get("typed_page", "")
    kind = pages.kind_of(page)
    if kind is None:
        return redirect("home")
    pages.throw_away(request.user, page)
    messages.success(request, "Thrown away. Nothing was sent.")
    return redirect("report:start" if kind is Kind.REPORT else page)
