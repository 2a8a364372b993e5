"""The kinds of settings: what may be answered, how an answer reads as a sentence, which of two is stricter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Choice:
    """One of a few. `options` maps each code to (label, sentence), the loosest first."""

    options: Mapping[str, tuple[str, str]]

    def clean(self, value: Any) -> str:
        if value not in self.options:
            raise ValidationError("Select one of the answers")
        return str(value)

    def say(self, value: Any) -> str:
        return self.options[value][1]

    def loosens(self, value: Any, compared_with: Any) -> bool:
        codes = list(self.options)
        return codes.index(value) < codes.index(compared_with)


@dataclass(frozen=True)
class Switch:
    """On or off, with a sentence for each. On is the stricter."""

    when_on: str
    when_off: str

    def clean(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Select yes or no")
        return value

    def say(self, value: Any) -> str:
        return self.when_on if value else self.when_off

    def loosens(self, value: Any, compared_with: Any) -> bool:
        return bool(compared_with) and not value


@dataclass(frozen=True)
class Number:
    """A whole number between two others. The higher is the stricter. `{}` in the sentence is it; `one` says 1."""

    sentence: str
    lowest: int
    highest: int
    unit: str = ""
    one: str = ""

    def clean(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError("Enter a whole number")
        if not self.lowest <= value <= self.highest:
            raise ValidationError(f"Enter a number from {self.lowest} to {self.highest}")
        return value

    def say(self, value: Any) -> str:
        return self.one if value == 1 and self.one else self.sentence.format(value)

    def loosens(self, value: Any, compared_with: Any) -> bool:
        return bool(value < compared_with)


@dataclass(frozen=True)
class Chain:
    """Several of a few, always in the order of the table. `{}` in the sentence is the list in words."""

    sentence: str
    options: Mapping[str, str]
    last: str = ""
    empty: str = "Select at least one"

    def clean(self, value: Any) -> list[str]:
        if not isinstance(value, list | tuple) or not value:
            raise ValidationError(self.empty)
        if unknown := set(value) - set(self.options):
            raise ValidationError(f"{unknown.pop()} is not one of the answers")
        ordered = [code for code in self.options if code in value]
        if self.last and ordered[-1] != self.last:
            raise ValidationError(f"{self.options[self.last].capitalize()} must be last")
        return ordered

    def say(self, value: Any) -> str:
        return self.sentence.format(", then ".join(self.options[code] for code in value))

    def loosens(self, value: Any, compared_with: Any) -> bool:
        return not set(compared_with) <= set(value)


Kind = Choice | Switch | Number | Chain
