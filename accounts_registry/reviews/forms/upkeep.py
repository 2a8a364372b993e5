"""What is asked in a minute: the last post, the login details, the risk assessment, the aims, the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from django import forms

from accounts_registry.models import Evaluation
from accounts_registry.record.models.channels import Channel
from govuk.fields import GovukDateField
from govuk.layout import Button, Link, Question
from govuk.page_form import PageForm
from govuk.widgets import Radios, Text, TextArea


class LastPostForm(PageForm):
    """When a channel was last posted on."""

    button = "Save"

    last_post_on = GovukDateField(
        label="When was the newest post?",
        help_text="Open the account and look at the date of its newest post. For example, 18 11 2026",
        called="Last post",
        error_messages={"required": "Enter the date of the newest post"},
    )


class LastPostRowForm(forms.Form):
    """A line of the page for a whole school: a date, or nothing newer than last time."""

    last_post_on = GovukDateField(label="Newest post", called="Last post", required=False)
    same = forms.BooleanField(required=False)

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        if channel.last_post_on:
            self.fields["same"].label = f"Nothing newer than {channel.last_post_on:%-d %B %Y}"
        else:
            del self.fields["same"]

    @property
    def day(self) -> Any:
        """The day to record, or None for a line left alone."""
        typed = self.cleaned_data.get("last_post_on")
        return typed or (self.channel.last_post_on if self.cleaned_data.get("same") else None)


class ConfirmLoginDetailsForm(PageForm):
    """Why the login details were changed."""

    button = "Save that they were changed today"

    reason = forms.CharField(
        label="Why were they changed?",
        help_text="For example: Tom Okafor no longer runs it. Never the new login details",
        max_length=200,
        widget=Text(width="two-thirds"),
        error_messages={"required": "Enter why the login details were changed"},
    )

    def ways(self, cancel: str) -> Iterable[Any]:
        yield Button(self.button, kind="secondary")
        yield Link("Cancel", cancel)


class RiskReviewForm(PageForm):
    """That the risk assessment still holds."""

    button = "Approve the risk assessment again"

    note = forms.CharField(
        label="What has changed since last time? (optional)",
        required=False,
        max_length=400,
        widget=TextArea(rows=3),
    )


class EvaluationForm(PageForm):
    """What came of each measure, and what should happen to the channel."""

    button = "Save evaluation"

    def __init__(
        self, *args: Any, measures: Sequence[str], planned: float | None, **kwargs: Any
    ) -> None:
        self.measures = measures
        self.planned = planned
        super().__init__(*args, **kwargs)

    def questions(self) -> Sequence[Any]:
        for number, measure in enumerate(self.measures):
            self.fields[f"result_{number}"] = forms.CharField(
                label=measure,
                help_text="What came of it?",
                max_length=500,
                widget=TextArea(rows=2),
                error_messages={"required": "Enter what came of it"},
            )
        self.fields["aims_met"] = _choice(
            "Are its aims met?", Evaluation.Aims.choices, "Select whether the aims are met"
        )
        said = f"Its request said {self.planned:g} hours a week." if self.planned else ""
        self.fields["hours_actual"] = forms.DecimalField(
            label="How many hours a week does it really take? (optional)",
            help_text=said,
            required=False,
            min_value=0,
            max_value=168,
            max_digits=4,
            decimal_places=1,
            widget=Text(width="4", suffix="hours"),
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places"),
                "Hours must be a number from 0 to 168",
            ),
        )
        self.fields["recommendation"] = _choice(
            "What should happen to the channel?",
            Evaluation.Advice.choices,
            "Select what should happen to the channel",
        )
        sizes = {"aims_met": "s", "recommendation": "s"}
        return [
            Question(name, label_size=sizes.get(name, "s" if name.startswith("result_") else ""))
            for name in self.fields
        ]

    def results(self) -> list[str]:
        return [self.cleaned_data[f"result_{number}"] for number, _ in enumerate(self.measures)]


class EvaluationViewForm(PageForm):
    """The headteacher's view."""

    button = "Save your view"

    head_view = forms.CharField(
        label="Your view",
        widget=TextArea(rows=4),
        max_length=2000,
        error_messages={"required": "Enter your view"},
    )


LIST_CHANGED = "The list has changed since you opened this page. Read it again, then answer"


class AttestForm(PageForm):
    """One of the two signatures under the register of a year. A correction may be entered for each row."""

    def __init__(self, *args: Any, rows: Sequence[Any], compares: bool, **kwargs: Any) -> None:
        self.rows = rows
        self.compares = compares
        self.button = "Confirm the register" if compares else "Sign the register"
        super().__init__(*args, **kwargs)

    def questions(self) -> Sequence[Any]:
        self.fields["seen"] = forms.CharField(
            required=False, initial=self._digest(), widget=forms.HiddenInput()
        )
        self.fields["everything_right"] = _choice(
            "Is everything on the list right, and is every channel on it?",
            (("yes", "Yes, everything is right"), ("no", "No, something must be corrected")),
            "Select whether everything is right",
        )
        for row in self.rows:
            self.fields[f"correction_{row.reference}"] = forms.CharField(
                label=f"What must be corrected: {row.name} on {row.platform}",
                required=False,
                max_length=300,
                widget=Text(width="two-thirds"),
            )
        self.fields["missing"] = forms.CharField(
            label="Channels that are not on the list",
            required=False,
            max_length=1000,
            widget=TextArea(rows=2),
        )
        sizes = {"everything_right": "m"}
        if self.compares:
            self.fields["compared"] = forms.MultipleChoiceField(
                label="What have you compared the list with?",
                choices=(
                    ("notice", "The privacy notice: it names every channel on the list"),
                    ("website", "The school website: it links to every channel on the list"),
                ),
                required=False,
                help_text="Enter what differs as something that must be corrected",
                widget=forms.CheckboxSelectMultiple(),
            )
            sizes["compared"] = "m"
        return [Question(name, label_size=sizes.get(name, "")) for name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Nobody signs a row that was not on the page they read."""
        cleaned = super().clean() or {}
        if cleaned.get("seen") and cleaned["seen"] != self._digest():
            typed: Any = self.data.copy()  # type: ignore[attr-defined]  # what was sent, not a plain mapping
            typed["seen"] = self._digest()
            self.data = typed
            self.add_error("everything_right", LIST_CHANGED)
        return cleaned

    def _digest(self) -> str:
        read = [(row.reference, row.name, row.platform, row.url) for row in self.rows]
        return sha256(repr(read).encode()).hexdigest()

    @property
    def is_right(self) -> bool:
        return bool(self.cleaned_data["everything_right"] == "yes")

    def corrections(self) -> dict[str, str]:
        return {
            row.reference: self.cleaned_data[f"correction_{row.reference}"] for row in self.rows
        }

    def compared(self) -> dict[str, bool]:
        chosen = self.cleaned_data.get("compared", [])
        return {"notice_compared": "notice" in chosen, "website_compared": "website" in chosen}


def _choice(label: str, choices: Sequence[tuple[str, str]], missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=Radios(),
        error_messages={"required": missing, "invalid_choice": missing},
    )
