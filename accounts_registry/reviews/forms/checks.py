"""The three tests of an official account, each with how it is known."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts_registry.models import Channel, OfficialCheck
from accounts_registry.page.forms import yes_no
from accounts_registry.record.forms.changing import ChangeForm, line
from govuk.fields import GovukDateField
from govuk.layout import Question

HOW = "How do you know?"


class AnswerChecksForm(ChangeForm):
    """What is left open stays as it was."""

    button = "Save answers"
    past = ("checked_on",)

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    checked_on = GovukDateField(
        label="When did you check?",
        called="Day of the check",
        error_messages={"required": "Enter the day you checked"},
    )

    def questions(self) -> list[Any]:
        for test in OfficialCheck.Test:
            self.fields[test.value] = yes_no(test.label)
            how = line(HOW, "For example, I looked at the list of people in the settings", most=300)
            self.fields[f"{test.value}_how"] = how
        asked = [name for test in OfficialCheck.Test.values for name in (test, f"{test}_how")]
        return [Question(name) for name in ("drawn_from", "confirmed", *asked, "checked_on")]

    @classmethod
    def columns(cls) -> list[str]:
        return list(OfficialCheck.Test.values)

    def first_values(self, channel: Channel) -> dict[str, Any]:
        latest = {one.test: one for one in channel.checks.order_by("id")}
        return {
            "checked_on": self.on,
            **{test: _as_choice(getattr(channel, test)) for test in self.columns()},
            **{f"{test}_how": one.how for test, one in latest.items()},
        }

    def answers(self) -> dict[str, bool]:
        given = {test: self.cleaned_data[test] for test in self.columns()}
        return {test: met for test, met in given.items() if met is not None}

    def how(self) -> dict[str, str]:
        return {test: self.cleaned_data[f"{test}_how"] for test in self.columns()}

    def ask_again(self) -> None:
        """The next press is meant."""
        self.put("confirmed", "on")


def _as_choice(met: bool | None) -> str:
    return "" if met is None else str(met)
