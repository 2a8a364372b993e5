"""What people type about a concern, cleaned. Choices are passed in; nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from govuk.fields import GovukDateField, field_of
from govuk.layout import Button, Question
from govuk.page_form import PageForm, yes_or_no
from govuk.widgets import Radios, Text, TextArea
from incidents.concern.bodies import BODIES, outcomes_of
from incidents.concern.models import Entry
from incidents.report.forms import MOST


class AddEntryForm(PageForm):
    """A line of the chronology."""

    button = "Add to the chronology"
    kind = forms.ChoiceField(
        label="What kind of entry is it?",
        choices=[
            (kind, Entry.Kind(kind).label)
            for kind in ("note", "call", "child", "parent", "decision", "platform")
        ],
        widget=Radios(small=True),
        error_messages={"required": "Select what kind of entry it is"},
    )
    text = forms.CharField(
        label="What happened?",
        max_length=MOST,
        widget=TextArea(rows=6),
        error_messages={"required": "Enter what happened"},
    )
    day = GovukDateField(
        called="When it happened",
        label="When did it happen?",
        required=False,
        help_text="Leave empty if it was now",
    )
    hour = forms.TimeField(
        label="At what time?",
        required=False,
        help_text="Like 10:42 or 2:30pm",
        input_formats=["%H:%M", "%I:%M%p", "%I%p", "%H.%M"],
        widget=Text(width="5"),
        error_messages={"invalid": "Time must be like 10:42 or 2:30pm"},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if happened := moment(data.get("day"), data.get("hour")):
            if happened > timezone.now():
                self.add_error("day", "When it happened must be today or in the past")
            data["happened_at"] = happened
        return data


class CorrectionForm(PageForm):
    button = "Add the correction"
    text = forms.CharField(
        label="What is right?",
        help_text="The line you correct stays as it is. This is added and points to it.",
        max_length=MOST,
        widget=TextArea(rows=6),
        error_messages={"required": "Enter what is right"},
    )


class AddReferralForm(PageForm):
    button = "Record a referral"
    body = forms.ChoiceField(
        label="Who was told?",
        choices=list(BODIES.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select who was told"},
    )
    day = GovukDateField(
        called="When you made the referral",
        label="When did you make the referral?",
        error_messages={"required": "Enter when you made the referral"},
    )
    hour = forms.TimeField(
        label="At what time?",
        required=False,
        help_text="Like 10:42 or 2:30pm",
        input_formats=["%H:%M", "%I:%M%p", "%I%p", "%H.%M"],
        widget=Text(width="5"),
        error_messages={"invalid": "Time must be like 10:42 or 2:30pm"},
    )
    their_reference = forms.CharField(
        label="Their reference", required=False, max_length=60, widget=Text(width="20")
    )
    said = forms.CharField(
        label="Who did you speak to, and what did they say?",
        required=False,
        max_length=MOST,
        widget=TextArea(rows=4),
    )
    asks_to_wait = yes_or_no(
        "Do they ask you to wait before you do more?", "Select whether they ask you to wait"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if made := moment(data.get("day"), data.get("hour")):
            if made > timezone.now():
                self.add_error("day", "When you made the referral must be today or in the past")
            data["made_at"] = made
        return data


class ResumeForm(PageForm):
    button = "Carry on with this concern"
    said = forms.CharField(
        label="Who said that you can carry on, and when?",
        max_length=MOST,
        widget=TextArea(rows=4),
        error_messages={"required": "Enter who said that you can carry on"},
    )


class PersonForm(PageForm):
    """Finding one person of the trust."""

    find = forms.CharField(
        label="Find a person by name", required=False, max_length=60, widget=Text(width="20")
    )
    person = forms.ChoiceField(
        label="Which person?",
        widget=Radios(small=True),
        error_messages={"required": "Select a person", "invalid_choice": "Select a person"},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.found = people
        super().__init__(*args, **kwargs)
        field_of(self, "person", forms.ChoiceField).choices = people

    def questions(self) -> Sequence[Any]:
        find = [
            Question("find"),
            Button("Find people", kind="secondary", name="press", value="find"),
        ]
        return [*find, *([Question("person"), *self.more()] if self.found else [])]

    def more(self) -> Sequence[Any]:
        return []

    def ways(self, cancel: str) -> Iterable[Any]:
        return super().ways(cancel) if self.found else []


class ShareForm(PersonForm):
    button = "Let this person see it"
    reason = forms.CharField(
        label="Why do they need to see it?",
        max_length=500,
        widget=TextArea(rows=3),
        error_messages={"required": "Enter why they need to see it"},
    )
    until = GovukDateField(
        called="Last day",
        label="Until when?",
        required=False,
        help_text="Leave empty for as long as it takes",
    )

    def more(self) -> Sequence[Any]:
        return [Question("reason"), Question("until")]


class PartyForm(PersonForm):
    button = "Record that it is about this person"


class OutcomeForm(PageForm):
    button = "Record the outcome"
    outcome = forms.ChoiceField(
        label="What is the outcome?",
        choices=(),
        widget=Radios(),
        error_messages={"required": "Select the outcome"},
    )
    reason = forms.CharField(
        label="Why?",
        max_length=MOST,
        widget=TextArea(rows=4),
        error_messages={"required": "Enter the reason"},
    )

    def __init__(self, *args: Any, route: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "outcome", forms.ChoiceField).choices = list(outcomes_of(route).items())


class CloseForm(PageForm):
    button = "Close this concern"
    safeguarding_reference = forms.CharField(
        label="Reference in your safeguarding system",
        help_text="The portal is not your safeguarding system: the full record belongs there.",
        max_length=60,
        widget=Text(width="20", attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the reference in your safeguarding system"},
    )

    def __init__(self, *args: Any, is_safeguarding: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["safeguarding_reference"]
        field.required = is_safeguarding
        if not is_safeguarding:
            field.label = f"{field.label} (optional)"


class ReopenForm(PageForm):
    button = "Reopen this concern"
    reason = forms.CharField(
        label="What has come up?",
        max_length=MOST,
        widget=TextArea(rows=4),
        error_messages={"required": "Enter what has come up"},
    )


def moment(day: Any, hour: time | None) -> datetime | None:
    """A day and a time of day as one moment; midday stands in for a time not given, unless that is still to come."""
    if not day:
        return None
    found = datetime.combine(day, hour or time(12), tzinfo=timezone.get_default_timezone())
    now = timezone.now()
    return now if hour is None and timezone.localdate(now) == day and found > now else found
