"""Proposing, confirming and stopping a change to how a colleague signs in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.check import can
from access.guards import guarded, public, signed_in
from access.roles import Permission
from people import actions as people
from people.names import labels
from people.person.models import User
from people.sign_in.freshness import signed_in_lately
from people.sign_in.user_request import UserRequest
from people.way_in import actions
from people.way_in.effect_time import may_hand_over
from people.way_in.forms import OwnAddressForm, ProposeWayInForm
from people.way_in.models import Status, WayInChange
from people.way_in.stop_links import change_of

one = {"lookup": "pk", "kwarg": "pk"}


@guarded(Permission.PEOPLE_MANAGE, User, **one)
def propose_way_in(request: HttpRequest, person: User) -> HttpResponse:
    back = f"/people/{person.pk}/"
    form = ProposeWayInForm(request.POST or None, back=back)
    if change := form.take(
        actions.propose_way_in, person=person, by=request.user, at=timezone.now()
    ):
        messages.success(request, "Proposed. A second person is asked to confirm it.")
        return redirect(change)
    return render(request, "people/way_in/propose.html", {"form": form, "person": person})


@guarded(Permission.WAY_IN_SEE, WayInChange, **one)
@require_safe
def detail(request: UserRequest, change: WayInChange) -> HttpResponse:
    on, you = timezone.localdate(), request.user
    witnesses = change.witnesses.select_related("person")
    context = {
        "change": change,
        "whose": labels.name(change.person, on=on),
        "is_own": change.person_id == you.pk,
        "confirmers": [row.person for row in witnesses if row.may_confirm],
        "may_confirm": change.status == Status.PROPOSED
        and can(you, Permission.WAY_IN_CONFIRM, change, on),
        "may_stop": change.is_open and can(you, Permission.WAY_IN_STOP, change, on),
        "may_withdraw": change.is_open and can(you, Permission.WAY_IN_WITHDRAW, change, on),
        "may_hand_over": may_hand_over(change, timezone.now())
        and can(you, Permission.PEOPLE_MANAGE, change.person, on),
        "link": request.session.pop(link_key(change), ""),
    }
    return render(request, "people/way_in/detail.html", context)


@guarded(Permission.WAY_IN_CONFIRM, WayInChange, **one)
@require_POST
def confirm(request: UserRequest, change: WayInChange) -> HttpResponse:
    actions.confirm(change=change, by=request.user, at=timezone.now())
    messages.success(request, "Confirmed. The time in which it can be stopped has begun.")
    return redirect(change)


@guarded(Permission.WAY_IN_STOP, WayInChange, **one)
@require_POST
def stop(request: UserRequest, change: WayInChange) -> HttpResponse:
    actions.stop(change=change, by=request.user, at=timezone.now())
    messages.success(request, "Stopped. Nothing has changed.")
    return redirect(change)


@guarded(Permission.WAY_IN_WITHDRAW, WayInChange, **one)
@require_POST
def withdraw(request: UserRequest, change: WayInChange) -> HttpResponse:
    actions.withdraw(change=change, by=request.user, at=timezone.now())
    messages.success(request, "Withdrawn. Nothing has changed.")
    return redirect(change)


@guarded(Permission.WAY_IN_SEE, WayInChange, **one)
@require_POST
def hand_over_link(request: UserRequest, change: WayInChange) -> HttpResponse:
    try:
        link = actions.hand_over_link(change=change, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        request.session[link_key(change)] = request.build_absolute_uri(link)
    return redirect(change)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """From the letter to the person: a link that can stop one change, and do nothing else. Opening it does nothing."""
    change = change_of(token)
    if change is None:
        raise Http404
    if request.method == "POST" and change.is_open:
        actions.stop_by_link(change=change, at=timezone.now())
    return render(request, "people/way_in/stop.html", {"change": change})


@guarded(Permission.PEOPLE_MANAGE, User, **one)
@require_POST
def reset_second_step(request: UserRequest, person: User) -> HttpResponse:
    """For everybody whose way in does not take two people."""
    try:
        people.reset_second_step(person=person, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, "The second step is removed. They sign in with their password.")
    return redirect("people:detail", pk=person.pk)


@signed_in
def own_address(request: UserRequest) -> HttpResponse:
    """From a working way in, freshly proved; the address before is told."""
    if not request.user.has_usable_password():
        messages.warning(request, "You sign in without a password here, so the address stays.")
        return redirect("people:account")
    if not signed_in_lately(request):
        return redirect(f"/sign-in/again/?next={request.path}")
    form = OwnAddressForm(request.POST or None)
    if form.take(people.change_own_address, by=request.user, at=timezone.now()):
        messages.success(request, "Your email address is changed.")
        return redirect("people:account")
    return render(request, "account/form.html", {"form": form, "heading": "Your email address"})


@signed_in
@require_POST
def forget_browsers(request: UserRequest) -> HttpResponse:
    people.forget_browsers(by=request.user, at=timezone.now())
    messages.success(request, "No browser is known as yours until you sign in from it again.")
    return redirect("people:account")


def link_key(change: WayInChange) -> str:
    return f"way-in-link-{change.pk}"
