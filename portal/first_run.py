"""The first page of an empty portal: it makes the trust, the first school and the administrator."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from access.guards import public
from govuk.layout import Question, Words
from govuk.page_form import PageForm, posted
from govuk.widgets import Radios, Text
from people import actions as people
from people.api import in_one_sentence, names, system_user
from people.models import User
from schools import actions as schools
from schools.api import PRESET_HINTS, PRESETS
from schools.models import School, Trust
from workflow.promised import promised

OPEN_PATHS = ("/first-run/", "/static/", "/privacy/", "/cookies/", "/accessibility/")
ROLES = ("TADMIN",)


class FirstRunMiddleware:
    """Leads every page of an empty portal to its set-up; afterwards asks nothing of the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_set_up = settings.IS_DEMO

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Somebody who is signed in belongs to a trust.
        if self.is_set_up or request.user.is_authenticated or request.path.startswith(OPEN_PATHS):
            return self.get_response(request)
        self.is_set_up = has_begun()
        return self.get_response(request) if self.is_set_up else redirect("pages:first_run")


class FirstRunForm(PageForm):
    """Three groups of questions on one page, and the set-up code that was printed where the portal was started."""

    button = "Set up the portal"
    code = forms.CharField(
        label="Set-up code",
        widget=Text({"autocomplete": "off", "spellcheck": "false"}, width="20"),
        help_text="The portal printed it where it was started",
        error_messages={"required": "Enter the set-up code"},
    )
    trust = forms.CharField(
        label="What is your trust called?",
        max_length=200,
        widget=Text(),
        help_text="A school without a trust enters its own name",
        error_messages={"required": "Enter what your trust is called"},
    )
    preset = forms.ChoiceField(
        label="Which policy is yours most like?",
        choices=[("", "None of these, or I do not know"), *PRESETS.items()],
        required=False,
        widget=Radios(hints=PRESET_HINTS, dividers={"ACET": "or"}),
        help_text="It decides the first answers to the settings. You can change every one later.",
    )
    school = forms.CharField(
        label="What is the first school called?",
        max_length=200,
        widget=Text(),
        error_messages={"required": "Enter what the first school is called"},
    )
    urn = forms.RegexField(
        r"^\d{6}$",
        label="Unique reference number (optional)",
        required=False,
        widget=Text({"inputmode": "numeric"}, width="10"),
        help_text="The 6-digit URN of the Department for Education",
        error_messages={"invalid": "The URN must be 6 numbers"},
    )
    given_name = forms.CharField(
        label="First name",
        max_length=100,
        required=False,
        widget=Text({"autocomplete": "given-name"}, width="20"),
    )
    family_name = forms.CharField(
        label="Last name",
        max_length=100,
        widget=Text({"autocomplete": "family-name"}, width="20"),
        help_text="If you have one name, enter it here and leave the first name empty",
        error_messages={"required": "Enter your last name, or your only name"},
    )
    email = forms.EmailField(
        label="Email address",
        widget=Text(
            {"type": "email", "autocomplete": "username", "spellcheck": "false"}, width="two-thirds"
        ),
        help_text="You sign in with it",
        error_messages={
            "required": "Enter your email address",
            "invalid": "Enter an email address in the correct format, like name@school.example",
        },
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text="At least 12 characters. 3 words that do not belong together are a good start",
        error_messages={"required": "Enter a password"},
    )

    def questions(self) -> Sequence[Any]:
        return [
            Question("code"),
            Words(heading="Your trust"),
            *(Question(name) for name in ("trust", "preset")),
            Words(heading="The first school"),
            *(Question(name) for name in ("school", "urn")),
            Words(
                "You look after people, roles and settings. You read no concern.",
                heading="You, the administrator",
            ),
            *(Question(name) for name in ("given_name", "family_name", "email", "password")),
        ]

    def clean_code(self) -> str:
        if not constant_time_compare(
            self.cleaned_data["code"].replace(" ", "").upper(), set_up_code()
        ):
            raise ValidationError(
                "This is not the set-up code. It was printed where the portal was started"
            )
        return ""

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        person = User(
            **{name: facts.get(name, "") for name in ("given_name", "family_name", "email")}
        )
        if names.mixes_alphabets(person.given_name, person.family_name):
            self.add_error("given_name", names.MIXED)
        if facts.get("password"):
            try:
                validate_password(facts["password"], person)
            except ValidationError as refused:
                self.add_error("password", in_one_sentence(refused))
        return facts


@public
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """There is such a page only while nobody can sign in."""
    if has_begun():
        if request.method == "POST":
            messages.warning(request, "This portal has been set up already.")
        raise Http404
    form = FirstRunForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = set_up(form.cleaned_data, at=timezone.now())
        except ValidationError as refused:
            form.take(refused)
        else:
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
            request.session["set_up_code_given"] = True
            record_authentication(request, person, method="password")
            messages.success(
                request, f"{promised(person.trust).name} is set up, and you are signed in."
            )
            return redirect("pages:set_up")
    return render(request, "pages/first_run.html", {"form": form})


@transaction.atomic
def set_up(facts: dict[str, Any], *, at: datetime) -> User:
    """Make the trust, its first school and the administrator, by the same actions as everything later."""
    by = User.objects.select_for_update().get(pk=system_user().pk)
    if has_begun():
        # Somebody else was quicker, while this page was being filled in.
        raise Http404
    email = facts["email"]
    domains = [email.rpartition("@")[2].lower()]
    trust = _trust(facts, domains, by=by, at=at)
    # A school that came with the Department's file is there already.
    known = School.objects.filter(
        Q(urn=facts["urn"] or None) | Q(trust=trust, name__iexact=facts["school"])
    )
    if not known.exists():
        _named(
            {"name": "school"},
            lambda: schools.add_school(
                trust=trust, name=facts["school"], urn=facts["urn"], by=by, at=at
            ),
        )
    return administrator(trust, facts, by=by, at=at)


def _trust(facts: dict[str, Any], domains: list[str], *, by: User, at: datetime) -> Trust:
    """The trust of that name, if the Department's file has brought it here already; else a new one."""
    if known := Trust.objects.filter(name__iexact=facts["trust"]).first():
        schools.change_trust(trust=known, email_domains=domains, by=by, at=at)
        if facts["preset"]:
            schools.apply_preset(trust=known, preset=facts["preset"], by=by, at=at)
        return known
    return _named(
        {"name": "trust"},
        lambda: schools.create_trust(
            name=facts["trust"], preset=facts["preset"], email_domains=domains, by=by, at=at
        ),
    )


def has_begun() -> bool:
    """Whether somebody can sign in: schools alone, fresh from the Department's file, are not a beginning."""
    return User.objects.filter(is_system=False, is_active=True).exists()


def administrator(trust: Trust, facts: dict[str, Any], *, by: User, at: datetime) -> User:
    on = timezone.localdate(at)
    person = people.add_person(
        trust=trust,
        school=None,
        given_name=facts["given_name"],
        family_name=facts["family_name"],
        email=facts["email"],
        category="head_office",
        start_date=on,
        by=by,
        at=at,
    )
    for role in ROLES:
        people.give_role(
            person=person, role=role, trust=trust, school=None, start_date=on, by=by, at=at
        )
    # They had the set-up code.
    people.know_person(person=person, by=by, at=at)
    people.choose_password(by=person, password=facts["password"], at=at)
    return person


def _named(names: dict[str, str], make: Callable[[], Any]) -> Any:
    """What an action refuses under its own name stands beside the field of this page."""
    try:
        return make()
    except ValidationError as refused:
        raise ValidationError(
            {names.get(name, name): sentences for name, sentences in refused.message_dict.items()}
        ) from None


def set_up_code() -> str:
    """12 letters and numbers that only this portal's own key makes; of use for the first people of each school."""
    digest = salted_hmac("portal.first_run", "set-up code", algorithm="sha256").digest()
    return base64.b32encode(digest).decode()[:12]


def announcement(address: str) -> str:
    """What the server prints while nobody can sign in; nothing afterwards."""
    if has_begun():
        return ""
    page = address.rstrip("/") + reverse("pages:first_run")
    return f"Set it up at {page} It asks for this set-up code: {set_up_code()}"
