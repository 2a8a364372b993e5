"""What a signer types: the decision, its reasons, its conditions, and their name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from approvals.decision.models import REASONS, WRITES_MORE, Decision
from approvals.decision.signature import Term
from approvals.request.sections import SECTIONS
from govuk.fields import GovukDateField, field_of
from govuk.widgets import Checkboxes, Radios, Text, TextArea
from people.api import labels

OUTCOMES: dict[str, str] = {
    Decision.Outcome.APPROVE: "Approve",
    Decision.Outcome.APPROVE_WITH_CONDITIONS: "Approve with conditions",
    Decision.Outcome.RETURN: "Send back for changes",
    Decision.Outcome.REJECT: "Do not approve",
}
BRAND = {
    "yes": "Yes, as described",
    "no": "No, it must not use them",
    "not_used": "It does not ask to",
}
RISK = "I approve the risk assessment."
RESOURCES = "The school can spare the people and the time this channel needs."


class SignForm(forms.Form):
    """A name under a statement. What was decided is decided again; only texts are given back."""

    made_again = frozenset({"outcome", "brand", "tasks", "reason_code", "typed_signature"})

    typed_signature = forms.CharField(
        label="Type your full name to sign",
        max_length=200,
        widget=Text({"autocomplete": "name"}, width="20", label_size="s"),
        error_messages={"required": "Type your full name to sign"},
    )


class DecisionForm(SignForm):
    """The decision page. Nothing is selected for anybody."""

    field_order = (
        "seen",
        "outcome",
        "brand",
        "risk_approved",
        "resources_confirmed",
        "note",
        "typed_signature",
    )

    seen = forms.CharField(widget=forms.HiddenInput())
    outcome = forms.ChoiceField(
        label="What is your decision?",
        widget=Radios(label_size="m"),
        error_messages={"required": "Select your decision"},
    )
    note = forms.CharField(
        required=False,
        label="Add a note (optional)",
        help_text="The author and later approvers can read it.",
        widget=TextArea(rows=3, label_size="s"),
    )

    def __init__(
        self, *args: Any, outcomes: Sequence[str], stage: str, ask_risk: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "outcome", forms.ChoiceField).choices = [
            (code, OUTCOMES[code]) for code in outcomes
        ]
        self.asks_brand = stage == "comms"
        self.is_final = stage == "head"
        if self.asks_brand:
            self.fields["brand"] = forms.ChoiceField(
                required=False,
                label="May it use our name and mark?",
                help_text="Needed when you approve.",
                choices=list(BRAND.items()),
                widget=Radios(label_size="s"),
            )
        if self.is_final and ask_risk:
            self.fields["risk_approved"] = forms.BooleanField(required=False, label=RISK)
        if self.is_final:
            self.fields["resources_confirmed"] = forms.BooleanField(required=False, label=RESOURCES)
        self.order_fields(self.field_order)

    def clean(self) -> None:
        """Sending back and refusing are signed on the next page, where the reason is."""
        if self.cleaned_data.get("outcome") in WRITES_MORE:
            self.errors.pop("typed_signature", None)


class ChangesForm(SignForm):
    """What needs to change, and which tasks are open again."""

    field_order = ("tasks", "reason", "typed_signature")

    tasks = forms.MultipleChoiceField(
        label="Which tasks need changing?",
        help_text="These are marked as needing changes. A change to what was signed asks for every signature again.",
        choices=[(section.code, section.title) for section in SECTIONS],
        widget=Checkboxes(label_size="s"),
        error_messages={"required": "Select at least one task that needs changing"},
    )
    reason = forms.CharField(label="What needs to change?", widget=TextArea(rows=5, label_size="s"))

    def __init__(self, *args: Any, author: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = (
            f"Enter what needs to change. {author} will see this"
        )
        self.fields["reason"].help_text = f"{author} will see this."


class RefusalForm(SignForm):
    """Why not."""

    field_order = ("reason_code", "reason", "typed_signature")

    reason_code = forms.ChoiceField(
        label="What is the main reason?",
        choices=REASONS,
        widget=Radios(label_size="s"),
        error_messages={"required": "Select the main reason"},
    )
    reason = forms.CharField(
        label="Why do you not approve it?", widget=TextArea(rows=5, label_size="s")
    )

    def __init__(self, *args: Any, author: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = (
            f"Enter why you do not approve it. {author} will see this"
        )
        self.fields["reason"].help_text = f"{author} will see this."


class ConditionsForm(SignForm):
    """Up to three conditions: what, who does it, by when."""

    MOST = 3

    def __init__(
        self, *args: Any, people: Iterable[Any], on: date, automatic: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.on, self.has_automatic = on, automatic
        choices = [
            ("", "Select a person"),
            *labels.choices(self.people.values(), on=on),
        ]
        signature = self.fields.pop("typed_signature")
        for number in range(1, self.MOST + 1):
            self.fields[f"text_{number}"] = forms.CharField(
                required=False, label="What must be done?", widget=TextArea(rows=2)
            )
            self.fields[f"owner_{number}"] = forms.ChoiceField(
                required=False, label="Who must do it?", choices=choices
            )
            self.fields[f"due_{number}"] = GovukDateField(
                required=False, called="Date", label="By when?"
            )
        self.fields["typed_signature"] = signature

    @property
    def groups(self) -> list[tuple[int, list[Any]]]:
        return [
            (n, [self[f"{part}_{n}"] for part in ("text", "owner", "due")])
            for n in range(1, self.MOST + 1)
        ]

    def clean(self) -> None:
        filled = [n for n in range(1, self.MOST + 1) if self.cleaned_data.get(f"text_{n}")]
        if not filled and not self.has_automatic:
            self.add_error("text_1", "Enter at least one condition")
        for number in filled:
            self._refuse_partial(number)

    def _refuse_partial(self, number: int) -> None:
        if len(self.cleaned_data[f"text_{number}"].strip()) < 10:
            self.add_error(f"text_{number}", "Each condition must be at least 10 characters")
        if not self.cleaned_data.get(f"owner_{number}"):
            self.add_error(f"owner_{number}", "Select who must do it")
        due = self.cleaned_data.get(f"due_{number}")
        if f"due_{number}" not in self.errors and (due is None or due < self.on):
            sentence = (
                "Enter the date it must be done by"
                if due is None
                else "Date must be today or in the future"
            )
            self.add_error(f"due_{number}", sentence)

    def terms(self) -> list[Term]:
        found = self.cleaned_data
        return [
            Term(found[f"text_{n}"], self.people[found[f"owner_{n}"]], found[f"due_{n}"])
            for n in range(1, self.MOST + 1)
            if found.get(f"text_{n}")
        ]


class ReasonForm(forms.Form):
    """One reason, asked for only where `needed`."""

    reason = forms.CharField(widget=TextArea(rows=3, label_size="s"))

    def __init__(
        self, *args: Any, label: str, enter: str, needed: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.required = label, needed
        field.error_messages["required"] = enter
