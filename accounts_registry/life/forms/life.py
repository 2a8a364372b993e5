"""Pausing, moving and giving up; what is recorded after opening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts_registry.models import PauseCause
from govuk.fields import GovukDateField, field_of
from govuk.layout import Question, Words
from govuk.page_form import PageForm
from govuk.widgets import Radios, Text, TextArea
from schools.models import School

# These are chosen by the portal or the safeguarding lead, never from the list.
NOT_OFFERED = (PauseCause.CHECKS,)


class CancelForm(PageForm):
    """A planned channel that will not go ahead."""

    button = "This channel will not go ahead"

    reason = forms.CharField(
        label="Why it will not go ahead",
        widget=TextArea(rows=3),
        max_length=500,
        error_messages={"required": "Enter why it will not go ahead"},
    )


class PauseForm(PageForm):
    """Why nobody posts for now."""

    button = "Pause this channel"

    cause = forms.ChoiceField(
        label="Why is it paused?",
        choices=[(code, label) for code, label in PauseCause.choices if code not in NOT_OFFERED],
        widget=Radios(),
        error_messages={"required": "Select why it is paused"},
    )
    reason = forms.CharField(
        label="What should those who run it know?",
        help_text="Everybody who runs it is told to stop posting, and reads this. Do not write about a concern or a pupil here.",
        widget=TextArea(rows=3),
        max_length=200,
        error_messages={"required": "Enter why it is paused"},
    )


class SafetyPauseForm(PageForm):
    """The safeguarding lead pauses it; no reason is asked or kept."""

    button = "Pause this channel"


class OwnerForm(PageForm):
    """The school a channel goes to."""

    button = "Change the owner"

    school: forms.ModelChoiceField[School] = forms.ModelChoiceField(
        label="Which school does it belong to from now on?",
        queryset=None,
        required=False,
        empty_label="The trust as a whole",
    )
    effective_on = GovukDateField(label="From which day?", called="Date it changes")
    reason = forms.CharField(
        label="Why does it change?",
        widget=Text(width="two-thirds"),
        max_length=300,
        error_messages={"required": "Enter why it changes"},
    )

    def __init__(self, *args: Any, schools: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "school", forms.ModelChoiceField).queryset = schools
        self.fields["effective_on"].help_text = f"For example, {on.day} {on.month} {on.year}"


class CompletionForm(PageForm):
    """What is due within 10 school days of opening. Any of it may be left for later."""

    button = "Save"

    url = forms.CharField(
        label="Link to the account",
        required=False,
        widget=Text(width="two-thirds"),
        help_text="Open the account's own page and copy the address from the browser",
    )
    website_link_url = forms.URLField(
        label="Page of the school website that links to it",
        required=False,
        assume_scheme="https",
        widget=Text(width="two-thirds"),
        error_messages={"invalid": "Enter the full link to the page, starting with https"},
    )
    no_link_reason = forms.CharField(
        label="If the website does not link to it, why",
        required=False,
        max_length=200,
        widget=Text(width="two-thirds"),
    )
    privacy_notice_listed_on = GovukDateField(
        label="When was it listed in the privacy notice?",
        called="Date it was listed",
        required=False,
    )
    privacy_notice_version = forms.CharField(
        label="Which version of the privacy notice?",
        required=False,
        max_length=40,
        widget=Text(width="10"),
    )
    parents_notice_shown = forms.BooleanField(
        label="The profile shows the notice for parents", required=False
    )

    def questions(self) -> Sequence[Any]:
        return [
            Words(heading="The account"),
            *map(Question, ("url", "parents_notice_shown")),
            Words(heading="The school website"),
            *map(Question, ("website_link_url", "no_link_reason")),
            Words(heading="The privacy notice"),
            *map(Question, ("privacy_notice_listed_on", "privacy_notice_version")),
        ]
