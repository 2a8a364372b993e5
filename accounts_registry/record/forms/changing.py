"""A page that changes what the register says: it carries the state it was drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator

from accounts_registry.models import Channel
from accounts_registry.page import edits
from accounts_registry.record.labels import GROUPS, PUPIL_GROUPS
from govuk.fields import GovukDateField
from govuk.layout import Question
from govuk.page_form import PageForm
from govuk.widgets import Checkboxes, Radios, Text, TextArea
from secret_detection.detect import no_secret

PAST = "must be today or in the past"


class ChangeForm(PageForm):
    """Subclasses name their questions as the columns are named; the view hands the answers on.

    Where somebody else has changed the same column meanwhile, the page says who, shows the value as it
    is now, keeps what was typed, and counts from that state on: the second press saves.
    """

    button = "Save"
    # Texts in which a login could be hidden; names and links of accounts are none.
    never_secret: frozenset[str] = frozenset({"account_name", "platform_other"})
    past: Sequence[str] = ()

    drawn_from = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, channel: Channel, on: date, cancel: str = "", **choices: Any
    ) -> None:
        self.channel, self.on, self.choices = channel, on, choices
        initial = {**self.first_values(channel), "drawn_from": edits.latest(channel)}
        super().__init__(data, initial=initial, cancel=cancel)
        for name, field in self.fields.items():
            if type(field) is forms.CharField and name not in self.never_secret:
                field.validators.append(no_secret)

    @classmethod
    def columns(cls) -> list[str]:
        return [name for name in cls.base_fields if name != "drawn_from"]

    def first_values(self, channel: Channel) -> dict[str, Any]:
        return {name: getattr(channel, name) for name in self.columns()}

    def questions(self) -> Sequence[Any]:
        return [Question(name) for name in self.fields]

    def answers(self) -> dict[str, Any]:
        """What was answered, by column."""
        return {name: self.cleaned_data[name] for name in self.columns()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.past:
            day, field = cleaned.get(name), self.fields[name]
            if day and day > self.on and isinstance(field, GovukDateField):
                self.add_error(name, f"{field.called} {PAST}")
        return cleaned

    def put(self, name: str, value: str) -> None:
        """What the next press sends in a field that nobody sees."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was sent, not a plain mapping
        data[name] = value
        self.data = data

    def take(self, refused: ValidationError) -> None:
        super().take(refused)
        if isinstance(refused, edits.Overtaken):
            self.put("drawn_from", str(refused.state))
            for name, now in refused.values.items():
                if name in self.fields:
                    self.fields[name].help_text = f"On the register now: {now}"
                    # The bound field was made with the hint it had before.
                    self._bound_fields_cache.pop(name, None)  # type: ignore[attr-defined]  # the form's own, which the stubs leave out


def line(
    label: str, hint: str = "", *, most: int = 200, width: str = "two-thirds"
) -> forms.CharField:
    """A line of text that may be left empty."""
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=most, widget=Text(width=width)
    )


def prose(label: str, hint: str = "", *, rows: int = 4, most: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=most, widget=TextArea(rows=rows)
    )


def link(label: str, wrong: str, hint: str = "") -> forms.URLField:
    return forms.URLField(
        label=label,
        help_text=hint,
        required=False,
        assume_scheme="https",
        widget=Text(width="two-thirds"),
        error_messages={"invalid": wrong},
    )


def a_day(label: str, hint: str = "", called: str = "") -> GovukDateField:
    return GovukDateField(label=label, help_text=hint, called=called or label, required=False)


def one_of(label: str, choices: Any, select: str = "", hint: str = "") -> forms.ChoiceField:
    """One of a few; without `select` it may be left open."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=bool(select),
        widget=Radios(),
        error_messages={"required": select},
    )


def some_of(label: str, choices: Any, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=hint, choices=choices, required=False, widget=Checkboxes()
    )


def tick(label: str, hint: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=hint, required=False)


def age(label: str) -> forms.IntegerField:
    field = forms.IntegerField(
        label=label,
        required=False,
        min_value=2,
        max_value=25,
        widget=Text({"inputmode": "numeric"}, width="2"),
        error_messages={"invalid": "Age must be a number, like 11"},
    )
    for validator in field.validators:
        if isinstance(validator, BaseValidator):
            validator.message = "Age must be between 2 and 25"
    return field


class Groups:
    """Groups of people on a form, with ages where they are pupils: as the column keeps them, and back."""

    def __init__(self, column: str) -> None:
        self.column = column
        self.youngest, self.oldest = f"{column}_youngest", f"{column}_oldest"
        self.names = f"{column}_names"

    def first_values(self, channel: Channel) -> dict[str, Any]:
        lines = getattr(channel, self.column) or []
        pupils: dict[str, Any] = next(
            (one for one in lines if one.get("group") in PUPIL_GROUPS), {}
        )
        return {
            self.column: [one.get("group") for one in lines],
            self.youngest: pupils.get("age_from"),
            self.oldest: pupils.get("age_to"),
            self.names: next((one["names"] for one in lines if one.get("names")), ""),
        }

    def problems(self, typed: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if not set(typed.get(self.column) or ()) & set(PUPIL_GROUPS):
            return
        youngest, oldest = typed.get(self.youngest), typed.get(self.oldest)
        if youngest is None or oldest is None:
            yield self.youngest, "Enter the age range of the pupils, like 11 to 16"
        elif youngest > oldest:
            yield self.youngest, "The youngest age must be lower than the oldest age"

    def lines(self, typed: dict[str, Any]) -> list[dict[str, Any]]:
        return [self._line(group, typed) for group in typed.get(self.column) or ()]

    def _line(self, group: str, typed: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"group": group}
        if group in PUPIL_GROUPS:
            found |= {"age_from": typed.get(self.youngest), "age_to": typed.get(self.oldest)}
        if group in ("other_school_pupils", "organisations", "other"):
            found["names"] = typed.get(self.names) or ""
        return found


GROUP_CHOICES = list(GROUPS.items())
