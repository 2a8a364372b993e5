"""Whether a closed account is still gone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from access.guards import guarded
from access.roles import Permission
from accounts_registry.models import Channel
from govuk.page_form import posted
from incidents import actions
from incidents.accounts.forms import StillGoneForm
from people.api import UserRequest


@guarded(Permission.CHANNEL_CHECK_CLOSED, Channel, lookup="reference__iexact")
@require_http_methods(["GET", "HEAD", "POST"])
def still_gone(request: UserRequest, channel: Channel) -> HttpResponse:
    if channel.status != Channel.Status.CLOSED:
        return redirect(channel)
    form = StillGoneForm(posted(request), cancel=channel.get_absolute_url())
    if form.is_valid():
        concern = actions.report_reappearance(
            channel=channel, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(
            request,
            "Recorded. Those who deal with it were told."
            if concern
            else "Recorded. The channel stays closed.",
        )
        return redirect(channel)
    waiting = channel.reappearance_checks.visible_to(request.user, on=timezone.localdate())
    checks = waiting.filter(dropped=False).select_related("checked_by")
    context = {"form": form, "channel": channel, "checks": checks}
    return render(request, "incidents/still_gone.html", context)
