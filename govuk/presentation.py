"""What a template needs to know to draw one field: its kind, its ids and its choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.safestring import SafeString

from govuk.widgets import PLAIN, DateParts, Look

# In this order: a more particular widget stands before what it descends from.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DateParts, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (Input, "input"),
)
CONTROL = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}


@dataclass(frozen=True)
class ChoiceItem:
    """One choice, with what stands beside it."""

    id: str
    name: str
    value: str
    label: str
    is_chosen: bool
    is_disabled: bool
    hint: str
    divider: str
    is_exclusive: bool
    reveals: str


class Presented:
    """A bound field with how it is to be shown."""

    def __init__(self, field: BoundField, look: Look | None = None) -> None:
        # The browser's own bubbles say "Please fill in this field": ours are sentences.
        field.form.use_required_attribute = False
        self.field = field
        self.look = look or look_of(field)
        self.kind = kind_of(field)
        self.id = field.auto_id

    @property
    def hint_id(self) -> str:
        return f"{self.id}_helptext" if self.field.help_text else ""

    @property
    def error_id(self) -> str:
        return f"{self.id}_error" if self.field.errors else ""

    @property
    def count_id(self) -> str:
        return f"{self.id}-info" if self.counts else ""

    @property
    def counts(self) -> int:
        return self.look.count or self.look.count_words

    @property
    def described_by(self) -> str:
        return " ".join(filter(None, (self.hint_id, self.error_id, self.count_id)))

    @property
    def wrong_parts(self) -> list[str]:
        """Which boxes of a date are wrong: those its error names, or all of them."""
        named = [error.params.get("parts", []) for error in errors_of(self.field) if error.params]
        return named[0] if named else (["day", "month", "year"] if self.field.errors else [])

    @property
    def first_id(self) -> str:
        """Where a link from the error summary lands: something that takes the focus."""
        if self.kind != "date":
            return self.id
        return f"{self.id}_{('day', 'month', 'year').index((self.wrong_parts or ['day'])[0])}"

    def control(self) -> SafeString:
        """The widget itself, with our classes and without the browser's own limits."""
        if self.kind == "date":
            parts: dict[str, Any] = {"wrong_parts": self.wrong_parts}
            return self.field.as_widget(attrs=parts)
        attrs: dict[str, Any] = {"maxlength": False, "class": self._classes()}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        if self.kind == "password":
            attrs |= {"spellcheck": "false", "autocapitalize": "none"}
        return self.field.as_widget(attrs=attrs)

    def items(self) -> Iterator[ChoiceItem]:
        exclusive = {str(value) for value in self.look.exclusive}
        for index, option in enumerate(self.field.subwidgets):
            value = str(option.data["value"])
            yield ChoiceItem(
                id=self.id if index == 0 else option.data["attrs"]["id"],
                name=option.data["name"],
                value=value,
                label=option.data["label"],
                is_chosen=option.data["selected"],
                is_disabled=bool(option.data["attrs"].get("disabled")),
                hint=self.look.hints.get(value, ""),
                divider=self.look.dividers.get(value, ""),
                is_exclusive=value in exclusive,
                reveals=self.look.reveals.get(value, ""),
            )

    def _classes(self) -> str:
        base, look = CONTROL.get(self.kind, ""), self.look
        classes = (
            base,
            width_class(look.width) if look.width else "",
            look.classes,
            self.field.field.widget.attrs.get("class"),
            "govuk-js-character-count" if self.counts else "",
            f"{base.split()[0]}--error" if self._marks_error else "",
        )
        return " ".join(filter(None, classes))

    @property
    def _marks_error(self) -> bool:
        return bool(self.field.errors) and self.kind not in ("checkbox", "other")


def look_of(field: BoundField) -> Look:
    return getattr(field.field.widget, "look", PLAIN)


def kind_of(field: BoundField) -> str:
    for widget, kind in KINDS:
        if isinstance(field.field.widget, widget):
            return kind
    return "other"


def width_class(width: str) -> str:
    return f"govuk-input--width-{width}" if str(width).isdecimal() else f"govuk-!-width-{width}"


def errors_of(field: BoundField) -> list[forms.ValidationError]:
    return field.form.errors.as_data().get(field.name, [])
