"""To confirm: what waits for a second person, one card for each; the page of one; the holder's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import can
from access.guards import View, guarded, signed_in
from access.roles import Permission
from people import actions as people
from people.appointments import actions
from people.appointments.cards import (
    Card,
    cards_for,
    decisions_for,
    has_it_again,
    nobody_left,
    objection_to,
    others_who_could_propose,
    sheets_for,
    steps_of,
    unreached,
    waiting_sheets,
)
from people.appointments.deadlines import held_back_until
from people.appointments.deciders import givers_back
from people.appointments.forms import CodeForm
from people.appointments.models import Appointment
from people.appointments.other_pages import elsewhere_for
from people.appointments.statuses import Status
from people.known.knowers import to_get_to_know
from people.lines import actions as lines
from people.lines.changes import LineChange
from people.lines.open_changes import to_confirm as to_confirm_lines
from people.names import labels
from people.person.models import User
from people.sign_in.second_step import asked_for
from people.sign_in.user_request import UserRequest

one = {"lookup": "pk", "kwarg": "pk"}
P = Permission


@signed_in
@require_safe
def to_confirm(request: UserRequest) -> HttpResponse:
    """Everything that waits for one's word; the same page for everybody, empty or not."""
    on = timezone.localdate()
    strangers = to_get_to_know(request.user, on)
    return render(
        request,
        "people/appointments/list.html",
        {
            "cards": cards_for(request.user, on),
            "decisions": decisions_for(request.user, on),
            "sheets": sheets_for(request.user, on),
            "strangers": strangers,
            "lines": to_confirm_lines(request.user, on),
            "elsewhere": elsewhere_for(request.user, on),
            "called": labels.labels(strangers, on=on),
        },
    )


@guarded(P.APPOINTMENT_SEE, Appointment, **one)
@require_safe
def detail(request: UserRequest, appointment: Appointment) -> HttpResponse:
    return shown(request, appointment)


def shown(
    request: UserRequest, appointment: Appointment, code_form: CodeForm | None = None
) -> HttpResponse:
    on, at, you = timezone.localdate(), timezone.now(), request.user
    may = {name: can(you, getattr(P, f"APPOINTMENT_{name}"), appointment, on) for name in ASKED}
    steps = steps_of(appointment, you, may, at)
    context = {
        "card": Card(appointment, labels.name(appointment.person, on=on)),
        "steps": steps,
        "confirmers": appointment.witnesses.asked(on).select_related("person"),
        "nobody_left": nobody_left(appointment, on),
        "givers": givers_back(appointment, on),
        "to_come": appointment.still_to_come(on),
        **objection_to(appointment, on),
        "again": has_it_again(appointment, on),
        "ends_at": held_back_until(appointment) if appointment.status == Status.SUSPENDED else None,
        "is_yours": you.pk == appointment.person_id,
        "is_holder": appointment.is_open and you.pk == appointment.holder_id,
        "code_form": code_form or CodeForm(),
        **(others_who_could_propose(appointment, on) if steps.needs_code else {}),
        "unreached": unreached(appointment, at) if may["WITHDRAW"] else [],
    }
    return render(request, "people/appointments/detail.html", context)


ASKED = ("CONFIRM", "WITHDRAW", "SUSPEND", "ANSWER", "DECIDE")


def pressed(permission: Permission, verb: Callable[..., Any], says: str, **known: Any) -> View:
    """A button of that page: the verb, the sentence, and the page again."""

    @guarded(permission, Appointment, **one)
    @require_POST
    def view(request: UserRequest, appointment: Appointment) -> HttpResponse:
        try:
            found = verb(appointment=appointment, by=request.user, at=timezone.now(), **known)
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
            return redirect(appointment)
        messages.success(request, WAITS if found.status == Status.WAITING else says)
        return redirect(appointment if can_see(request, found) else "people:to_confirm")

    return view


def can_see(request: UserRequest, appointment: Appointment) -> bool:
    return can(request.user, P.APPOINTMENT_SEE, appointment, timezone.localdate())


WAITS = "Confirmed. The holder can object for two school days; then it takes effect."
confirm = pressed(P.APPOINTMENT_CONFIRM, actions.confirm, "Confirmed.")
decline = pressed(P.APPOINTMENT_CONFIRM, actions.decline, "Not confirmed. Nothing changes.")
give_back = pressed(
    P.APPOINTMENT_CONFIRM, actions.give_back_appointment, "Confirmed. The role is given back."
)
take_back = pressed(P.APPOINTMENT_CONFIRM, actions.take_back, "Taken back.")
agree = pressed(P.APPOINTMENT_ANSWER, actions.agree, "You have agreed.")
object_to = pressed(
    P.APPOINTMENT_ANSWER,
    actions.object_to,
    "You have objected. It stands still until it is decided.",
)
go_on = pressed(P.APPOINTMENT_DECIDE, actions.decide, "Decided: it takes effect.", goes_on=True)
leave_it = pressed(P.APPOINTMENT_DECIDE, actions.decide, "Decided: nothing changes.", goes_on=False)
hold_back = pressed(
    P.APPOINTMENT_SUSPEND,
    actions.hold_back_appointment,
    "Held back. It takes a second person to give it back.",
)
stop = pressed(P.APPOINTMENT_SUSPEND, actions.stop, "Stopped. Nothing has changed.")
withdraw = pressed(P.APPOINTMENT_WITHDRAW, actions.withdraw, "Withdrawn. Nothing has changed.")


@guarded(P.APPOINTMENT_WITHDRAW, Appointment, **one)
@require_POST
def enter_code(request: UserRequest, appointment: Appointment) -> HttpResponse:
    form = CodeForm(request.POST)
    done = form.take(
        actions.confirm_by_code, appointment=appointment, by=request.user, at=timezone.now()
    )
    if not done:
        return shown(request, appointment, form)
    messages.success(request, "The code is right. Everybody who can stop it has been told.")
    return redirect(appointment)


@asked_for
@signed_in
@require_POST
def confirm_sheet(request: UserRequest, pk: UUID) -> HttpResponse:
    """One press for everything of one sheet that waits for this person."""
    upload = waiting_sheets(request.user, timezone.localdate()).get(pk)
    if upload is None:
        raise Http404
    try:
        number = actions.confirm_sheet(upload=upload, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, f"Confirmed: {number} of this sheet.")
    return redirect("people:to_confirm")


@asked_for
@signed_in
@require_POST
def confirm_lines(request: UserRequest) -> HttpResponse:
    """One press for every change of line manager that stood on the page."""
    shown_there = set(request.POST.getlist("line"))
    waiting = to_confirm_lines(request.user, timezone.localdate())
    chosen = [change for change in waiting if str(change.pk) in shown_there]
    try:
        number = lines.confirm_lines(changes=chosen, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, f"Confirmed: {number}.")
    return redirect("people:to_confirm")


@guarded(P.LINE_CONFIRM, LineChange, **one)
@require_POST
def decline_line(request: UserRequest, change: LineChange) -> HttpResponse:
    lines.decline_line(change=change, by=request.user, at=timezone.now())
    messages.success(request, "Not confirmed. The line manager stays.")
    return redirect("people:to_confirm")


@guarded(P.PERSON_KNOW, User, **one)
@require_POST
def know(request: UserRequest, person: User) -> HttpResponse:
    """I have spoken to them, it is they."""
    people.know_person(person=person, by=request.user, at=timezone.now())
    messages.success(request, f"Thank you. {person.full_name} can go on now.")
    return redirect("people:to_confirm")


LAID_DOWN = {False: "You are {} until the end of today.", True: "You will not be {}."}


@signed_in
def lay_down_role(request: UserRequest, pk: Any) -> HttpResponse:
    """One's own role, at once: a page that says what it means, and a button."""
    on = timezone.localdate()
    row = get_object_or_404(
        request.user.assignments.not_over(on)
        .filter(suspended_at=None)
        .exclude(role="STAFF")
        .select_related("school", "trust"),
        pk=pk,
    )
    if request.method == "POST":
        try:
            people.lay_down_role(assignment=row, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
        else:
            messages.success(request, LAID_DOWN[row.start_date > on].format(row.name.lower()))
        return redirect("people:account")
    return render(
        request, "people/appointments/lay_down.html", {"row": row, "begins": row.start_date > on}
    )
