"""Yes or no to a change of an approved channel; the question stands on the channel's own page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from access.guards import guarded
from access.roles import Permission
from accounts_registry.models import Channel
from accounts_registry.proposals import actions
from accounts_registry.record.channel_page import LOOKUP
from govuk.page_form import form_page
from people.api import UserRequest

SAID = {True: "Changed. The register says it from today.", False: "The channel stays as it is."}


@guarded(Permission.CHANNEL_DECIDE_CHANGE, Channel, lookup=LOOKUP)
@form_page
def decide_change(request: UserRequest, channel: Channel, pk: UUID) -> HttpResponse:
    proposal = channel.proposals.filter(pk=pk).first()
    if proposal is None:
        raise Http404
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        agreed = request.POST["answer"] == "yes"
        try:
            actions.decide_change(
                channel=channel,
                proposal=proposal,
                agreed=agreed,
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refused:
            messages.warning(request, " ".join(refused.messages))
        else:
            messages.success(request, SAID[agreed])
    return redirect(channel)
