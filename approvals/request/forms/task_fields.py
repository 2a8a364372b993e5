"""What every page of questions has: its words, its answers, and what was typed. Nothing here is saved."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import BaseValidator
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from approvals.request.models import Request
from approvals.request.sections import BY_CODE, Section
from govuk.widgets import PLAIN, Checkboxes, Radios, Text, TextArea
from people.models import Post
from platforms.models import Platform
from secret_detection.detect import SENTENCE, no_secret


@dataclass(frozen=True)
class Given:
    """What a page of questions needs to know: the request, the day, the rules here and the choices."""

    request: Request
    on: date
    rules: Mapping[str, Any]
    people: Iterable[Any] = ()
    posts: QuerySet[Post] | None = None
    platforms: QuerySet[Platform] | None = None


class TaskForm(forms.Form):
    """A page of questions; `code` is its task, and each field has the words of the table of sections."""

    code = ""
    headings: Mapping[str, str] = {}

    def __init__(self, *args: Any, given: Given, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given = given
        asked = {question.column: question for question in self.section.questions}
        for name, field in self.fields.items():
            if name in asked:
                field.label, field.help_text = asked[name].ask, asked[name].hint
            field.widget.look = getattr(field.widget, "look", PLAIN).but(label_size="s")

    @property
    def section(self) -> Section:
        return BY_CODE[self.code]

    @classmethod
    def initial_from(cls, request: Request) -> dict[str, Any]:
        return {
            column: getattr(request, column)
            for column in BY_CODE[cls.code].columns
            if column != "people"
        }

    def answers(self) -> dict[str, Any]:
        """What was answered rightly, by column."""
        return {
            name: value for name, value in self.cleaned_data.items() if name in self.section.columns
        }

    def typed(self) -> dict[str, list[str]]:
        """Everything as it was typed, if something typed is not an answer yet; else nothing."""
        data = self.data if isinstance(self.data, MultiValueDict) else MultiValueDict()
        wrong = [name for name in self.errors if any(filter(None, self._raw(name)))]
        # What looks like a password is nowhere kept, not even to be mended (rule 5).
        secret = [name for name in wrong if SENTENCE in self.errors[name]]
        own = ("csrfmiddlewaretoken", "go", "add", *secret)
        # A null character is no text that a database keeps.
        kept = {
            key: [one.replace("\0", "") for one in data.getlist(key)]
            for key in data
            if key not in own
        }
        return kept if wrong else {}

    def _raw(self, name: str) -> list[str]:
        if name not in self.fields:
            return []
        raw = self[name].data
        return (
            [str(part or "") for part in raw] if isinstance(raw, list | tuple) else [str(raw or "")]
        )


class LineField(forms.CharField):
    """One line: without line breaks and characters that nobody sees, which would hide or turn what is printed."""

    def to_python(self, value: Any) -> Any:
        seen = "".join(
            letter for letter in str(value or "") if unicodedata.category(letter) != "Cf"
        )
        return super().to_python(" ".join(seen.split()))


def text(
    enter: str, *, required: bool = True, width: str = "", most: int | None = None
) -> forms.CharField:
    return LineField(
        required=required,
        max_length=most,
        widget=Text(width=width),
        error_messages={"required": enter},
    )


def prose(enter: str, *, required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        required=required,
        widget=TextArea(rows=rows),
        validators=[no_secret],
        error_messages={"required": enter},
    )


def one_of(choices: Mapping[str, str], select: str, **look: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=list(choices.items()), widget=Radios(**look), error_messages={"required": select}
    )


def some_of(choices: Mapping[str, str], select: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=list(choices.items()), widget=Checkboxes(), error_messages={"required": select}
    )


def age(label: str) -> forms.IntegerField:
    field = forms.IntegerField(
        required=False,
        min_value=2,
        max_value=25,
        label=label,
        widget=Text({"inputmode": "numeric"}, width="2"),
        error_messages={"invalid": "Age must be a number, like 11"},
    )
    for validator in field.validators:
        if isinstance(validator, BaseValidator):
            validator.message = "Age must be between 2 and 25"
    return field
