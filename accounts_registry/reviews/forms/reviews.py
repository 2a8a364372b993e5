"""What is asked about an account's settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts_registry.models import PrivacyReview
from accounts_registry.reviews import privacy
from accounts_registry.reviews.privacy import ChecklistLine
from govuk.fields import GovukDateField, field_of
from govuk.layout import Button, Link, Question
from govuk.page_form import PageForm
from govuk.widgets import Radios, Text
from platforms.models import Platform

CLOSE_UP = "Select whether recent posts show a pupil’s face close up"


def close_up() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Do any recent posts show a pupil’s face close up?",
        choices=PrivacyReview.Images.choices,
        widget=Radios(),
        error_messages={"required": CLOSE_UP, "invalid_choice": CLOSE_UP},
    )


class PrivacyReviewForm(PageForm):
    """The first question of a review: has anything changed since last time?"""

    button = "Save review"

    changed = forms.ChoiceField(
        choices=(("no", "No, I have checked each setting"), ("yes", "Yes, something changed")),
        widget=Radios(),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Select whether anything has changed"
        ),
    )
    pupil_images = close_up()

    def __init__(self, *args: Any, since: date, **kwargs: Any) -> None:
        self.since = since
        super().__init__(*args, **kwargs)

    def questions(self) -> Sequence[Any]:
        self.fields["changed"].label = f"Has anything changed since {self.since:%-d %B %Y}?"
        return [Question("changed", label_size="m"), Question("pupil_images", label_size="m")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("changed") == "yes":
            # The next page asks about the photos again, with every setting.
            self.errors.pop("pupil_images", None)
        return cleaned


class PrivacySettingsForm(PageForm):
    """Every setting on one page. `before` are last time's answers, by code."""

    button = "Save review"

    def __init__(
        self,
        *args: Any,
        lines: Sequence[ChecklistLine],
        before: Mapping[str, Mapping[str, str]],
        locked: bool,
        **kwargs: Any,
    ) -> None:
        self.lines = lines
        self.before = before
        self.locked = locked
        super().__init__(*args, initial=self._initial(), **kwargs)

    def questions(self) -> Sequence[Any]:
        shown: list[Any] = []
        for line in self.lines:
            result, note = f"result_{line.code}", f"note_{line.code}"
            self.fields[result] = forms.ChoiceField(
                label=line.setting,
                help_text=f"It should be: {line.recommended}",
                choices=list(privacy.RESULTS.items()),
                widget=Radios(),
                error_messages={"required": line.missed, "invalid_choice": line.missed},
            )
            self.fields[note] = forms.CharField(
                label=f"Note about: {line.setting}",
                required=False,
                max_length=200,
                widget=Text(width="two-thirds"),
            )
            shown += [Question(result, label_size="s", small=True), Question(note)]
        self.fields["devices_locked"] = forms.BooleanField(
            label="Phones and tablets that post here are locked with a PIN or a fingerprint",
            required=False,
        )
        self.fields["pupil_images"] = close_up()
        shown += [Question("devices_locked"), Question("pupil_images", label_size="s")]
        return shown

    def results(self) -> dict[str, str]:
        return {line.code: self.cleaned_data[f"result_{line.code}"] for line in self.lines}

    def notes(self) -> dict[str, str]:
        return {line.code: self.cleaned_data[f"note_{line.code}"] for line in self.lines}

    def _initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {"devices_locked": self.locked}
        for code, item in self.before.items():
            found |= {f"result_{code}": item["result"], f"note_{code}": item["note"]}
        return found


class PupilImagesForm(PageForm):
    """By when photos of pupils are changed, or that it is done."""

    until = GovukDateField(label="By when will this be done?", called="The day it will be done")

    def ways(self, cancel: str) -> Iterable[Any]:
        yield Button("Save the date", kind="secondary")
        yield Link("Cancel", cancel)


class AskForm(PageForm):
    """Why a check is needed before the term is over."""

    button = "Ask for a check"

    trigger = forms.ChoiceField(
        label="Why is a check needed now?",
        choices=(
            (PrivacyReview.Trigger.HANDOVER.value, "Other people run it now"),
            (PrivacyReview.Trigger.INCIDENT.value, "Another reason"),
        ),
        widget=Radios(),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Select why a check is needed"
        ),
    )


class PlatformChangedForm(PageForm):
    """Which platform changed its settings."""

    button = "Ask for a check of its channels"

    platform: forms.ModelChoiceField[Platform] = forms.ModelChoiceField(
        queryset=None,
        label="Platform",
        empty_label="Choose one",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select the platform"),
    )
    note = forms.CharField(
        label="What changed? (optional)",
        required=False,
        max_length=400,
        widget=Text(width="two-thirds"),
    )

    def __init__(self, *args: Any, platforms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "platform", forms.ModelChoiceField).queryset = platforms


__all__ = [
    "AskForm",
    "PupilImagesForm",
    "PrivacyReviewForm",
    "PlatformChangedForm",
    "PrivacySettingsForm",
]
