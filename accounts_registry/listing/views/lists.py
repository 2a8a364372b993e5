"""What is done with a list of the register: its columns, its name, its reminders and its file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.check import schools_where
from access.guards import guarded
from access.roles import Permission
from accounts_registry.listing import saved
from accounts_registry.listing.actions import nudges
from accounts_registry.listing.actions import saved as actions
from accounts_registry.listing.actions.nudges import Reminded
from accounts_registry.listing.chooser import Chooser
from accounts_registry.listing.columns import shown
from accounts_registry.listing.forms import SaveViewForm
from accounts_registry.listing.page import everything
from accounts_registry.listing.saved import BUILT_IN, BY_SLUG
from accounts_registry.listing.views.channels import asked, list_page, sees_detail
from accounts_registry.listing.wanted import FILTERS, Wanted
from accounts_registry.models import Channel, SavedView
from documents import csv
from govuk.page_form import form_page, kept
from people.api import UserRequest
from schools.models import School

NONE_CHOSEN = "Select at least one channel to send a reminder about"
FEW = 30


def back_to(wanted: Wanted) -> str:
    return reverse("register:list") + wanted.query()


@guarded(Permission.CHANNEL_SEE)
@require_safe
def columns(request: UserRequest) -> HttpResponse:
    """Which columns, in which order: every press asks again, and nothing is kept but the address."""
    wanted = asked(request)
    in_detail = sees_detail(request.user, timezone.localdate())
    usual = shown(wanted.columns, in_detail=in_detail, several_schools=not wanted.one_school)
    chooser = Chooser.read(request.GET, [column.code for column in usual], in_detail=in_detail)
    if "show" in request.GET:
        return redirect(back_to(wanted.with_columns(chooser.chosen)))
    context = {"chooser": chooser, "wanted": wanted, "back": back_to(wanted)}
    return render(request, "accounts_registry/columns.html", context)


@guarded(Permission.CHANNEL_SEE)
@require_safe
def view(request: UserRequest, slug: str) -> HttpResponse:
    """A view's own address leads to its list."""
    if built_in := BY_SLUG.get(slug):
        return redirect(reverse("register:list") + built_in.query)
    found = SavedView.objects.visible_to(request.user, on=timezone.localdate()).filter(slug=slug)
    if (kept_view := found.first()) is None:
        raise Http404
    return redirect(kept_view.address())


@guarded(Permission.CHANNEL_SEE)
@require_safe
def all_views(request: UserRequest) -> HttpResponse:
    """Every view this person may open; their own can be deleted here."""
    on = timezone.localdate()
    in_detail = sees_detail(request.user, on)
    seen = SavedView.objects.visible_to(request.user, on=on).select_related("school")
    built_in = [one for one in BUILT_IN if in_detail or not one.detail]
    context = {"built_in": built_in, "saved": seen}
    return render(request, "accounts_registry/views.html", context)


@guarded(Permission.CHANNEL_SEE)
@form_page
def save_view(request: UserRequest) -> HttpResponse:
    wanted = asked(request)
    form = SaveViewForm(
        request.POST or None, schools=own_schools(request, wanted), cancel=back_to(wanted)
    )
    if form.is_valid() and kept(
        form,
        actions.save_view,
        request,
        name=form.cleaned_data["name"],
        school=form.school,
        query=saved.stored(wanted),
        columns=wanted.columns,
    ):
        messages.success(request, f"View saved: {form.cleaned_data['name']}.")
        return redirect(back_to(wanted))
    return render(
        request, "accounts_registry/save_view.html", {"form": form, "back": back_to(wanted)}
    )


@guarded(Permission.CHANNEL_SEE)
@require_POST
def delete_view(request: UserRequest, slug: str) -> HttpResponse:
    seen = SavedView.objects.visible_to(request.user, on=timezone.localdate()).of(request.user)
    if mine := seen.filter(slug=slug).first():
        actions.delete_view(view=mine, by=request.user, at=timezone.now())
        messages.success(request, f"View deleted: {mine.name}.")
    return redirect("register:views")


@guarded(Permission.CHANNEL_REMIND)
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: UserRequest) -> HttpResponse:
    """The teams of the channels that were ticked. Whoever comes here otherwise wants the list."""
    wanted = asked(request)
    if request.method != "POST":
        return redirect(back_to(wanted))
    seen = Channel.objects.visible_to(request.user, on=timezone.localdate())
    chosen = list(seen.filter(reference__in=request.POST.getlist("channel")[:100]))
    if not chosen:
        return list_page(request, wanted, NONE_CHOSEN)
    came = nudges.remind_teams(channels=chosen, by=request.user, at=timezone.now())
    (messages.success if came.people else messages.warning)(request, outcome(came))
    return redirect(back_to(wanted))


@guarded(Permission.REGISTER_EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def download(request: UserRequest) -> HttpResponse:
    """The list as a file, with the columns of the page: asked for by POST, because that is an event."""
    wanted, on = asked(request), timezone.localdate()
    if request.method != "POST":
        return redirect(back_to(wanted))
    in_detail = sees_detail(request.user, on)
    chosen = shown(wanted.columns, in_detail=in_detail, several_schools=not wanted.one_school)
    rows = [
        [column.of(row) for column in chosen] for row in everything(request.user, wanted, on=on)
    ]
    actions.download_list(
        filters=[name for name in FILTERS if getattr(wanted, name)],
        rows=len(rows),
        by=request.user,
        at=timezone.now(),
    )
    content = csv.render([column.heading for column in chosen], rows)
    response = HttpResponse(content, content_type=csv.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="channels-{on:%Y-%m-%d}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def own_schools(request: UserRequest, wanted: Wanted) -> list[School]:
    """The schools one may share a view with: a few, or of many the one that is looked at."""
    on = timezone.localdate()
    ids = schools_where(request.user, Permission.CHANNEL_SEE, on)
    if len(ids) > FEW:
        ids = ids & {pk for pk in ids if str(pk) == wanted.school}
    return list(School.objects.visible_to(request.user, on=on).filter(pk__in=ids))


def outcome(came: Reminded) -> str:
    """What came of a press on "Send a reminder", in one or two sentences."""
    said: list[str] = []
    if came.people:
        said.append(
            f"Reminder sent to {some(came.people, 'person', 'people')} about {some(len(came.channels), 'channel', 'channels')}."
        )
    elif came.channels:
        said.append("Nobody else works on the channels you selected.")
    if came.lately:
        said.append(
            f"{some(len(came.lately), 'channel', 'channels')} left out, reminded in the last 3 days."
        )
    if came.content:
        said.append(
            f"{some(len(came.content), 'channel', 'channels')} left out, with nothing to do."
        )
    return " ".join(said)


def some(number: int, one: str, many: str) -> Any:
    return f"{number} {one if number == 1 else many}"
