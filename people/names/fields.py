"""Columns that are made from a person's names whenever the row is saved, so that they cannot fall behind."""

from __future__ import annotations

from typing import Any

from django.db import models

from people.names import names


class NameKeyField(models.CharField):
    """The name on screen without capitals, accents and signs: alike for all who are shown alike."""

    def pre_save(self, person: Any, add: bool) -> str:
        told = (person.preferred_name, person.given_name, person.family_name)
        value = names.key(*told)[: self.max_length]
        setattr(person, self.attname, value)
        return value


class FoundAsField(models.CharField):
    """Every way in which somebody types this person's names."""

    def pre_save(self, person: Any, add: bool) -> str:
        told = (person.preferred_name, person.given_name, person.family_name)
        value = names.found_as(*told)[: self.max_length]
        setattr(person, self.attname, value)
        return value
