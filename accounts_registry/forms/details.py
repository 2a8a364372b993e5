"""Mending what the register says about a channel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts_registry.models import Channel
from govuk.fields import GovukDateField
from govuk.page_form import PageForm
from govuk.widgets import Text


class DetailsForm(PageForm):
    """What the register says about a channel and may need mending."""

    button = "Save details"

    account_name = forms.CharField(
        label="Account or page name",
        max_length=150,
        widget=Text(width="two-thirds"),
        error_messages={"required": "Enter the account or page name"},
    )
    url = forms.CharField(
        label="Link to the account",
        required=False,
        widget=Text(width="two-thirds"),
        help_text="Open the account's own page and copy the address from the browser",
    )
    scope = forms.ChoiceField(label="Who it speaks for", choices=Channel.Scope.choices)
    date_opened = GovukDateField(label="Date opened", called="Date opened", required=False)
    next_review_on = GovukDateField(label="Next review", called="Next review", required=False)
    planned_closing = GovukDateField(
        label="Planned closing date",
        called="Planned closing date",
        required=False,
        help_text="Only if one is set",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def clean_date_opened(self) -> date | None:
        day = self.cleaned_data["date_opened"]
        if day and day > self.on:
            raise forms.ValidationError("Date opened must be today or in the past")
        return day
