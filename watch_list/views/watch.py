"""Accounts that are not ours: the watch list, one entry, and what is done about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import can, schools_where
from access.guards import guarded
from access.roles import Permission
from accounts_registry.api import LOOKUP
from govuk.page_form import form_page, kept
from people.api import UserRequest
from people.models import User
from platforms.models import Platform
from schools.models import School
from watch_list import entries_page
from watch_list.actions import watch
from watch_list.forms.watch import THREE_TESTS, AddWatchedForm, ChangeWatchedForm, EvidenceForm
from watch_list.models import TESTS, WatchedAccount
from watch_list.workflow import WATCH_MOVES


@guarded(Permission.WATCH_SEE)
@require_safe
def index(request: UserRequest) -> HttpResponse:
    on = timezone.localdate()
    wanted = entries_page.Wanted.from_query(request.GET.dict())
    page = Paginator(entries_page.rows(request.user, wanted, on=on), entries_page.PAGE).get_page(
        wanted.page
    )
    schools = watched_schools(request, Permission.WATCH_SEE, on)
    context = {
        "page": page,
        "wanted": wanted,
        "schools": schools,
        "platforms": list(
            Platform.objects.visible_to(request.user, on=on).values_list("code", "name")
        ),
        "kinds": WatchedAccount.Kind.choices,
        "statuses": entries_page.STATUSES,
        "may_add": bool(schools_where(request.user, Permission.WATCH_KEEP, on)),
        "chosen": chosen(request, wanted, schools),
        "on": on,
    }
    return render(request, "watch_list/list.html", context)


@guarded(Permission.WATCH_KEEP)
@form_page
def add(request: UserRequest) -> HttpResponse:
    on = timezone.localdate()
    form = AddWatchedForm(
        request.POST or None,
        schools=watched_schools(request, Permission.WATCH_KEEP, on),
        cancel=reverse("watch:list"),
        **asked(request, on),
    )
    if form.is_valid() and (entry := kept(form, watch.add_watched, request, **form.facts())):
        messages.success(request, f"{entry.shown_name} is on the watch list as {entry.reference}.")
        return redirect(entry)
    return render(request, "watch_list/add.html", {"form": form})


@guarded(Permission.WATCH_SEE, WatchedAccount, lookup=LOOKUP)
@require_safe
def detail(request: UserRequest, entry: WatchedAccount) -> HttpResponse:
    on = timezone.localdate()
    context = {
        "entry": entry,
        "steps": list(entry.steps.select_related("by").order_by("-id")),
        "may": may(request.user, entry, on),
        "tests": [(words, getattr(entry, test)) for test, words in THREE_TESTS],
        "on": on,
    }
    return render(request, "watch_list/detail.html", context)


@guarded(Permission.WATCH_KEEP, WatchedAccount, lookup=LOOKUP)
@form_page
def change(request: UserRequest, entry: WatchedAccount) -> HttpResponse:
    on = timezone.localdate()
    form = ChangeWatchedForm(
        request.POST or None,
        initial=initial(entry),
        cancel=entry.get_absolute_url(),
        **asked(request, on, entry),
    )
    if form.is_valid() and kept(form, watch.change_watched, request, entry=entry, **form.facts()):
        messages.success(request, "Details saved.")
        return redirect(entry)
    context = {"form": form, "entry": entry, "heading": "Change details"}
    return render(request, "watch_list/step.html", context)


@guarded(Permission.WATCH_KEEP, WatchedAccount, lookup=LOOKUP)
@form_page
def evidence(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    kept_already = {"evidence": entry.evidence, "evidence_kept": entry.evidence_kept}
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        initial=kept_already,
        cancel=entry.get_absolute_url(),
    )
    if form.is_valid() and kept(
        form, watch.change_watched, request, entry=entry, **form.cleaned_data
    ):
        messages.success(request, "What was seen is saved.")
        return redirect(entry)
    context = {
        "form": form,
        "entry": entry,
        "heading": "What have you seen?",
        "says": "In words only. If a child may be at risk, or there is a picture of one, report a concern and leave it to the safeguarding lead.",
    }
    return render(request, "watch_list/step.html", context)


def asked(request: UserRequest, on: date, entry: WatchedAccount | None = None) -> dict[str, Any]:
    """What both forms choose from. The holder so far stays a choice, though they may have left."""
    people = User.objects.visible_to(request.user, on=on)
    present = people.present(on)
    if entry is not None and entry.holder_id:
        present = present | people.filter(pk=entry.holder_id)
    platforms = list(Platform.objects.visible_to(request.user, on=on).current())
    return {"platforms": platforms, "people": present, "on": on}


def initial(entry: WatchedAccount) -> dict[str, Any]:
    return {
        "account": entry.url or entry.account_name,
        "called": entry.account_name if entry.url else "",
        "platform": entry.platform.code,
        "kind": entry.kind,
        "organisation": entry.organisation,
        "named_in_public": entry.named_in_public or not entry.organisation,
        "holder": entry.holder_id,
        "holder_text": entry.holder_text,
        "first_opened_on": entry.first_opened_on,
        "tests": [test for test in TESTS if getattr(entry, test)],
    }


def may(user: User, entry: WatchedAccount, on: date) -> dict[str, bool]:
    """Which moves the page offers this person: what they may do, and what can still be done."""
    keep = can(user, Permission.WATCH_KEEP, entry, on)
    head = can(user, Permission.WATCH_TOLERATE, entry, on)
    offered = {
        row.name: entry.status in row.sources
        and (head if row.permission == Permission.WATCH_TOLERATE else keep)
        for row in WATCH_MOVES
    }
    return offered | {
        "keep": keep,
        "check": keep and entry.next_check_on is not None,
        "record_answer": keep and entry.waits_for_answer,
        **may_say_fake(user, entry, on),
    }


def may_say_fake(user: User, entry: WatchedAccount, on: date) -> dict[str, bool]:
    allowed = can(user, Permission.WATCH_CONFIRM_FAKE, entry, on)
    return {
        "say_fake": allowed and entry.may_be_fake and not entry.is_known_fake,
        "take_back_fake": allowed and entry.is_known_fake,
    }


def watched_schools(request: UserRequest, permission: Permission, on: date) -> list[School]:
    allowed = schools_where(request.user, permission, on)
    return list(School.objects.visible_to(request.user, on=on).open().filter(pk__in=allowed))


def chosen(
    request: HttpRequest, wanted: entries_page.Wanted, schools: list[School]
) -> list[tuple[str, str]]:
    """Each filter in use as a word, with the address of the list without it."""
    names = {str(school.pk): school.name for school in schools}
    said = {
        "q": f"“{wanted.q}”" if wanted.q else "",
        "school": names.get(wanted.school, ""),
        "platform": wanted.platform,
        "kind": dict(WatchedAccount.Kind.choices).get(wanted.kind, ""),
        "status": dict(entries_page.STATUSES).get(wanted.status, ""),
    }
    return [(text, _without(request, name)) for name, text in said.items() if text]


def _without(request: HttpRequest, name: str) -> str:
    params = request.GET.copy()
    params.pop(name, None)
    params.pop("page", None)
    return f"?{params.urlencode()}"
