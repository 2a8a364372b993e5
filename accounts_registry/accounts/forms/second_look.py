"""A second look before an account is written down that looks like another: a warning, and never a bar."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts_registry.accounts import ownership
from govuk.layout import Question
from govuk.page_form import PageForm
from govuk.widgets import Checkboxes

AGREE = "I have looked at the account itself, and it is the right one"


class Seen(forms.MultipleChoiceField):
    """The marks of what was read: which of them count is known only once the name is."""

    def valid_value(self, value: str) -> bool:
        return True


def ask(form: forms.Form, warnings: Sequence[str]) -> None:
    """Say these beside a tick that is asked for once. It stands only for the warnings that were read."""
    if not warnings:
        return
    mark = hashlib.sha256("\n".join(warnings).encode()).hexdigest()[:16]
    form.fields["looked"] = Seen(
        label="Is it the right one?",
        required=False,
        widget=Checkboxes(label_size="s"),
        choices=[(mark, AGREE)],
    )
    if mark not in (form["looked"].data or []):
        form.add_error("looked", list(warnings))


def warn(form: PageForm, warnings: Sequence[str]) -> None:
    """Ask, and put the tick before the button."""
    ask(form, warnings)
    if "looked" in form.fields:
        layout = form.helper.layout
        layout.insert(len(layout.fields) - 1, Question("looked"))


class SecondLook(PageForm):
    """A form that takes an account: what is like it is said once, and with a tick it goes on."""

    def looks_at(self) -> dict[str, Any] | None:
        """The arguments of `ownership.warnings`, or None where nothing can be said yet."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if about := self.looks_at():
            warn(self, ownership.warnings(**about))
        return cleaned
