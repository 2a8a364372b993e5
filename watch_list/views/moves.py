"""What is done about an account that is not ours: each move a small page."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.guards import guarded
from access.roles import Permission
from accounts_registry.api import LOOKUP
from govuk.page_form import PageForm, form_page, kept
from people.api import UserRequest, goes_by_email
from watch_list import known_fakes, watching
from watch_list.actions import fakes, takedown
from watch_list.actions import moves as watch_moves
from watch_list.forms import moves as forms
from watch_list.models import WatchedAccount


def watched(permission: Permission) -> Any:
    """A page about one entry, for those with this permission."""
    return lambda view: guarded(permission, WatchedAccount, lookup=LOOKUP)(form_page(view))


@watched(Permission.WATCH_KEEP)
def notice(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    on = timezone.localdate()
    by_post = entry.holder is None or entry.holder.has_left(on)
    says = (
        "Nobody on the list of people holds this account, so the portal cannot send it. Copy these words into a letter or a message, then record that it was sent."
        if by_post
        else f"It goes to {entry.holder} by email, and they can answer on a page of their own."
        if goes_by_email()
        else f"This portal sends no mail: {entry.holder} finds it when they next sign in, and can answer on a page of their own."
    )
    return step(
        request,
        entry,
        forms.LetterForm if by_post else forms.NoticeForm,
        watch_moves.send_notice,
        "Send a notice",
        says,
        "The notice is recorded. An answer is due in 10 school days.",
        initial={"text": watching.notice_for(entry, on)},
    )


@watched(Permission.WATCH_ANSWER)
def answer(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    """For whoever holds the account: the notice, and what they will do."""
    form = forms.HolderForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and kept(
        form, watch_moves.answer_notice, request, entry=entry, **form.cleaned_data
    ):
        messages.success(request, "Your answer was sent to the communications manager.")
        return redirect("watch:answer", ref=entry.reference.lower())
    context = {"form": form, "entry": entry}
    return render(request, "watch_list/answer.html", context)


@watched(Permission.WATCH_KEEP)
def response(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    says = "What whoever holds it said by letter, by phone or in person."
    return step(
        request,
        entry,
        forms.ResponseForm,
        watch_moves.record_answer,
        "Record the answer to the notice",
        says,
        "The answer is recorded. Say what happens next.",
        initial={"answered_on": timezone.localdate()},
    )


@watched(Permission.WATCH_KEEP)
def renamed(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    says = "It no longer uses the name, badge or logo of the school. It is looked at once more in 6 months."
    return step(
        request,
        entry,
        forms.RenamedForm,
        watch_moves.rename_watched,
        "It has been renamed",
        says,
        "Recorded as renamed.",
        initial={"renamed_on": timezone.localdate()},
    )


@watched(Permission.WATCH_KEEP)
def removed(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    says = "Its holder has closed it, or the platform has taken it down. Look that it is gone before you record it."
    return step(
        request,
        entry,
        forms.RemovedForm,
        watch_moves.remove_watched,
        "It is gone",
        says,
        "Recorded as gone.",
        initial={"removed_on": timezone.localdate()},
    )


@watched(Permission.WATCH_TOLERATE)
def tolerate(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    says = "It stays as it is and is not official. The reason is kept with it, and somebody looks at it again."
    return step(
        request,
        entry,
        forms.TolerateForm,
        watch_moves.tolerate,
        "Leave this account alone",
        says,
        "Recorded: it is left alone.",
        initial={"next_check_on": watching.six_months_after(timezone.localdate())},
    )


@watched(Permission.WATCH_KEEP)
def escalate(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    says = "To the platform, the police or for legal advice. Each report you make goes into the log of the take-down pack."
    return step(
        request,
        entry,
        forms.EscalateForm,
        watch_moves.escalate,
        "Pass it on",
        says,
        "Recorded: it was passed on.",
        initial={"next_check_on": default_check(entry)},
    )


@watched(Permission.WATCH_KEEP)
def found_again(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    says = "It is there again, or worse than it was when it was left alone."
    return step(
        request,
        entry,
        forms.FoundAgainForm,
        watch_moves.find_again,
        "It has to be dealt with again",
        says,
        "It is to be dealt with again.",
        initial={"next_check_on": default_check(entry)},
    )


@watched(Permission.WATCH_KEEP)
def check(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    says = "Look at the account's own page: whether it is still there, its name, its picture and its last posts."
    return step(
        request,
        entry,
        forms.CheckForm,
        watch_moves.record_check,
        "Look at it again",
        says,
        "The check is recorded.",
        initial={"next_check_on": watching.six_months_after(timezone.localdate())},
    )


@watched(Permission.WATCH_KEEP)
def log_takedown(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    says = "A report that was made to have it taken down: the date and their reference help when you ask again."
    return step(
        request,
        entry,
        forms.TakedownForm,
        takedown.log_takedown,
        "Log a report",
        says,
        "The report is in the log.",
        initial={"made_on": timezone.localdate()},
    )


@watched(Permission.WATCH_KEEP)
def answer_takedown(request: HttpRequest, entry: WatchedAccount, pk: UUID) -> HttpResponse:
    report = entry.takedown_reports.filter(pk=pk).first()
    if report is None:
        raise Http404
    form = forms.TakedownAnswerForm(
        request.POST if request.method == "POST" else None,
        initial={"answered_on": timezone.localdate()},
        cancel=entry.get_absolute_url(),
    )
    if form.is_valid() and kept(
        form, takedown.answer_takedown, request, report=report, **form.cleaned_data
    ):
        messages.success(request, "What came of it is in the log.")
        return redirect(entry)
    heading = f"What came of the report to: {report.get_to_display()}"
    context = {"form": form, "entry": entry, "heading": heading}
    return render(request, "watch_list/step.html", context)


@watched(Permission.WATCH_CONFIRM_FAKE)
def fake(request: UserRequest, entry: WatchedAccount) -> HttpResponse:
    """The question, asked only of whoever can answer it with yes."""
    seen = known_fakes.is_evidence(entry.evidence)
    why_not = known_fakes.why_not(entry, request.user) or ("" if seen else known_fakes.NO_EVIDENCE)
    if why_not and not entry.is_known_fake:
        messages.warning(request, why_not)
        return redirect(entry)
    says = f"From then on everybody who checks this account in public reads that it is a fake and pretends to be {entry.school}, unless it is written down anywhere in this portal as somebody’s own. What was seen: {entry.evidence or 'nothing is written down yet'}"
    return step(
        request,
        entry,
        forms.FakeForm,
        fakes.confirm_fake,
        "Is it a fake?",
        says,
        "Confirmed. The public page says so, unless the account is written down anywhere in this portal as somebody’s own.",
        initial={},
    )


@watched(Permission.WATCH_CONFIRM_FAKE)
def no_fake(request: HttpRequest, entry: WatchedAccount) -> HttpResponse:
    says = "The public page will only say that this account is not on our list."
    return step(
        request,
        entry,
        forms.NoFakeForm,
        fakes.take_back_fake,
        "It is not a fake",
        says,
        "Taken back. The public page does not call it a fake any more.",
        initial={},
    )


def default_check(entry: WatchedAccount) -> date:
    return watching.deal_by(entry.school or entry.trust, timezone.localdate())


def step(
    request: HttpRequest,
    entry: WatchedAccount,
    form_class: type[PageForm],
    verb: Any,
    heading: str,
    says: str,
    done: str,
    initial: dict[str, Any],
) -> HttpResponse:
    """One page of an entry's life: what will happen, one or two questions, one button."""
    form = form_class(
        request.POST if request.method == "POST" else None,
        initial=initial,
        cancel=entry.get_absolute_url(),
    )
    if form.is_valid() and kept(form, verb, request, entry=entry, **form.cleaned_data):
        messages.success(request, done)
        return redirect(entry)
    context = {"form": form, "entry": entry, "heading": heading, "says": says}
    return render(request, "watch_list/step.html", context)
