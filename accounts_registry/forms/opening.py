"""What is checked before a channel opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts_registry.models import Channel
from govuk.fields import GovukDateField
from govuk.layout import Question, Words
from govuk.page_form import PageForm
from govuk.widgets import Radios, Text


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
    credentials_post = forms.ModelChoiceField(
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
    profile_states_role = forms.BooleanField(
        label="The profile says that the account is the school's", required=False
    )

    def __init__(
        self, *args: Any, posts: Any, asks_for_house_rules: bool, on: date, **kwargs: Any
    ) -> None:
        self.on = on
        self.asks_for_house_rules = asks_for_house_rules
        super().__init__(*args, **kwargs)
        self.fields["credentials_post"].queryset = posts
        if not asks_for_house_rules:
            del self.fields["house_rules_url"]

    def questions(self) -> Sequence[Any]:
        rules = ["house_rules_url"] if self.asks_for_house_rules else []
        return [
            Words(heading="The account"),
            Question("url"),
            Question("profile_states_role"),
            Words("Tick each test that is met.", heading="The 3 tests of an official account"),
            *map(Question, ("master_privileges_held", "editorial_oversight", "admins_limited")),
            Words(heading="Keeping it secure"),
            *map(Question, ("credentials_location", "credentials_post", "recovery_email")),
            *map(
                Question, ("two_factor", "two_factor_reason", "privacy_settings_checked_on", *rules)
            ),
        ]

    def clean_privacy_settings_checked_on(self) -> date | None:
        day = self.cleaned_data["privacy_settings_checked_on"]
        if day and day > self.on:
            raise forms.ValidationError(
                "Date the privacy settings were checked must be today or in the past"
            )
        return day
