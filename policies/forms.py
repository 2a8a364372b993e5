"""What people type about a policy, cleaned. Choices are passed in; nothing is saved here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from govuk.fields import GovukDateField, MonthOrDayField, field_of
from govuk.layout import Question, Words
from govuk.page_form import PageForm, yes_or_no
from govuk.widgets import Radios, Text, TextArea


class ConfirmForm(PageForm):
    """One box with the statement."""

    button = "Confirm I have read and understood"
    understood = forms.BooleanField()

    def __init__(self, *args: Any, statement: str, number: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["understood"].label = statement
        self.fields["understood"].error_messages["required"] = (
            f"Select the statement to confirm you have read version {number}"
        )


class AddPolicyForm(PageForm):
    """A new policy. Its text follows on the next page."""

    button = "Continue"
    title = forms.CharField(
        label="What is the policy called?",
        max_length=200,
        widget=Text(),
        error_messages={"required": "Enter what the policy is called"},
    )
    place = forms.ChoiceField(
        label="Who is it for?", widget=Radios(), error_messages={"required": "Select who it is for"}
    )
    requires_acknowledgement = yes_or_no(
        "Must staff confirm that they have read it?", "Select whether staff must confirm it"
    )
    governs_channels = yes_or_no(
        "Is it about running social media channels?",
        "Select whether it is about running channels",
        "People who run a channel must then have confirmed it.",
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "place", forms.ChoiceField).choices = places
        if len(places) == 1:
            self.fields["place"].initial = places[0][0]


class PublishForm(PageForm):
    """A version to put in force, with its document control."""

    button = "Publish this version"
    number = forms.CharField(
        label="Version number",
        max_length=10,
        widget=Text(width="5"),
        help_text="Like 3 or 2.1",
        error_messages={"required": "Enter the number of this version"},
    )
    change_summary = forms.CharField(
        label="What changed?",
        widget=TextArea(rows=3),
        help_text="In words staff will understand. This stands at the top for everybody who read the last version.",
        error_messages={"required": "Enter what changed, in words staff will understand"},
    )
    text = forms.CharField(
        label="The text of the policy",
        widget=TextArea(rows=16),
        help_text="Paste it. A line that begins with a number, like 5.3.2, becomes a clause that others can link to.",
        error_messages={"required": "Enter the text of the policy"},
    )
    is_major = yes_or_no(
        "Must everybody confirm it again?",
        "Select whether everybody must confirm it again",
        "Yes for a new rule or a new duty. No for a corrected name or number.",
    )
    approved_by_body = forms.CharField(
        label="Who approved it?",
        max_length=100,
        widget=Text(width="20"),
        help_text="Like Board of trustees",
        error_messages={"required": "Enter who approved it"},
    )
    approved_on = GovukDateField(label="When was it approved?", called="Day it was approved")
    minute_reference = forms.CharField(
        label="Minute number (optional)", max_length=30, required=False, widget=Text(width="10")
    )
    issued_on = GovukDateField(
        label="When does it come into force?", called="Day it comes into force"
    )
    review = MonthOrDayField(
        label="When must it be reviewed?",
        called="Review date",
        help_text="Leave the day empty for a month, like June 2027.",
        error_messages={"required": "Enter when this policy must be reviewed"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def questions(self) -> Sequence[Any]:
        return [
            *(Question(name) for name in ("number", "change_summary", "text", "is_major")),
            Words(heading="How it was approved"),
            *(Question(name) for name in ("approved_by_body", "approved_on", "minute_reference")),
            Words(heading="Dates"),
            *(Question(name) for name in ("issued_on", "review")),
        ]

    def facts(self) -> dict[str, Any]:
        """What `publish_version` takes."""
        facts = dict(self.cleaned_data)
        facts["next_review_date"], facts["review_precision"] = facts.pop("review")
        return facts
