"""Recording the day an approved channel opened, which makes it live and ends its request."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.guards import guarded
from access.roles import Permission
from accounts_registry.api import opening_checks as opening
from accounts_registry.models import Channel
from approvals import actions
from approvals.handover.forms import EarlyForm, OpeningForm
from govuk.page_form import form_page, kept, posted
from people.api import UserRequest
from watch_list.api import related_accounts


@guarded(Permission.CHANNEL_OPEN_EARLY, Channel, lookup="reference__iexact")
@form_page
def record_early(request: HttpRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    form = EarlyForm(posted(request), cancel=channel.get_absolute_url())
    form.fields["date_opened"].help_text = f"For example, {on.day} {on.month} {on.year}"
    if form.is_valid() and kept(
        form, actions.open_early, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "Recorded. The register keeps the true date.")
        return redirect("register:detail", channel.reference.lower())
    return render(request, "approvals/opened_early.html", {"channel": channel, "form": form})


@guarded(Permission.CHANNEL_OPEN, Channel, lookup="reference__iexact")
def record_opening(request: UserRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    first = related_accounts.first_opened(channel)
    form = OpeningForm(
        request.POST if request.method == "POST" else None, initial={"date_opened": first}
    )
    form.fields["date_opened"].help_text = (
        f"This account was open before it was ours. Its first day, {first:%-d %B %Y}, stays its opening date"
        if first
        else f"For example, {on.day} {on.month} {on.year}"
    )
    unmet = opening.unmet(channel, on=on) if channel.status == Channel.Status.PLANNED else []
    if request.method == "POST" and form.is_valid() and not unmet:
        day = form.cleaned_data["date_opened"]
        if problem := opening.date_problem(channel, day, on=on, first_opened=first):
            form.add_error("date_opened", problem)
        else:
            actions.open_channel(
                channel=channel, date_opened=day, by=request.user, at=timezone.now()
            )
            messages.success(
                request, f"{channel.account_name} is open. It is on the register from today."
            )
            return redirect("register:detail", channel.reference.lower())
    return render(
        request, "approvals/open_channel.html", {"channel": channel, "form": form, "unmet": unmet}
    )
