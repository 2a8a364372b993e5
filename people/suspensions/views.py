"""Suspending a colleague, and letting them in again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from access.guards import guarded
from access.roles import Permission
from people import actions
from people.person.forms import SuspendForm
from people.person.models import User
from people.person.views import back_to, by_now
from people.sign_in.user_request import UserRequest

one = {"lookup": "pk", "kwarg": "pk"}


@guarded(Permission.PERSON_SUSPEND, User, **one)
def suspend(request: UserRequest, person: User) -> HttpResponse:
    form = SuspendForm(request.POST if request.method == "POST" else None, back=back_to(person))
    if form.take(actions.suspend_person, person=person, **by_now(request)):
        messages.success(request, f"{person.full_name} cannot sign in from now on.")
        return redirect("people:detail", pk=person.pk)
    return render(request, "people/suspend.html", {"form": form, "person": person})


@guarded(Permission.PERSON_SUSPEND, User, **one)
@require_POST
def end_suspension(request: UserRequest, person: User) -> HttpResponse:
    actions.end_suspension(person=person, **by_now(request))
    messages.success(request, f"{person.full_name} can sign in again.")
    return redirect("people:detail", pk=person.pk)
