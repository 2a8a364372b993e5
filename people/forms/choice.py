"""Choosing a person: everybody stands there with what tells them apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from people.names.labels import labels
from people.person.models import User
from workflow.promised import promised


class PersonChoiceField(forms.ModelChoiceField):
    """One of the people offered, as "Sam Hill, Teacher of PE, Ashdown Academy"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, **kwargs)

    def offer(self, people: Any, *, on: date) -> None:
        """Those who can be chosen; their lines are made only for a page that shows them."""
        self.queryset, self.on = people, on
        self.lines: dict[Any, str] | None = None

    def label_from_instance(self, person: User) -> str:
        if self.lines is None:
            self.lines = labels(promised(self.queryset), on=self.on)
        return self.lines.get(person.pk) or str(person)
