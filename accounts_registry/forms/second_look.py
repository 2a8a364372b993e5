"""A second look before an account is written down that looks like another: a warning, and never a bar."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts_registry import questions
from govuk.layout import Question
from govuk.page_form import PageForm
from govuk.widgets import Checkboxes

AGREE = "I have looked at the account itself, and it is the right one"


class Seen(forms.MultipleChoiceField):
    """The marks of what was read: which of them count is known only once the name is."""

    def valid_value(self, value: str) -> bool:
        return True


class SecondLook(PageForm):
    """A form that takes an account: what is like it is said once, and with a tick it goes on.

    The tick stands only for the warnings that were read: another name brings its own.
    """

    looked = Seen(label="Is it the right one?", required=False, widget=Checkboxes())

    def looks_at(self) -> dict[str, Any] | None:
        """The arguments of `questions.warnings`, or None where nothing can be said yet."""
        raise NotImplementedError

    def questions(self) -> Sequence[Any]:
        return [Question(name) for name in self.fields if name != "looked"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        read = cleaned.pop("looked", [])
        about = self.looks_at()
        if about and (warnings := questions.warnings(**about)):
            self._ask(warnings, read)
        return cleaned

    def _ask(self, warnings: list[str], read: list[str]) -> None:
        mark = hashlib.sha256("\n".join(warnings).encode()).hexdigest()[:16]
        self.fields["looked"].choices = [(mark, AGREE)]
        layout = self.helper.layout
        layout.insert(len(layout.fields) - 1, Question("looked"))
        if mark not in read:
            self.add_error("looked", warnings)
