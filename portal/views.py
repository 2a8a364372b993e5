"""System pages: what the trust's colour is, which school is shown, the small print, and saying no."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST, require_safe

from access.guards import public, signed_in
from portal import brand
from portal.context import frame
from portal.frame import CHOSEN_SCHOOL

A_YEAR = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"


@public
@require_safe
def brand_css(request: HttpRequest, short_name: str, version: str) -> HttpResponse:
    """The trust's colour as a stylesheet: the pages carry no styles of their own."""
    trust = brand.trust_called(short_name)
    response = HttpResponse(brand.stylesheet(trust), content_type="text/css")
    return kept(response, version == brand.version_of(trust))


@public
@require_safe
def brand_logo(request: HttpRequest, short_name: str, version: str) -> HttpResponse:
    trust = brand.trust_called(short_name)
    if not trust.logo:
        raise Http404
    with trust.logo.open() as file:
        response = HttpResponse(file.read(), content_type="image/png")
    return kept(response, version == brand.version_of(trust))


def kept(response: HttpResponse, is_current: bool) -> HttpResponse:
    response.headers["Cache-Control"] = A_YEAR if is_current else A_MINUTE
    return response


@signed_in
@require_GET
def your_school(request: HttpRequest) -> HttpResponse:
    """For people at several schools: which one the lists begin with. It grants nothing."""
    return render(
        request,
        "pages/choose_school.html",
        {"back_to": safe_address(request, request.GET.get("next"))},
    )


@signed_in
@require_POST
def choose_school(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("school", "")
    mine = {str(school.pk): school for school in frame(request)["frame"].schools}
    if chosen in mine:
        request.session[CHOSEN_SCHOOL] = str(UUID(chosen))
    else:
        request.session.pop(CHOSEN_SCHOOL, None)
    return redirect(safe_address(request, request.POST.get("next")))


def safe_address(request: HttpRequest, address: str | None) -> str:
    """An address of ours to go back to; anybody else's leads Home."""
    allowed = {request.get_host()}
    return address if address and url_has_allowed_host_and_scheme(address, allowed) else "/"


@public
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Privacy, cookies and accessibility."""
    return render(request, f"pages/{name}.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page was opened before signing out and in again, or in a browser without cookies."""
    request.is_of_another_session = True  # type: ignore[attr-defined]  # whoever wrote it is not known: nothing of it is kept
    context = {"is_signed_in": request.user.is_authenticated}
    return render(request, "csrf.html", context, status=403)
