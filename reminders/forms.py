"""What a person types about time away and cover, cleaned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from govuk.fields import field_of
from govuk.widgets import Radios
from people.api import AwayForm as WhoIsAwayForm
from people.api import PageForm, said_already, wrong_days
from people.api import people_choices as choices
from people.models import User


class AwayForm(WhoIsAwayForm):
    """One's own time away: the next page says what it means before anything is saved."""

    button = "Continue"

    def __init__(self, *args: Any, person: User, by: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.by, self.on = person, by, on

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, last = typed.get("start_date"), typed.get("end_date")
        if first and last:
            if wrong := wrong_days(first, last, self.on):
                self.show(ValidationError(wrong))
            elif problem := said_already(self.person, first, last, by=self.by):
                self.add_error("start_date", problem)
        return typed


class AskForChannelForm(PageForm):
    """Whom to ask, out of those who could."""

    button = "Ask them to cover"

    person = forms.ChoiceField(
        label="Who could cover?",
        help_text="They have confirmed the policy, have current training and are not away on these days.",
        error_messages={
            "required": "Select who to ask",
            "invalid_choice": "Select somebody from the list",
        },
    )

    def __init__(
        self, *args: Any, people: Iterable[User], on: date, back: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.back = back
        self.people = {str(person.pk): person for person in people}
        found = choices(self.people.values(), on=on)
        self.fields["person"].widget = Radios()
        field_of(self, "person", forms.ChoiceField).choices = found
        if len(found) == 1:
            self.fields["person"].initial = found[0][0]

    def chosen(self) -> User:
        return self.people[self.cleaned_data["person"]]
