"""The page of a hand-over: the same question for everybody who is asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from access.check import Denied
from access.guards import View, guarded
from access.roles import Permission
from govuk.page_form import posted
from incidents.concern.restricted_pages import fresh, no_files, with_exit
from incidents.hand_over import actions, offers
from incidents.hand_over.forms import HandOverForm
from incidents.hand_over.models import HandOver
from people.api import UserRequest


def asked(view: View) -> View:
    inside = no_files(with_exit(fresh(view)))
    return guarded(Permission.CONCERN_LIST, HandOver, lookup="pk", kwarg="pk")(inside)


@asked
@require_http_methods(["GET", "HEAD", "POST"])
def answer_hand_over(request: UserRequest, hand_over: HandOver) -> HttpResponse:
    """Tick each concern that the next holder takes over, or say that there is none."""
    on = timezone.localdate()
    if not hand_over.questions.waiting().filter(person=request.user).exists():
        messages.success(request, "This has been answered. There is nothing more to do.")
        return redirect("home")
    concerns = offers.offered(hand_over, request.user, on=on)
    form = HandOverForm(posted(request), concerns=concerns, cancel="/")
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_over(
                hand_over=hand_over,
                by=request.user,
                concerns=form.cleaned_data["concerns"],
                at=timezone.now(),
            )
        except Denied as refusal:
            form.add_error("concerns", refusal.reason)
        else:
            messages.success(request, "Your answer was recorded.")
            return redirect("home")
    is_outgoing = hand_over.ending.person_id == request.user.pk
    context = {"hand_over": hand_over, "form": form, "is_outgoing": is_outgoing}
    return render(request, "incidents/hand_over.html", context)
