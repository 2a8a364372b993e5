"""Words to publish elsewhere: the paragraph of the privacy notice, and the list for the website."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import can, schools_where
from access.guards import guarded
from access.roles import Permission
from govuk.page_form import form_page, kept
from people.api import UserRequest
from people.models import User
from schools.models import School
from verify import actions as publishing
from verify import publication
from verify.forms import PrivacyNoticeForm

BY_SLUG = {"lookup": "slug", "kwarg": "slug"}


@guarded(Permission.REGISTER_EXPORT)
@require_safe
def privacy_notices(request: UserRequest) -> HttpResponse:
    """Which schools' notices say what is true today."""
    return chooser(request, "privacy_notice", "Privacy notice paragraph")


@guarded(Permission.REGISTER_EXPORT)
@require_safe
def website_lists(request: UserRequest) -> HttpResponse:
    return chooser(request, "website_list", "List for the website")


@guarded(Permission.REGISTER_EXPORT, School, **BY_SLUG)
@form_page
def privacy_notice(request: UserRequest, school: School) -> HttpResponse:
    """The paragraph as text and as HTML, and since when the notice has it."""
    on = timezone.localdate()
    (found,) = publication.listed([school])
    may_mark = can(request.user, Permission.CHANNEL_CHANGE, school, on)
    form = PrivacyNoticeForm(
        request.POST or None, initial={"published_on": on, "fingerprint": found.fingerprint}, on=on
    )
    if form.is_valid() and kept(
        form, publishing.publish_privacy_notice, request, school=school, **form.cleaned_data
    ):
        messages.success(request, "Marked as published. You will see here when it is out of date.")
        return redirect("verify:privacy_notice", slug=school.slug)
    context = {
        "school": school,
        "found": found,
        "text": publication.text(found, on=on),
        "html": publication.html(found, on=on),
        "form": form if may_mark else None,
    }
    return render(request, "verify/privacy_notice.html", context)


@guarded(Permission.REGISTER_EXPORT, School, **BY_SLUG)
@require_safe
def website_list(request: HttpRequest, school: School) -> HttpResponse:
    """A snippet to paste, and the address of the same list as JSON."""
    (found,) = publication.listed([school])
    context = {"school": school, "found": found, "html": publication.website_html(found)}
    return render(request, "verify/website_list.html", context)


def chooser(request: UserRequest, page: str, title: str) -> HttpResponse:
    """The schools of which this person may export the register; with only one, straight to it."""
    schools = own_schools(request.user)
    if len(schools) == 1:
        return redirect(f"verify:{page}", slug=schools[0].slug)
    found = publication.listed(schools)
    context = {"found": found, "title": title, "address": f"verify:{page}"}
    return render(request, "verify/published.html", context)


def own_schools(user: User) -> list[School]:
    on = timezone.localdate()
    allowed = schools_where(user, Permission.REGISTER_EXPORT, on)
    rows = School.objects.visible_to(user, on=on).open().filter(pk__in=allowed)
    return list(rows.select_related("trust").order_by("name"))
