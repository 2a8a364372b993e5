"""Pages for parents, the press and platforms: is this account really the school's? Nobody is named here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guards import public
from documents import qr
from people import api
from schools.models import Trust
from verify import public_answer
from watch_list.api import related_accounts

A_MINUTE = "public, max-age=60"


class BrandedRequest(HttpRequest):
    """A request whose page wears the name and colour of a trust, which `portal/frame.py` reads."""

    brand_trust: Trust


@public
@require_safe
def index(request: BrandedRequest) -> HttpResponse:
    """Page L3: one box."""
    context = {"schools": listed(request), "of_trusts": public_answer.accounts_of_trusts()}
    return kept(render(request, "verify/index.html", context))


@public
@require_safe
def check(request: BrandedRequest) -> HttpResponse:
    """The answer, by GET so that parents can pass it on. A machine that asks for every name is told to wait."""
    if not api.may_try(request, "check"):
        return render(request, "429.html", status=429)
    schools = listed(request)
    answer = public_answer.look_up(request.GET.get("account", ""), on=timezone.localdate())
    if found := public_answer.only(answer.trusts):
        request.brand_trust = found
    template = "verify/index.html" if answer.problem else "verify/answer.html"
    return kept(
        render(request, template, {"answer": answer, "schools": schools, "problem": answer.problem})
    )


@public
@require_safe
def verify_school(request: BrandedRequest, address: str) -> HttpResponse:
    """Page L4: printed on posters, so permanent. An old address or a URN leads to the present one."""
    found = found_school(address)
    if address != found.slug:
        return redirect("verify:school", address=found.slug, permanent=True)
    request.brand_trust = found.trust
    accounts = public_answer.official_accounts(found, on=timezone.localdate())
    closed = public_answer.closed_accounts(found)
    context = {
        "school": found,
        "accounts": accounts,
        "closed": closed,
        "former": public_answer.former_accounts(found),
        "others": related_accounts.of_school(found),
        "has": {
            name: any(getattr(account, name) for account in accounts)
            for name in ("purpose", "opened")
        },
    }
    return kept(render(request, "verify/school.html", context))


@public
@require_safe
def verify_code(request: HttpRequest, address: str) -> HttpResponse:
    """The QR code of a school's list, for its website and its letters."""
    found = found_school(address)
    address = settings.PORTAL_URL + reverse("verify:short", args=[found.slug])
    return kept(HttpResponse(qr.svg(address), content_type="image/svg+xml"))


@public
@require_safe
def verify_json(request: HttpRequest, address: str) -> HttpResponse:
    """The same list for the school's website."""
    found = found_school(address)
    document = {
        "school": found.name,
        "urn": found.urn,
        "official": [
            as_data(account) | standing(account)
            for account in public_answer.official_accounts(found, on=timezone.localdate())
        ],
        "closed": [as_data(account) for account in public_answer.closed_accounts(found)],
        "former": [as_data(account) for account in public_answer.former_accounts(found)],
        "run_by_others": [others_as_data(one) for one in related_accounts.of_school(found)],
    }
    return kept(JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1}))


@public
@require_safe
def short(request: HttpRequest, address: str) -> HttpResponse:
    """What QR codes hold: it leads on for ever."""
    return redirect("verify:school", address=found_school(address).slug)


def found_school(address: str) -> Any:
    found = public_answer.school_at(address)
    if found is None:
        raise Http404
    return found


def listed(request: BrandedRequest) -> list[Any]:
    schools = public_answer.schools()
    trust = public_answer.trust_of(schools)
    if trust is not None:
        request.brand_trust = trust
    return schools


def as_data(account: public_answer.Account) -> dict[str, Any]:
    return {
        "platform": account.platform,
        "name": account.name,
        "handle": account.handle,
        "url": account.url,
        "opened": account.opened,
        "closed": account.closed,
    }


def standing(account: public_answer.Account) -> dict[str, Any]:
    """When somebody last looked at it, and its code as `resolve_link` has it."""
    paused = "paused" if account.is_paused else ""
    lapsed = "confirmation_lapsed" if account.is_lapsed else ""
    return {"last_checked": account.checked, "status": paused or lapsed or "official"}


def others_as_data(one: related_accounts.Related) -> dict[str, Any]:
    return {
        "platform": one.platform,
        "name": one.name,
        "handle": one.handle,
        "url": one.url,
        "run_by": one.organisation,
    }


def kept(response: HttpResponse) -> HttpResponse:
    """A minute in any cache: these pages say the same to everybody who has not signed in."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = A_MINUTE
        response.headers["Vary"] = "Cookie"
    return response
