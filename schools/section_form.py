"""A section of settings as a form, made from the table: a question per setting, and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from govuk.layout import Button, Link, Question
from govuk.page_form import PageForm
from govuk.widgets import Checkboxes, Radios, Text, TextArea
from schools.policy_settings import PolicySetting
from schools.setting_kinds import Chain, Choice, Expected, Number, Switch

POLICIES = {"A": "ATT", "C": "ACET", "I": "ISP", "Q": "QEGSMAT", "T": "Unnamed trust"}
BACK = "trust_"  # before the key: take the trust's answer again


class SectionForm(PageForm):
    """`now` are the answers in force; `own` those the school itself gave, `common` the trust's (for a school)."""

    button = "Save changes"

    def __init__(
        self,
        *args: Any,
        rows: Sequence[PolicySetting],
        now: Mapping[str, Any],
        own: Mapping[str, Any] | None = None,
        common: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.rows = rows
        self.own = own or {}
        self.common = common
        super().__init__(
            *args, initial={row.key: shown(row, now[row.key]) for row in rows}, **kwargs
        )

    def questions(self) -> list[Any]:
        for row in self.rows:
            self.fields[row.key] = field_for(row, hint=self._hint(row))
            if row.key in self.own and self.common is not None:
                self.fields[BACK + row.key] = forms.BooleanField(
                    label="Use the trust’s answer instead",
                    help_text=row.says(self.common[row.key]),
                    required=False,
                )
        self.fields["reason"] = forms.CharField(
            label="Why are you changing this?",
            required=False,
            widget=TextArea(rows=2),
            help_text="At least 10 characters. It is kept with the change.",
        )
        sizes = {row.key: "m" for row in self.rows}
        return [
            Question(name, label_size=sizes.get(name, "s" if name == "reason" else ""))
            for name in self.fields
        ]

    def ways(self, cancel: str) -> Iterable[Any]:
        yield Button(self.button)
        yield Button("See what this means", kind="secondary", name="preview", value="1")
        yield Link("Cancel", cancel)

    def answers(self) -> dict[str, Any]:
        """The answer to each question as the table knows it; None takes the trust's again."""
        chosen = self.cleaned_data
        found = {row.key: known(row, chosen[row.key]) for row in self.rows}
        if self.common is None:
            return found
        # What a school leaves as the trust has it stays the trust's.
        as_trust = {
            key for key, value in found.items() if key not in self.own and value == self.common[key]
        }
        back = {row.key for row in self.rows if chosen.get(BACK + row.key)}
        return {key: None if key in as_trust | back else value for key, value in found.items()}

    def _hint(self, row: PolicySetting) -> str:
        parts = [row.hint]
        if self.common is not None:
            parts.append("Set by this school." if row.key in self.own else "Set by the trust.")
            if row.tighten_only:
                parts.append("A school can be stricter than its trust, not less strict.")
        if row.clauses:
            parts.append(f"Policy clauses: {with_policy(row.clauses)}.")
        return " ".join(filter(None, parts))


def with_policy(clauses: str) -> str:
    """ "Q-5.3-2" is "QEGSMAT 5.3-2": the policies are those one can start from."""
    return re.sub(r"\b([ACIQT])-(?=[0-9AB])", lambda found: f"{POLICIES[found[1]]} ", clauses)


def field_for(row: PolicySetting, *, hint: str) -> forms.Field:
    words: dict[str, Any] = {"label": row.question, "help_text": hint}
    missing = {
        "required": "Select one of the answers",
        "invalid_choice": "Select one of the answers",
    }
    match row.kind:
        case Choice(options=options):
            pairs = [(code, label) for code, (label, _) in options.items()]
            return forms.ChoiceField(
                choices=pairs, widget=Radios(), error_messages=missing, **words
            )
        case Switch():
            pairs = [("yes", "Yes"), ("no", "No")]
            return forms.ChoiceField(
                choices=pairs, widget=Radios(inline=True), error_messages=missing, **words
            )
        case Chain(options=options, empty=empty):
            pairs = [(code, label.capitalize()) for code, label in options.items()]
            return forms.MultipleChoiceField(
                choices=pairs, widget=Checkboxes(), error_messages={"required": empty}, **words
            )
        case Expected():
            return ExpectedField(
                kind=row.kind, required=False, widget=TextArea(rows=4), strip=True, **words
            )
        case Number(lowest=lowest, highest=highest, unit=unit):
            between = f"Enter a number from {lowest} to {highest}"
            return forms.IntegerField(
                min_value=lowest,
                max_value=highest,
                widget=Text(width="3", suffix=unit, attrs={"inputmode": "numeric"}),
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), between
                ),
                **words,
            )


class ExpectedField(forms.CharField):
    """Platforms as lines; cleans to the rows of the setting."""

    def __init__(self, *, kind: Expected, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        return self.kind.clean(super().clean(value))


def shown(row: PolicySetting, value: Any) -> Any:
    if isinstance(row.kind, Expected):
        return row.kind.write(value)
    return ("yes" if value else "no") if isinstance(row.kind, Switch) else value


def known(row: PolicySetting, value: Any) -> Any:
    return value == "yes" if isinstance(row.kind, Switch) else value
