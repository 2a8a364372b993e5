"""What people choose before a download."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from govuk.fields import GovukDateField
from govuk.layout import Button, Buttons, Question
from govuk.widgets import Radios
from reports.exports import KINDS


class ExportForm(forms.Form):
    """Which file, of which school, as at which day. `whole_trust` offers all schools together."""

    kind = forms.ChoiceField(
        label="What do you want to download?",
        choices=[(kind.code, kind.title) for kind in KINDS.values()],
        widget=Radios(hints={kind.code: f"{kind.says} {kind.holds}" for kind in KINDS.values()}),
        error_messages={"required": "Select what you want to download"},
    )
    school = forms.ChoiceField(label="Of which school?", required=False)
    as_at = GovukDateField(
        label="As at which day?",
        called="Day",
        required=False,
        help_text="Leave it empty for today. Earlier days show the register as it stood",
    )

    def __init__(
        self,
        *args: Any,
        schools: Sequence[Any],
        whole_trust: bool,
        on: date,
        action: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.schools, self.on = {str(school.pk): school for school in schools}, on
        everything = [("", "The whole trust")] if whole_trust else []
        self.fields["school"].choices = [
            *everything,
            *((key, school.name) for key, school in self.schools.items()),
        ]
        if len(self.fields["school"].choices) == 1 and schools:
            self.fields["school"].widget = forms.HiddenInput()
            self.fields["school"].initial = str(schools[0].pk)
        self.whole_trust = whole_trust
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.layout = Layout(
            Question("kind"),
            Question("school"),
            Question("as_at"),
            Buttons(Button("Prepare the download")),
        )

    def clean_school(self) -> Any:
        chosen = self.schools.get(self.cleaned_data["school"])
        if chosen is None and not self.whole_trust:
            if len(self.schools) == 1:
                return next(iter(self.schools.values()))
            raise forms.ValidationError("Select the school")
        return chosen

    def clean_as_at(self) -> date:
        day = self.cleaned_data["as_at"] or self.on
        if day > self.on:
            raise forms.ValidationError("Day must be today or in the past")
        return day
