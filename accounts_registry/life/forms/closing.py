"""Closing a channel: why and when, what happens to the account, who is told, then step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts_registry.life.closing_steps import DEAL, TELL
from accounts_registry.models import ClosureReason, Ending
from govuk.fields import GovukDateField
from govuk.layout import Button, Link, Question
from govuk.page_form import PageForm, yes_or_no
from govuk.widgets import Checkboxes, Radios, Text, TextArea

LONGEST = 400


class WhyForm(PageForm):
    """Why it closes, and when."""

    button = "Continue"

    reason = forms.ChoiceField(
        label="Reason",
        choices=ClosureReason.choices,
        widget=Radios(),
        error_messages={"required": "Select why it is closing"},
    )
    note = forms.CharField(
        label="More about the reason",
        required=False,
        widget=TextArea(rows=3),
        max_length=LONGEST,
        help_text="Needed for another reason. Do not write about a concern or a pupil here",
    )
    planned_closing = GovukDateField(
        label="When will it close?",
        called="Closing date",
        error_messages={"required": "Enter the date it will close"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)
        self.fields["planned_closing"].help_text = f"For example, {on.day} {on.month} {on.year}"

    def clean_planned_closing(self) -> date:
        day = self.cleaned_data["planned_closing"]
        if day < self.on:
            raise forms.ValidationError("Closing date must be today or in the future")
        return day

    def clean(self) -> None:
        given = super().clean() or self.cleaned_data
        if given.get("reason") == ClosureReason.OTHER and not given.get("note"):
            self.add_error("note", "Enter why it is closing")


class AccountForm(PageForm):
    """What happens to the account, its followers and its name."""

    button = "Continue"

    ending = forms.ChoiceField(
        label="What happens to the account?",
        choices=list(DEAL.items()),
        widget=Radios(),
        error_messages={"required": "Select what happens to the account"},
    )
    handed_to = forms.CharField(
        label="If it is handed over, to whom",
        required=False,
        max_length=150,
        widget=Text(width="two-thirds"),
    )
    followers = forms.IntegerField(
        label="About how many people follow it?",
        min_value=0,
        max_value=2_000_000_000,
        widget=Text(width="10"),
        help_text="Enter 0 if nobody does",
        error_messages={
            "required": "Enter about how many people follow it",
            "invalid": "Number of people must be a whole number, like 350",
            "min_value": "Number of people must be 0 or more",
        },
    )
    park_name = yes_or_no(
        "Keep the account name, so that nobody else can take it?",
        "Select whether the account name is kept",
        "A kept name cannot be registered here again until it is released",
    )

    def clean(self) -> None:
        given = super().clean() or self.cleaned_data
        if given.get("ending") == Ending.HANDED_OVER and not given.get("handed_to"):
            self.add_error("handed_to", "Enter who takes it over")


class TellingForm(PageForm):
    """Who has to be told."""

    button = "Continue"

    tell = forms.MultipleChoiceField(
        label="Who has to be told?",
        choices=list(TELL.items()),
        widget=Checkboxes(),
        help_text="Select all that apply. Telling them is the first step of the closing list",
        error_messages={"required": "Select who has to be told"},
    )
    head_agrees = forms.BooleanField(
        label="The headteacher agrees that it closes",
        error_messages={"required": "Ask the headteacher first, then confirm that they agree"},
    )

    def __init__(self, *args: Any, asks_for_head: bool, **kwargs: Any) -> None:
        self.asks_for_head = asks_for_head
        super().__init__(*args, **kwargs)
        if not asks_for_head:
            del self.fields["head_agrees"]

    def questions(self) -> Sequence[Any]:
        return [Question("tell"), *([Question("head_agrees")] if self.asks_for_head else [])]


class StepForm(PageForm):
    """A step of the closing list: done on a day and how, or not needed and why."""

    done_on = GovukDateField(label="When was it done?", called="Date it was done", required=False)
    how = forms.CharField(
        label="How, or why it is not needed",
        required=False,
        max_length=300,
        widget=TextArea(rows=3),
        help_text="For example, who did it, and where a copy or a picture is kept",
    )

    def ways(self, cancel: str) -> Iterable[Any]:
        yield Button("It is done", name="answer", value="done")
        yield Button("It is not needed", kind="secondary", name="answer", value="waive")
        yield Link("Cancel", cancel)


class CloseForm(PageForm):
    """That the account is closed."""

    button = "Close this channel"

    date_closed = GovukDateField(
        label="When was the account closed?",
        help_text="The day it was deleted or locked on the platform",
        called="Closing date",
        error_messages={"required": "Enter the date it was closed"},
    )
    evidence = forms.ChoiceField(
        label="What became of the account?",
        choices=Ending.choices,
        widget=Radios(),
        error_messages={"required": "Select what became of the account"},
    )


class KeepForm(PageForm):
    """Keeping a channel that was closing."""

    button = "Keep this channel"

    reason = forms.CharField(
        label="Why is it kept?",
        help_text="Say why its aim still holds",
        widget=TextArea(rows=3),
        max_length=LONGEST,
        error_messages={"required": "Enter why it is kept"},
    )


class MistakeForm(PageForm):
    """A closing recorded by mistake."""

    button = "Take the closing back"

    reason = forms.CharField(
        label="What was wrong?",
        widget=TextArea(rows=3),
        max_length=LONGEST,
        error_messages={"required": "Enter what was wrong"},
    )
