"""The three statements an author makes when sending."""

from __future__ import annotations

from typing import Any

from django import forms

from approvals.sections import STATEMENTS, in_words


class StatementsForm(forms.Form):
    COLUMNS = tuple(column for column, _, _ in STATEMENTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column, words, clause in STATEMENTS:
            self.fields[column] = forms.BooleanField(
                label=words,
                help_text=f"({in_words(clause)})",
                error_messages={"required": "Select the statement to show you agree with it"},
            )

    def agreed(self) -> list[str]:
        return [column for column in self.COLUMNS if self.cleaned_data.get(column)]
