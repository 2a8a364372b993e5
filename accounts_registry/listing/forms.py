"""Naming a list of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from govuk.fields import field_of
from govuk.page_form import PageForm
from govuk.widgets import Text

MINE = "me"


class SaveViewForm(PageForm):
    """A name for a list, and who finds it."""

    button = "Save this view"

    name = forms.CharField(
        label="What do you want to call it?",
        help_text="For example, Year 7 channels to check",
        max_length=60,
        widget=Text(width="two-thirds"),
        error_messages={
            "required": "Enter a name for this view",
            "max_length": "Name must be 60 letters or fewer",
        },
    )
    who = forms.ChoiceField(
        label="Who can open it?",
        error_messages={"required": "Select who can open it", "invalid_choice": "Select who can open it"},
    )  # fmt: skip

    def __init__(self, *args: Any, schools: Sequence[Any], **kwargs: Any) -> None:
        self.schools = {str(school.pk): school for school in schools}
        super().__init__(*args, **kwargs)
        field_of(self, "who", forms.ChoiceField).choices = [
            (MINE, "Only you"),
            *((pk, f"Everybody at {school.name}") for pk, school in self.schools.items()),
        ]

    @property
    def school(self) -> Any:
        return self.schools.get(self.cleaned_data["who"])
