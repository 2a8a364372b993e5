"""A page of the machine: its address, and what is typed there for the facts of a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

Given = dict[str, Any]
Form = Callable[[Given], dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """An address by its name, what its key is made from, and what is typed."""

    name: str
    of: str
    form: Form = lambda given: {}
    reads: bool = False  # opening it is the deed
    suits: Callable[[Given], bool] = lambda given: True

    def address(self, verb: str, given: Given) -> str:
        return reverse(f"{verb.split('.')[0]}:{self.name}", args=self.keys(given))

    def keys(self, given: Given) -> list[Any]:
        if not self.of:
            return []
        found = given[self.of]
        if self.of == "condition":
            return [found.request.reference.lower(), found.pk]
        by_reference = self.of in ("incident", "request")
        return [found.reference.lower() if by_reference else found.pk]


def day(name: str, when: date) -> dict[str, str]:
    return {f"{name}_0": str(when.day), f"{name}_1": str(when.month), f"{name}_2": str(when.year)}
