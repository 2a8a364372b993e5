"""A risk assessment, one heading to a page."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts_registry.models import RiskAssessment
from accounts_registry.record.forms.changing import line, prose
from accounts_registry.reviews import risks
from govuk.fields import GovukDateField
from govuk.page_form import PageForm
from govuk.widgets import Checkboxes, Radios
from secret_detection.detect import no_secret

SCALE = [(number, words) for number, words in risks.HOW_MUCH.items()]


def how_much(label: str, select: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=SCALE,
        coerce=int,
        widget=Radios(),
        error_messages={"required": select},
    )


class RiskAssessmentForm(PageForm):
    """What could go wrong, how likely and how bad, what is done about it, and what is left."""

    button = "Save and continue"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    risk = prose("What could go wrong?")
    likelihood = how_much("How likely is it?", "Select how likely it is")
    impact = how_much("How bad would it be?", "Select how bad it would be")
    control = prose("What do you do about it?")
    left = how_much("How likely is it then?", "Select how likely it is with this in place")

    def __init__(self, *args: Any, asks: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        risk, control = self.fields["risk"], self.fields["control"]
        risk.label = asks
        for field, required in (
            (risk, "Enter what could go wrong, or that nothing could"),
            (control, "Enter what you do about it"),
        ):
            field.required = True
            field.error_messages["required"] = required
            field.validators.append(no_secret)


class ConfirmForm(PageForm):
    """The policies, today's guidance, the safeguarding lead and data protection."""

    button = "Save and continue"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    policy_confirmations = forms.MultipleChoiceField(
        label="Which policies does the channel keep to?",
        choices=list(risks.POLICIES.items()),
        widget=Checkboxes(),
        required=False,
        help_text="All 4 are needed before it can be sent",
    )
    good_practice_confirmed = forms.BooleanField(
        label="Today's guidance on working safely online was followed", required=False
    )
    dsl_consulted_on = GovukDateField(
        label="When was the designated safeguarding lead asked?",
        help_text="Needed when pupils use the channel or add something to it",
        called="Day they were asked",
        required=False,
    )
    dpia_needed = forms.ChoiceField(
        label="Is a data protection impact assessment needed?",
        choices=RiskAssessment.Dpia.choices,
        widget=Radios(),
        error_messages={"required": "Select whether a data protection impact assessment is needed"},
    )
    dpia_reference = line("Its reference, if it is done", most=60, width="10")
