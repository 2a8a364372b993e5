"""System pages: what the trust's colour is, which school is shown, the small print, and saying no."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST, require_safe

from access.guards import public, signed_in
from govuk.contrast import is_colour, verdict
from portal.context import frame
from portal.frame import CHOSEN_SCHOOL, brand_version
from schools.models import Trust

A_YEAR = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"


@public
@require_safe
def brand_css(request: HttpRequest, short_name: str, version: str) -> HttpResponse:
    """The trust's colour, as a stylesheet: the pages carry no styles of their own."""
    trust = trust_called(short_name)
    colour = trust.colour if is_colour(trust.colour) else "#14171F"
    edge = "#14171F" if verdict(colour).needs_edge else "transparent"
    text = f":root{{--trust-colour:{colour};--trust-edge:{edge}}}\n"
    return kept(HttpResponse(text, content_type="text/css"), version == brand_version(trust))


@public
@require_safe
def brand_logo(request: HttpRequest, short_name: str, version: str) -> HttpResponse:
    trust = trust_called(short_name)
    if not trust.logo:
        raise Http404
    with trust.logo.open() as file:
        return kept(
            HttpResponse(file.read(), content_type="image/png"), version == brand_version(trust)
        )


def trust_called(short_name: str) -> Trust:
    # The name, colour and mark of a trust stand on its public pages: everybody may see them.
    trust = Trust.objects.filter(short_name=short_name).first()
    if trust is None:
        raise Http404
    return trust


def kept(response: HttpResponse, is_current: bool) -> HttpResponse:
    response.headers["Cache-Control"] = A_YEAR if is_current else A_MINUTE
    return response


@signed_in
@require_GET
def choose_school(request: HttpRequest) -> HttpResponse:
    """For people at several schools: which one the lists begin with. It grants nothing."""
    return render(
        request,
        "pages/choose_school.html",
        {"back_to": safe_address(request, request.GET.get("next"))},
    )


@signed_in
@require_POST
def set_school(request: HttpRequest) -> HttpResponse:
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
    context = {"is_signed_in": request.user.is_authenticated}
    return render(request, "csrf.html", context, status=403)
