"""The three statements an author makes when sending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from approvals.request.statements import Statement


class StatementsForm(forms.Form):
    def __init__(self, *args: Any, statements: Sequence[Statement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in statements:
            self.fields[one.column] = forms.BooleanField(
                label=one.words,
                help_text=f"({one.cited})",
                error_messages={"required": "Select the statement to show you agree with it"},
            )

    def agreed(self) -> list[str]:
        return [column for column in self.fields if self.cleaned_data.get(column)]
