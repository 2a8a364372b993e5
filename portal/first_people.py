"""The first people of a school or of the trust: who is appointed with the set-up code, before anybody could confirm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from access.check import Denied, trusts_where
from access.guards import guarded
from access.roles import BY_CODE, Permission
from govuk.layout import Question, Words
from govuk.page_form import PageForm, posted
from govuk.widgets import Text
from people.actions import appoint_first
from people.api import AT_SCHOOL, AT_TRUST, UserRequest, held_there, may_try
from people.models import User
from portal.first_run import set_up_code
from schools.models import School, Trust

GIVEN = "set_up_code_given"
PARTS = ("given_name", "family_name", "email")
LABELS = {"given_name": "First name", "family_name": "Last name", "email": "Email address"}


class FirstPeopleForm(PageForm):
    """A name and an address for each role that nobody holds yet; a group left empty is nobody."""

    button = "Appoint them"
    code = forms.CharField(
        label="Set-up code",
        widget=Text({"autocomplete": "off", "spellcheck": "false"}, width="20"),
        help_text="Whoever runs the server prints it with manage.py set_up_code",
        error_messages={"required": "Enter the set-up code"},
    )

    def __init__(self, *args: Any, roles: Sequence[str], asks_code: bool, **kwargs: Any) -> None:
        self.roles, self.asks_code = roles, asks_code
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["code"]
        for role in roles:
            for part in PARTS:
                self.fields[f"{role}_{part}"] = forms.CharField(
                    label=f"{LABELS[part]} of the {BY_CODE[role].name.lower()}",
                    max_length=100,
                    required=False,
                    widget=Text({"autocomplete": "off"}, width="two-thirds"),
                )

    def questions(self) -> Sequence[Any]:
        asked: list[Any] = [Question("code")] if self.asks_code else []
        for role in self.roles:
            asked.append(Words(BY_CODE[role].description, heading=BY_CODE[role].name))
            asked.extend(Question(f"{role}_{part}") for part in PARTS)
        return asked

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"].replace(" ", "").upper()
        if not constant_time_compare(typed, set_up_code()):
            raise ValidationError(
                "This is not the set-up code. Whoever runs the server can print it"
            )
        return typed

    def people(self) -> dict[str, dict[str, str]]:
        """What was typed for each role, without those left empty."""
        typed = {
            role: {part: self.cleaned_data[f"{role}_{part}"].strip() for part in PARTS}
            for role in self.roles
        }
        return {role: parts for role, parts in typed.items() if any(parts.values())}


@guarded(Permission.TRUST_SET_UP)
def first_people(request: UserRequest, pk: UUID) -> HttpResponse:
    on = timezone.localdate()
    trust, school = place_of(request, pk, on)
    held = held_there(trust, school, on)
    roles = [role for role in (AT_SCHOOL if school else AT_TRUST) if role not in held]
    form = FirstPeopleForm(posted(request), roles=roles, asks_code=not request.session.get(GIVEN))
    if request.method == "POST" and may_go_on(request, form):
        request.session[GIVEN] = True
        if appointed(form, trust=trust, school=school, by=request.user):
            messages.success(request, "They are appointed. Invite each of them on their page.")
            return redirect("pages:first_people", pk=pk)
    held_now = [(BY_CODE[role].name, person) for role, person in held.items()]
    context = {"form": form, "place": school or trust, "held": held_now, "roles": roles}
    return render(request, "pages/first_people.html", context)


def may_go_on(request: HttpRequest, form: FirstPeopleForm) -> bool:
    """A guess at the code counts like one at a password."""
    if "code" in form.fields and not may_try(request, "set_up"):
        form.add_error(None, "Too many attempts. Wait an hour, then try again")
        return False
    return form.is_valid()


def appointed(form: FirstPeopleForm, *, trust: Trust, school: School | None, by: User) -> bool:
    """All of them or none; everything that is refused stands beside its field at once."""
    people, where = form.people(), {"trust": trust, "school": school}
    if not people:
        form.add_error(None, "Enter at least one person")
        return False
    with transaction.atomic():
        for role, typed in people.items():
            _one(form, role, typed, by=by, **where)
        transaction.set_rollback(bool(form.errors))
    return not form.errors


def _one(form: FirstPeopleForm, role: str, typed: dict[str, Any], **where: Any) -> None:
    try:
        with transaction.atomic():
            appoint_first(role=role, at=timezone.now(), **where, **typed)
    except Denied as refused:
        form.add_error(None, refused.reason)
    except ValidationError as refused:
        for name, sentences in refused.update_error_dict({}).items():
            field = f"{role}_{name}"
            form.add_error(field if field in form.fields else None, sentences)


def place_of(request: UserRequest, pk: UUID, on: date) -> tuple[Trust, School | None]:
    """A school or the trust itself, of those that this person sets up."""
    mine = trusts_where(request.user, Permission.TRUST_SET_UP, on)
    school = School.objects.visible_to(request.user, on=on).filter(pk=pk, trust__in=mine).first()
    if school:
        return school.trust, school
    trust = Trust.objects.visible_to(request.user, on=on).filter(pk=pk).filter(pk__in=mine).first()
    if trust is None:
        raise Http404
    return trust, None
