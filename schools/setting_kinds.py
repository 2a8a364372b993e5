"""The kinds of settings: what may be answered, how an answer reads as a sentence, which of two is stricter."""

from __future__ import annotations

import re
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


@dataclass(frozen=True)
class Expected:
    """Platforms that every school is expected to be on, each with the most days between two posts.

    An answer is a list of {"platform", "scope", "days"}; the scope is always the whole school.
    `options` maps each code to its name; `also` other names to codes. Typed as lines: "X, 14".
    """

    options: Mapping[str, str]
    also: Mapping[str, str]
    sentence: str
    none: str
    longest: int = 366

    def clean(self, value: Any) -> list[dict[str, Any]]:
        rows = self.read(value) if isinstance(value, str) else value
        if not isinstance(rows, list | tuple):
            raise ValidationError("Enter one platform on each line")
        cleaned = [self._row(row) for row in rows]
        codes = [row["platform"] for row in cleaned]
        if twice := [code for code in codes if codes.count(code) > 1]:
            raise ValidationError(f"{self.options[twice[0]]} is there twice")
        return cleaned

    def read(self, text: str) -> list[dict[str, Any]]:
        return [self._line(line.strip()) for line in text.splitlines() if line.strip()]

    def write(self, value: Any) -> str:
        return "\n".join(f"{self.options[row['platform']]}, {row['days']}" for row in value)

    def say(self, value: Any) -> str:
        if not value:
            return self.none
        return " ".join(
            self.sentence.format(self.options[row["platform"]], row["days"]) for row in value
        )

    def loosens(self, value: Any, compared_with: Any) -> bool:
        days = {row["platform"]: row["days"] for row in value}
        return any(
            days.get(row["platform"], self.longest + 1) > row["days"] for row in compared_with
        )

    def _line(self, line: str) -> dict[str, Any]:
        found = re.fullmatch(r"(?P<name>.+?)[\s,:;]+(?P<days>[0-9]{1,4})(?:\s*days?)?", line)
        if not found:
            raise ValidationError(
                f"Enter the platform, a comma and a number of days: “{line[:60]}” has no number"
            )
        return {"platform": self._code(found["name"]), "days": int(found["days"])}

    def _code(self, name: str) -> str:
        names = {
            **{code: code for code in self.options},
            **{full.casefold(): code for code, full in self.options.items()},
            **{other.casefold(): code for other, code in self.also.items()},
        }
        code = names.get(" ".join(name.split()).casefold())
        if code is None:
            known = ", ".join(self.options.values())
            raise ValidationError(f"“{name[:60]}” is not one of the platforms: {known}")
        return code

    def _row(self, row: Any) -> dict[str, Any]:
        code, days = (row.get("platform"), row.get("days")) if isinstance(row, dict) else ("", 0)
        if code not in self.options:
            raise ValidationError("Enter one platform on each line")
        if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= self.longest:
            raise ValidationError(f"Enter a number of days from 1 to {self.longest}")
        return {"platform": code, "scope": "school", "days": days}


Kind = Choice | Switch | Number | Chain | Expected
