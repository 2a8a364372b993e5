"""Cover: who moderates when, time away, and asking somebody to stand in."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.api import Gap, cover_days
from accounts_registry.cover import actions as cover_actions
from accounts_registry.models import Channel, Cover
from people.api import UserRequest, dates, may_cancel, replaced_by
from people.models import Absence, User
from reminders import actions, pages
from reminders.forms import AskForChannelForm, AwayForm

CHOSEN_SCHOOL = "school_id"  # the frame's school switcher keeps it


@guarded(Permission.COVER_SEE)
@require_safe
def cover(request: UserRequest) -> HttpResponse:
    chosen = request.session.get(CHOSEN_SCHOOL, "")
    page = pages.cover_page(request.user, timezone.localdate(), school_id=chosen)
    return render(request, "reminders/cover.html", {"page": page})


@guarded(Permission.AWAY_RECORD)
def away(request: UserRequest) -> HttpResponse:
    return time_away(request, request.user, reverse("reminders:away"))


@guarded(Permission.AWAY_RECORD, User, lookup="pk", kwarg="pk")
def away_of(request: UserRequest, person: User) -> HttpResponse:
    """A colleague's: recorded by their line manager, the office or human resources."""
    return time_away(request, person, reverse("reminders:away_of", args=[person.pk]))


def time_away(request: UserRequest, person: User, page: str) -> HttpResponse:
    """Dates first, then what they mean, then the button that saves."""
    on, is_own = timezone.localdate(), person.pk == request.user.pk
    sent = request.method == "POST"
    typed = request.POST if sent else request.GET if "start_date_0" in request.GET else None
    form = AwayForm(typed, person=person, by=request.user, on=on)
    whose = {"person": person, "is_own": is_own, "back": back_of(request.user, person, on)}
    if typed and form.is_valid():
        if not sent and "change" not in typed:
            return render(request, "reminders/check_away.html", whose | check_of(form, on, page))
        if sent and "save" not in typed:
            # The dates stand in the address, so that Back has nothing to send again.
            return redirect(f"{page}?{urlencode(kept_of(form))}")
        if sent and (absence := form.take(actions.book_away, person=person, **by_now(request))):
            messages.success(request, saved(absence, is_own=is_own))
            return redirect("reminders:away_booked", absence.pk)
    visible = Absence.objects.visible_to(request.user, on=on).standing()
    booked = visible.filter(person=person, end_date__gte=on).select_related("recorded_by")
    return render(request, "reminders/away.html", whose | {"form": form, "booked": booked})


def back_of(user: User, person: User, on: date) -> str:
    """From one's own to cover; from a colleague's to them, or where one finds one's team."""
    if person.pk == user.pk:
        return reverse("reminders:cover")
    if can(user, Permission.PEOPLE_SEE, person, on):
        return reverse("people:detail", args=[person.pk])
    return reverse("people:account")


def saved(absence: Absence, *, is_own: bool) -> str:
    when = dates(absence.start_date, absence.end_date)
    if is_own:
        return f"Your colleagues see that you are away {when}."
    return f"{absence.person.full_name} is away {when}, and has been told that you recorded it."


def kept_of(form: AwayForm) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in form.data.items()
        if name.startswith(("start_date", "end_date"))
    ]


def check_of(form: AwayForm, on: date, page: str) -> dict[str, Any]:
    typed, kept = form.cleaned_data, kept_of(form)
    return {
        "kept": kept,
        "again": f"{page}?{urlencode([*kept, ('change', 'yes')])}",
        "when": dates(typed["start_date"], typed["end_date"]),
        "lines": pages.effect(form.person, typed["start_date"], typed["end_date"], on=on),
        "replaced": replaced_by(form.person, typed["start_date"], typed["end_date"], by=form.by),
    }


@guarded(Permission.AWAY_RECORD, Absence, lookup="pk", kwarg="pk")
@require_safe
def away_booked(request: UserRequest, absence: Absence) -> HttpResponse:
    """One time away: what it leaves short, and the way to take it back."""
    lines = pages.effect_of(absence, on=timezone.localdate(), user=request.user)
    when = dates(absence.start_date, absence.end_date)
    facts = {"absence": absence, "lines": lines, "when": when}
    return render(
        request,
        "reminders/booked.html",
        facts | {"may_cancel": may_cancel(absence, request.user)},
    )


@guarded(Permission.AWAY_RECORD, Absence, lookup="pk", kwarg="pk")
@require_POST
def cancel_away(request: UserRequest, absence: Absence) -> HttpResponse:
    actions.cancel_away(absence=absence, **by_now(request))
    messages.success(request, "The time away is cancelled. Cover arranged for it has ended.")
    return redirect("reminders:away")


@guarded(Permission.COVER_ARRANGE, Channel, lookup="reference__iexact")
def ask_for_channel(request: UserRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    gap = chosen_gap(request, channel, on)
    if gap is None:
        return render(request, "reminders/covered.html", {"channel": channel})
    people = cover_days.candidates(channel, start=gap.start, end=gap.end, on=on)
    form = AskForChannelForm(
        request.POST if request.method == "POST" else None, people=people, on=on, back="/cover/"
    )
    if request.method == "POST" and form.is_valid():
        cover = cover_actions.propose_for_channel(
            channel=channel,
            person=form.chosen(),
            start_date=gap.start,
            end_date=gap.end,
            absence=pages.cause_of(gap),
            **by_now(request),
        )
        messages.success(
            request, f"{cover.person.full_name} has been asked. The gap stays until they agree."
        )
        return redirect("reminders:cover")
    line = pages.lines_of([gap], [channel], request.user, on)[0]
    return render(
        request,
        "reminders/ask.html",
        {"channel": channel, "line": line, "form": form, "people": people},
    )


def chosen_gap(request: UserRequest, channel: Channel, on: date) -> Gap | None:
    """The gap the link named, else the first one; None when there is none any more."""
    found = pages.gaps_of_channel(channel, request.user, on)
    wanted = request.GET.get("from", "")
    return next(
        (gap for gap in found if gap.start.isoformat() == wanted), found[0] if found else None
    )


@guarded(Permission.COVER_ANSWER, Cover, lookup="pk", kwarg="pk")
def answer(request: UserRequest, cover: Cover) -> HttpResponse:
    """The page a question about cover links to. Opening it changes nothing."""
    if request.method == "POST":
        accepts = request.POST.get("answer") == "agree"
        actions.answer_cover(cover=cover, accepts=accepts, **by_now(request))
        messages.success(
            request,
            "You are down to cover." if accepts else "Thank you. Somebody else can be asked.",
        )
        return redirect("reminders:answer", cover.pk)
    return render(
        request,
        "reminders/answer.html",
        {"cover": cover, "channel": cover.channel, **pages.headed(cover)},
    )


def by_now(request: UserRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}
