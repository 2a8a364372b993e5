"""When the privacy notice was published with the list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from govuk.fields import GovukDateField
from govuk.page_form import PageForm
from govuk.widgets import Text


class PrivacyNoticeForm(PageForm):
    """The list that was copied goes with it, so that a list that has changed meanwhile is noticed."""

    button = "Mark as published"

    published_on = GovukDateField(
        label="When was the privacy notice published with this list?",
        called="Date published",
        error_messages={"required": "Enter the date published"},
    )
    version = forms.CharField(
        label="Its version, if it has one",
        max_length=40,
        required=False,
        widget=Text(width="10"),
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def clean_published_on(self) -> date:
        day: date = self.cleaned_data["published_on"]
        if day > self.on:
            raise forms.ValidationError("Date published must be today or in the past")
        return day
