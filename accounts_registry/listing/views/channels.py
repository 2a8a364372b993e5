"""Looking at the register: the list, and one channel."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import schools_where, trusts_where
from access.guards import guarded, signed_in
from access.roles import Permission
from accounts_registry.listing import saved
from accounts_registry.listing.address import wanted_in
from accounts_registry.listing.columns import COLUMNS, shown
from accounts_registry.listing.filters import NEEDS
from accounts_registry.listing.page import listing
from accounts_registry.listing.wanted import AUDIENCES, PAGE, STATUS_FILTERS, Wanted
from accounts_registry.models import Channel
from accounts_registry.page import overview
from people.api import UserRequest
from people.models import User
from platforms.models import Platform
from workflow.statuses import word

CHOSEN_SCHOOL = "school_id"


@guarded(Permission.CHANNEL_SEE)
@require_safe
def index(request: UserRequest) -> HttpResponse:
    return list_page(request, asked(request))


def asked(request: UserRequest) -> Wanted:
    """What the address of this page asks for."""
    return wanted_in(request.GET.dict(), school=usual_school(request))


def list_page(request: UserRequest, wanted: Wanted, problem: str = "") -> HttpResponse:
    """The list as asked for; `problem` is what was wrong with a button pressed on it."""
    on = timezone.localdate()
    found = listing(request.user, wanted, on=on)
    wanted = found.wanted
    in_detail = sees_detail(request.user, on)
    platforms = platform_choices(request.user, on)
    rights = may(request.user, on)
    context = {
        "listing": found,
        "wanted": wanted,
        "query": wanted.query(),
        "columns": shown(
            wanted.columns, in_detail=in_detail, several_schools=not wanted.one_school
        ),
        "select": remindable(request.user, on) if found.rows else (),
        "page": Paginator(range(found.total), PAGE).get_page(wanted.page),
        "platforms": platforms,
        "statuses": [(code, word("channel", code)) for code in STATUS_FILTERS],
        "needs": [(code, need.says) for code, need in NEEDS.items()],
        "audiences": AUDIENCES.items(),
        "views": saved.links(request.user, wanted, in_detail=in_detail, on=on),
        "may": rights,
        "in_detail": in_detail,
        "several_schools": not wanted.one_school,
        "chosen": chosen(wanted, dict(platforms)),
        "problems": {**({"channel": problem} if problem else {}), **wanted.problems},
        "sorts": [(code, column.heading) for code, column in COLUMNS.items() if column.sorts],
    }
    return render(request, "accounts_registry/list.html", context)


@signed_in
@require_safe
def detail(request: UserRequest, ref: str, words: str = "") -> HttpResponse:
    """Staff of the trust may read the columns of Appendix 1; the rest belongs to its team and managers."""
    on = timezone.localdate()
    channel = (
        Channel.objects.visible_to(request.user, on=on)
        .select_related("platform", "school", "trust", "credentials_post", "accepted_by")
        .filter(reference__iexact=ref)
        .first()
    )
    if channel is None:
        raise Http404
    if words and words != channel.words:
        return redirect(channel, permanent=True)
    return render(
        request,
        "accounts_registry/detail.html",
        {"page": overview.of(channel, request.user, on=on)},
    )


def sees_detail(user: User, on: date) -> bool:
    """Whether the list has the columns of those who look after channels, or those of Appendix 1."""
    return bool(
        schools_where(user, Permission.CHANNEL_DETAIL, on)
        or trusts_where(user, Permission.CHANNEL_DETAIL, on)
    )


def usual_school(request: UserRequest) -> str:
    """The school a list begins with: the only one of this person, or the one chosen from several."""
    if chosen_school := request.session.get(CHOSEN_SCHOOL):
        return str(chosen_school)
    reach: set[UUID] = {
        school for held in request.user.roles_on(timezone.localdate()) for school in held.school_ids
    }
    return str(reach.pop()) if len(reach) == 1 else ""


def platform_choices(user: User, on: date) -> list[tuple[str, str]]:
    """The same for everybody and hardly ever different, so kept for five minutes."""
    rows = Platform.objects.visible_to(user, on=on).values_list("code", "name")
    return cache.get_or_set("platform-choices", lambda: list(rows), 300) or []


def remindable(user: User, on: date) -> frozenset[UUID]:
    """The schools, and trusts, about whose channels this person may send a reminder."""
    asked = Permission.CHANNEL_REMIND
    return schools_where(user, asked, on) | trusts_where(user, asked, on)


def may(user: User, on: date) -> dict[str, bool]:
    """What the buttons above the list offer."""
    asked = {
        "ask": Permission.REQUEST_START,
        "add": Permission.CHANNEL_ADD,
        "accept": Permission.CHANNELS_TO_ACCEPT,
        "export": Permission.REGISTER_EXPORT,
        "watch": Permission.WATCH_SEE,
        "compliance": Permission.COMPLIANCE_SEE,
        "detail": Permission.CHANNEL_DETAIL,
    }
    return {
        name: bool(schools_where(user, permission, on) or trusts_where(user, permission, on))
        for name, permission in asked.items()
    }


def chosen(wanted: Wanted, platforms: dict[str, str]) -> list[tuple[str, str]]:
    """Each filter in use as a word, with the address of the list without it."""
    said = {
        "q": f"“{wanted.q}”" if wanted.q else "",
        "school": f"School: {wanted.school}" if wanted.school_name else "",
        "platform": platforms.get(wanted.platform, wanted.platform),
        "status": word("channel", wanted.status) if wanted.status else "",
        "needs": NEEDS[wanted.needs].says if wanted.needs else "",
        "audience": f"For: {AUDIENCES[wanted.audience]}" if wanted.audience else "",
        "opened_from": f"Opened from {wanted.opened_from}" if wanted.opened_from else "",
        "opened_to": f"Opened to {wanted.opened_to}" if wanted.opened_to else "",
    }
    # Without a school in the address the list would go back to one's own.
    gone = {"school": "all"}
    return [
        (text, wanted.query(**{name: gone.get(name, ""), "page": 1}))
        for name, text in said.items()
        if text
    ]
