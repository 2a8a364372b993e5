"""What became of the letters to the people one looks after. What is restricted is not on this page in any form."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import Denied
from access.guards import guarded
from access.roles import Permission
from notifications import actions
from notifications.models import Message
from notifications.outbox import portal_fault, unreached
from people.mail.reach import out_of_reach
from people.person.models import User
from people.sign_in.user_request import UserRequest

A_PAGE = 50
State = Message.State
# Code in the address, words of the tab, the states it shows, the newest by this.
TABS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("refused", "Not delivered", (State.FAILED,), "-failed_at"),
    ("waiting", "Waiting", (State.WAITING, State.LEASED), "-created_at"),
    ("sent", "Sent", (State.SENT,), "-sent_at"),
    ("kept", "Kept here", (State.KEPT,), "-created_at"),
)


@guarded(Permission.MAIL_MANAGE)
@require_safe
def mail(request: UserRequest) -> HttpResponse:
    now, on = timezone.now(), timezone.localdate()
    mine = Message.objects.visible_to(request.user, on=on)
    chosen = next((tab for tab in TABS if tab[0] == request.GET.get("show")), TABS[0])
    rows = mine.filter(state__in=chosen[2]).order_by(chosen[3], "-created_at", "pk")
    people = User.objects.visible_to(request.user, on=on)
    people = people.within(request.user, Permission.MAIL_MANAGE, on=on)
    context = {
        "tabs": tabs(chosen[0]),
        "shown": chosen[0],
        "page": Paginator(rows.select_related("recipient").defer("text"), A_PAGE).get_page(
            request.GET.get("page")
        ),
        "out_of_reach": out_of_reach(people, at=now),
        "fault": portal_fault(mine),
        "unreached": unreached(mine, at=now),
        "sends": settings.SENDS_EMAIL,
    }
    return render(request, "people/mail.html", context)


def tabs(chosen: str) -> list[dict[str, Any]]:
    """The pages of the mail, for parts/sub_navigation.html."""
    return [
        {
            "text": words,
            "href": f"{reverse('mail:list')}?show={code}",
            "is_current": code == chosen,
        }
        for code, words, _, _ in TABS
    ]


@guarded(Permission.MAIL_MANAGE, Message, lookup="pk", kwarg="pk")
@require_POST
def send_again(request: UserRequest, message: Message) -> HttpResponse:
    try:
        is_so = actions.send_again(message=message, by=request.user, at=timezone.now())
    except Denied as refusal:
        messages.warning(request, refusal.reason)
        return redirect("mail:list")
    name = message.recipient.full_name
    messages.success(
        request,
        f"The letter to {name} is sent again within a minute."
        if is_so
        else f"The letter to {name} is on its way already, or has arrived.",
    )
    return redirect("mail:list")
