"""Which day the register is looked at, and of which school."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from govuk.fields import GovukDateField, field_of
from govuk.page_form import PageForm


class AsAtForm(PageForm):
    """Sent by GET: looking at the past changes nothing, and its address can be passed on."""

    button = "Show this day"

    on = GovukDateField(
        label="Which day?", called="Day", error_messages={"required": "Enter the day"}
    )
    school = forms.ChoiceField(label="School", required=False)

    def __init__(
        self, *args: Any, schools: Sequence[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        field_of(self, "school", forms.ChoiceField).choices = [
            ("", "All schools of the trust"),
            *schools,
        ]
        if len(schools) == 1:
            self.fields["school"].widget = forms.HiddenInput()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("Day must be today or in the past")
        return day
