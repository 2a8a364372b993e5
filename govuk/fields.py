"""Form fields whose errors are sentences that say what to type."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django import forms

from govuk.widgets import DateParts

PARTS = ("day", "month", "year")
MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}

Kind = TypeVar("Kind", bound=forms.Field)

# Far enough from both ends of the calendar that days can be added and taken off.
YEARS = range(1000, 9000)


def field_of(form: forms.BaseForm, name: str, kind: type[Kind]) -> Kind:
    """The form's own field of this name, which is of this kind."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is no {kind.__name__}")
    return field


class GovukDateField(forms.Field):
    """A date typed as day, month and year. `called` is its name in errors, such as "Go-live date"."""

    widget = DateParts

    def __init__(self, *, called: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.called = called
        given = kwargs.get("error_messages") or {}
        self.error_messages["required"] = given.get("required", f"Enter the {lower_first(called)}")

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        self._refuse_gaps(typed)
        return self._real_date(typed)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True

    def _refuse_gaps(self, typed: Sequence[str]) -> None:
        missing = [part for part, text in zip(PARTS, typed, strict=True) if not text]
        if missing:
            raise self._wrong(f"must include a {' and '.join(missing)}", missing)

    def _real_date(self, typed: Sequence[str]) -> date:
        day, month, year = typed
        if year.isdecimal() and len(year) != 4:
            raise forms.ValidationError(
                "Year must include 4 numbers", code="year", params={"parts": ["year"]}
            )
        try:
            typed_day = date(
                whole(year), MONTHS.get(month.lower().rstrip(".")) or whole(month), whole(day)
            )
        except ValueError:
            raise self._wrong("must be a real date", PARTS) from None
        if typed_day.year not in YEARS:
            raise self._wrong("must be a real date", PARTS)
        return typed_day

    def _wrong(self, what: str, parts: Sequence[str]) -> forms.ValidationError:
        return forms.ValidationError(
            f"{self.called} {what}", code="date", params={"parts": list(parts)}
        )


class MonthOrDayField(GovukDateField):
    """A date whose day may be left empty: cleans to (date, "day" or "month"); a month is its 1st."""

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, tuple):
            return value
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        precision = "day" if typed[0] else "month"
        typed[0] = typed[0] or "1"
        self._refuse_gaps(typed)
        return self._real_date(typed), precision


def whole(text: str) -> int:
    """A whole number as people type it: ASCII digits and nothing else, so "²" and "1_0" are no dates."""
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return int(text)


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
