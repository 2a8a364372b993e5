"""Your own account: who you are here, how you sign in, and how your pages look."""

from __future__ import annotations

from allauth.account.views import logout as library_logout
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import can
from access.guards import public, signed_in
from access.roles import Permission
from people import actions
from people.appointments.statuses import Status
from people.person.forms import PhoneForm
from people.person.numbers import numbers_of_schools
from people.person.views import by_now
from people.roles.held import KNOWS
from people.sign_in import links, second_step
from people.sign_in.sessions import forget_pages
from people.sign_in.user_request import UserRequest

# Whoever may ever be asked to confirm something, or to say who somebody is.
CONFIRM = KNOWS | {"ADMIN", "TADMIN"}


@signed_in
def account(request: UserRequest) -> HttpResponse:
    on, you = timezone.localdate(), request.user
    return render(
        request,
        "account/account.html",
        {
            "you": you,
            "today": on,
            "assignments": you.assignments.not_over(on)
            .filter(suspended_at=None)
            .select_related("school", "trust")
            .order_by("start_date"),
            "held_back": you.assignments.not_over(on).filter(appointments__status=Status.SUSPENDED),
            "holdings": you.holdings.on(on).select_related("post__school", "post__trust"),
            "absences": you.absences.standing().filter(end_date__gte=on),
            "training": you.training.all(),
            "team": you.team.present(on),
            "has_app": second_step.has_app(you),
            "must_have_app": second_step.must_have(you, on),
            "way_in": you.way_in.open().first(),
            "may_confirm": any(held.role in CONFIRM for held in you.roles_on(on)),
            "may_change_phone": can(you, Permission.SAFEGUARDING_PHONE_CHANGE, you, on),
        },
    )


@signed_in
def phones(request: UserRequest) -> HttpResponse:
    you = request.user
    initial = {"phone": you.phone, "out_of_hours_phone": you.out_of_hours_phone}
    form = PhoneForm(request.POST or None, initial=initial)
    if form.take(actions.change_phone, person=you, **by_now(request)):
        messages.success(request, "Your numbers are saved.")
        return redirect("people:account")
    return render(request, "account/form.html", {"form": form, "heading": "Your phone numbers"})


@signed_in
@require_POST
def tables(request: UserRequest) -> HttpResponse:
    actions.choose_tables(compact=request.POST.get("compact") == "yes", **by_now(request))
    messages.success(request, "Saved.")
    return redirect("people:account")


@signed_in
def back_to_account(request: HttpRequest) -> HttpResponse:
    """Where the sign-in library has a page that is a part of this one."""
    return redirect("people:account")


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Only by POST: a link in a message must sign nobody out. The browser forgets the pages it has kept."""
    response: HttpResponse = forget_pages(library_logout(request))
    return response


@public
@require_safe
def worried(request: HttpRequest) -> HttpResponse:
    """For whoever cannot sign in and is worried about a child: whom to speak to, and the numbers of each school."""
    return render(request, "account/worried.html", {"schools": numbers_of_schools()})


@public
def sign_in_help(request: HttpRequest) -> HttpResponse:
    """Ways on for somebody without their password or their phone."""
    return render(
        request,
        "account/help.html",
        {"by_email": links.goes_by_email(), "handed_over": links.HANDED_OVER},
    )
