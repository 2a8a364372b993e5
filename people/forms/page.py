"""A form that is a page: its questions in order, one button, and a way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from govuk.layout import Button, Buttons, Link, Question


class PageForm(forms.Form):
    """`button` says what pressing it does; `back` is where somebody goes who changes their mind."""

    button = "Save"
    button_kind = "primary"
    back = ""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        ways = [Button(self.button, kind=self.button_kind)]
        if self.back:
            ways.append(Link("Cancel", self.back))
        helper.layout = Layout(*(Question(name) for name in self.fields), Buttons(*ways))
        return helper

    def take(self, verb: Callable[..., Any], **known: Any) -> Any:
        """Once something was sent: call the verb with what was typed, and answer with what it made.

        What the verb refuses stands by the fields, with nothing lost. A field called `place` is
        handed over as the trust and school that it means.
        """
        if not self.is_valid():
            return None
        typed = dict(self.cleaned_data)
        if place := typed.pop("place", None):
            typed |= place.where
        try:
            return verb(**typed, **known)
        except ValidationError as refusal:
            self.show(refusal)
            return None

    def show(self, refusal: ValidationError) -> None:
        """A refusal of the domain as errors of this form; what has no field here is said at the top."""
        named = refusal.update_error_dict({})
        for name, errors in named.items():
            self.add_error(
                name if name in self.fields and name != NON_FIELD_ERRORS else None, errors
            )
