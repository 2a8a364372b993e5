"""What is checked before a channel opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts_registry.models import Channel
from govuk.fields import GovukDateField, field_of
from govuk.layout import Question, Words
from govuk.page_form import PageForm
from govuk.widgets import Radios, Text
from people.models import Post


class OpeningForm(PageForm):
    """The opening checks. Every answer may be left for later; what is missing is said on the page."""

    button = "Save checks"

    url = forms.CharField(
        label="Link to the account",
        required=False,
        widget=Text(width="two-thirds"),
        help_text="Open the account's own page and copy the address from the browser",
    )
    master_privileges_held = forms.BooleanField(
        label="The school holds the master privileges and access permissions", required=False
    )
    editorial_oversight = forms.BooleanField(
        label="The school has editorial oversight of everything posted", required=False
    )
    admins_limited = forms.BooleanField(
        label="Only the staff who need administrator rights have them", required=False
    )
    credentials_location = forms.CharField(
        label="Where the login details are kept",
        required=False,
        max_length=200,
        widget=Text(width="20"),
        help_text="Say where, like School safe. Never the password itself: it is not stored here",
    )
    credentials_post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label="Which post looks after the login details",
        queryset=None,
        required=False,
        empty_label="Choose a post",
    )
    recovery_email = forms.EmailField(
        label="Recovery email of the account",
        required=False,
        widget=Text(width="20"),
        error_messages={
            "invalid": "Enter an email address in the correct format, like office@ashdown.example"
        },
    )
    two_factor = forms.ChoiceField(
        label="Is the second sign-in step of the platform on?",
        required=False,
        choices=Channel.TwoFactor.choices,
        widget=Radios(),
    )
    two_factor_reason = forms.CharField(
        label="If it is not on, why",
        required=False,
        max_length=200,
        widget=Text(width="two-thirds"),
    )
    privacy_settings_checked_on = GovukDateField(
        label="When the privacy settings were checked",
        called="Date the privacy settings were checked",
        required=False,
    )
    house_rules_url = forms.URLField(
        label="Link to the house rules",
        required=False,
        assume_scheme="https",
        widget=Text(width="two-thirds"),
        error_messages={"invalid": "Enter the full link to the house rules, starting with https"},
    )
    logo_used = forms.TypedChoiceField(
        label="Does the account show the school's logo?",
        required=False,
        choices=(("yes", "Yes"), ("no", "No")),
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=Radios(inline=True),
        help_text="If it does, the communications manager agrees to it on the page of the channel",
    )
    min_age = forms.IntegerField(
        label="Youngest age the account is for",
        required=False,
        min_value=0,
        max_value=120,
        widget=Text(width="2"),
        error_messages={"invalid": "Youngest age must be a whole number, like 13"},
    )
    moderation_mode = forms.ChoiceField(
        label="How are comments checked?",
        required=False,
        choices=Channel.Moderation.choices,
        widget=Radios(),
    )
    consents_checked_on = GovukDateField(
        label="When the consents of pupils who contribute were checked",
        called="Date the consents were checked",
        required=False,
    )
    profile_states_role = forms.BooleanField(
        label="The profile says that the account is the school's", required=False
    )

    def __init__(
        self, *args: Any, posts: Any, on: date, left_out: Sequence[str] = (), **kwargs: Any
    ) -> None:
        self.on = on
        self.left_out = left_out
        super().__init__(*args, **kwargs)
        field_of(self, "credentials_post", forms.ModelChoiceField).queryset = posts
        for name in left_out:
            del self.fields[name]

    def questions(self) -> Sequence[Any]:
        return [
            Words(heading="The account"),
            *self.asked("url", "profile_states_role", "logo_used", "min_age"),
            Words("Tick each test that is met.", heading="The 3 tests of an official account"),
            *map(Question, ("master_privileges_held", "editorial_oversight", "admins_limited")),
            Words(heading="Keeping it secure"),
            *self.asked("credentials_location", "credentials_post", "recovery_email"),
            *self.asked("two_factor", "two_factor_reason", "privacy_settings_checked_on"),
            *self.about_people(),
        ]

    def about_people(self) -> Sequence[Any]:
        asked = self.asked("house_rules_url", "moderation_mode", "consents_checked_on")
        return [Words(heading="The people who use it"), *asked] if asked else []

    def asked(self, *names: str) -> list[Question]:
        return [Question(name) for name in names if name not in self.left_out]

    def clean_consents_checked_on(self) -> date | None:
        day = self.cleaned_data["consents_checked_on"]
        if day and day > self.on:
            raise forms.ValidationError(
                "Date the consents were checked must be today or in the past"
            )
        return day

    def clean_privacy_settings_checked_on(self) -> date | None:
        day = self.cleaned_data["privacy_settings_checked_on"]
        if day and day > self.on:
            raise forms.ValidationError(
                "Date the privacy settings were checked must be today or in the past"
            )
        return day
