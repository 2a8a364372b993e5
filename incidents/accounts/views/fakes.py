"""Suspected fakes: reported by anybody, and compared with the real account for the platform that should act."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from access.check import Denied, can
from access.guards import guarded, public
from access.roles import Permission
from accounts_registry.models import IN_USE, Channel
from incidents import actions
from incidents.concern.models import Incident
from incidents.concern.restricted_pages import no_files
from incidents.report import helplines, public_options
from incidents.report.public_forms import ReportFakeForm
from people import api
from people.api import UserRequest, system_user
from people.models import User
from platforms.api import spelling
from schools.models import School
from verify.api import public_answer
from watch_list.api import watching
from watch_list.models import WatchedAccount


@public
@never_cache
@no_files
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Page L5: anybody may report a fake account. Nothing of who they are is kept but the address they leave."""
    schools = public_answer.schools()
    if not schools:
        raise Http404
    brand(request, schools)
    form = ReportFakeForm(
        request.POST if request.method == "POST" else None,
        schools=schools,
        at=timezone.now(),
        initial={
            "account": request.GET.get("account", "")[:300].replace("\x00", ""),
            "school": request.GET.get("school", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        return take(request, form, schools)
    return render(request, "verify/report.html", {"form": form, "schools": schools})


def take(request: HttpRequest, form: ReportFakeForm, schools: list[Any]) -> HttpResponse:
    """Send it where it belongs, or say whom to phone: it is never said to be sent when it was not."""
    given = form.cleaned_data
    school = given["school"]
    # A flood of other reports never shuts out the one about a child.
    kept_apart = f"{school.pk}:{given['worry'] == public_options.A_CHILD}"
    if not api.may_try(request, "report", account=kept_apart):
        return render(
            request, "verify/report_later.html", {"school": school, "schools": [school]}, status=429
        )
    try:
        actions.report_fake(
            school=school,
            account=given["account"],
            worry=given["worry"],
            contact=given["email"],
            made_from=form.once(),
            by=system_user(),
            at=timezone.now(),
        )
    except Denied:
        return render(
            request, "verify/report_later.html", {"school": school, "schools": [school]}, status=503
        )
    return redirect("fakes:sent", address=school.slug)


@public
@never_cache
@require_safe
def sent(request: HttpRequest, address: str) -> HttpResponse:
    """The same page whatever was reported: over a shoulder it tells nothing."""
    school = public_answer.school_at(address)
    if school is None:
        raise Http404
    brand(request, [school])
    return render(request, "verify/report_sent.html", {"school": school, "schools": [school]})


@guarded(Permission.WATCH_SEE, WatchedAccount, lookup="reference__iexact")
@require_safe
def take_down_pack(request: UserRequest, entry: WatchedAccount) -> HttpResponse:
    """Everything somebody needs to have a fake taken down, on one page that also prints."""
    on = timezone.localdate()
    official = [
        channel.pk
        for channel in Channel.objects.visible_to(request.user, on=on)
        .filter(school=entry.school, status__in=IN_USE)
        .select_related("platform")
        if channel.official == "official"
    ]
    ours = watching.copied(
        entry, Channel.objects.visible_to(request.user, on=on).filter(pk__in=official)
    )
    context = {
        "entry": entry,
        "ours": ours,
        "differences": differing(entry, ours) if ours else [],
        "steps": entry.platform.takedown_steps or public_options.EMPTY_STEPS,
        "own_steps": bool(entry.platform.takedown_steps),
        "reports": list(entry.takedown_reports.select_related("made_by")),
        "lines": helplines.of(public_options.HELP),
        "concern": concern_of(request.user, entry, on=on),
        "may_keep": can(request.user, Permission.WATCH_KEEP, entry, on),
        "list_address": list_address(entry.school),
        "on": on,
    }
    return render(request, "incidents/takedown.html", context)


def list_address(school: School) -> str:
    """Where anybody can check the school's accounts, in full: it is read on paper and by platforms."""
    if not public_answer.is_public(school):
        return ""
    return str(settings.PORTAL_URL) + reverse("verify:school", args=[school.slug])


def differing(entry: WatchedAccount, ours: Channel) -> list[str]:
    """Letter by letter, by what tells the two apart on the platform: their handles, else their names."""
    if ours.handle and entry.handle:
        return spelling.differences(ours.handle, entry.handle)
    return spelling.differences(ours.account_name, entry.account_name)


def concern_of(user: User, entry: WatchedAccount, *, on: date) -> Incident | None:
    """The concern about this account, for those who can see it. To everybody else there is none."""
    if not entry.incident_reference:
        return None
    found: Incident | None = (
        Incident.objects.visible_to(user, on=on).filter(reference=entry.incident_reference).first()
    )
    return found


def brand(request: HttpRequest, schools: list[Any]) -> None:
    if trust := public_answer.trust_of(schools):
        request.brand_trust = trust  # type: ignore[attr-defined]
