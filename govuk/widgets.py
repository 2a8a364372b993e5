"""Widgets that carry how they are shown: hints, dividers, prefixes, widths and counts.

A plain Django widget works too: it is shown with none of these. What a layout object
says (`govuk.layout`) wins over what the widget says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms


@dataclass(frozen=True)
class Look:
    """How one field is shown.

    `label_size` and `legend` sizes are s, m, l or xl; `heading` makes the label the page's h1.
    `hints` and `dividers` go by the value of a choice: the divider stands before it.
    `exclusive` values untick all others. `reveals` (rendered fields by value) is for settings only:
    a question that follows from another belongs on the next page.
    """

    label_size: str = ""
    heading: bool = False
    hidden_label: bool = False
    width: str = ""
    prefix: str = ""
    suffix: str = ""
    count: int = 0
    count_words: int = 0
    hints: Mapping[str, str] = field(default_factory=dict)
    dividers: Mapping[str, str] = field(default_factory=dict)
    exclusive: Iterable[str] = ()
    inline: bool = False
    small: bool = False
    reveals: Mapping[str, str] = field(default_factory=dict)
    classes: str = ""
    group_classes: str = ""

    def but(self, **changes: Any) -> Look:
        return replace(self, **changes)


PLAIN = Look()


class Text(forms.TextInput):
    """One line of text. `width` is a number of characters (2 to 30) or a fraction ("two-thirds")."""

    def __init__(self, attrs: dict[str, Any] | None = None, **look: Any) -> None:
        super().__init__(attrs)
        self.look = Look(**look)


class TextArea(forms.Textarea):
    """Several lines. `count` is the most characters, `count_words` the most words, told while typing."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 5, **look: Any) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
        self.look = Look(**look)


class Radios(forms.RadioSelect):
    """One of a few. `Radios(hints={"open": "Anybody can read it"}, dividers={"none": "or"})`."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), **look: Any) -> None:
        super().__init__(attrs, choices)
        self.look = Look(**look)


class Checkboxes(forms.CheckboxSelectMultiple):
    """Any of a few. `Checkboxes(exclusive=["none"], dividers={"none": "or"})`."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), **look: Any) -> None:
        super().__init__(attrs, choices)
        self.look = Look(**look)


class DateParts(forms.MultiWidget):
    """Day, month and year in three boxes; the month may be a word."""

    template_name = "govuk/date_parts.html"
    use_fieldset = True
    parts = (("Day", 2), ("Month", 2), ("Year", 4))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput() for _ in self.parts], attrs)

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        wrong = (attrs or {}).pop("wrong_parts", ())
        context = super().get_context(name, value, attrs)
        for (label, width), part in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            part.update(label=label, width=width, is_wrong=label.lower() in wrong)
        return context
