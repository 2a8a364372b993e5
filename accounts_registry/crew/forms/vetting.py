"""The check of one contributor."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts_registry.models import ContributorVetting
from accounts_registry.record.forms.changing import one_of, some_of, tick
from govuk.fields import GovukDateField, field_of
from govuk.page_form import PageForm
from govuk.widgets import Text
from people.api import PersonChoiceField

Kind, Check, Result = (
    ContributorVetting.Kind,
    ContributorVetting.Check,
    ContributorVetting.Result,
)


def needed(label: str, enter: str, hint: str = "", most: int = 100) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        widget=Text(width="two-thirds"),
        error_messages={"required": enter},
    )


class AddContributorForm(PageForm):
    """Who it is, how that is known, and whether they are let in."""

    button = "Save the check"

    kind = one_of("Who is it?", Kind.choices, "Select who it is")
    name = needed("Name", "Enter the name", "The initials of a pupil, never the name")
    organisation = forms.CharField(
        label="Organisation", required=False, max_length=100, widget=Text(width="20")
    )
    display_name = needed("Name they show on the channel", "Enter the name they show")
    identity_verified_by = needed(
        "How do you know that it is them?", "Enter how you know that it is them", most=200
    )
    checks = some_of("What was checked?", Check.choices)
    known_to = PersonChoiceField(
        label="Who here knows them?", required=False, empty_label="Choose a person"
    )
    age_confirmed = tick("They are old enough for the platform")
    result = one_of("May they add something?", Result.choices, "Select whether they are let in")
    expires_on = GovukDateField(
        label="When is this checked again?",
        help_text="Within 12 months",
        called="Day of the next check",
        error_messages={"required": "Enter when this is checked again"},
    )

    def __init__(self, *args: Any, people: Any, on: date, again: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"expires_on": again}, **kwargs)
        field_of(self, "known_to", PersonChoiceField).offer(people, on=on)
