"""What people choose before a download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from govuk.fields import GovukDateField, field_of
from govuk.layout import Button, Buttons, Question
from govuk.widgets import Checkboxes, Radios
from reports.exports import KINDS
from reports.orders import Options
from reports.wording import counted

OFFERED = [kind for kind in KINDS.values() if kind.of != "channel"]
EXTRAS = (
    ("open_only", "Leave out closed channels", ""),
    ("link", "Add a column with the link to each account", ""),
)
INTERNAL = (
    (
        "names",
        "Add the names of the people who hold the posts",
        "Not for display. The sheet says so",
    ),
    (
        "annex",
        "Add pages with what each channel needs",
        "PDF only, for the headteacher, communications manager and office",
    ),
)


class ExportForm(forms.Form):
    """Which file, of which school, as at which day. `whole_trust` offers all schools together."""

    kind = forms.ChoiceField(
        label="What do you want to download?",
        choices=[(kind.code, kind.title) for kind in OFFERED],
        widget=Radios(hints={kind.code: f"{kind.says} {kind.holds}" for kind in OFFERED}),
        error_messages={"required": "Select what you want to download"},
    )
    school = forms.ChoiceField(label="Of which school?", required=False)
    as_at = GovukDateField(
        label="As at which day?",
        called="Day",
        required=False,
        help_text="Leave it empty for today. Earlier days show the register as it stood",
    )
    extras = forms.MultipleChoiceField(label="What else?", required=False)

    def __init__(
        self,
        *args: Any,
        schools: Sequence[Any],
        whole_trust: bool,
        internal: bool,
        counts: Mapping[UUID | None, int],
        on: date,
        action: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.schools, self.on = {str(school.pk): school for school in schools}, on
        self.whole_trust = whole_trust
        self._offer_schools(counts)
        offered = [*EXTRAS, *(INTERNAL if internal else ())]
        extras = field_of(self, "extras", forms.MultipleChoiceField)
        extras.choices = [(code, label) for code, label, _ in offered]
        extras.widget = Checkboxes(
            hints={code: hint for code, _, hint in offered if hint},
            choices=extras.choices,
        )
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.layout = Layout(
            Question("kind"),
            Question("school"),
            Question("as_at"),
            Question("extras"),
            Buttons(Button("Prepare the download")),
        )

    def _offer_schools(self, counts: Mapping[UUID | None, int]) -> None:
        """Each with how many channels it has, so that one knows what comes."""
        field = field_of(self, "school", forms.ChoiceField)
        self.total = sum(counts.values())
        all_of_them = f"The whole trust ({counted(self.total, 'channel')})"
        field.choices = [
            *([("", all_of_them)] if self.whole_trust else []),
            *(
                (key, f"{school.name} ({counted(counts.get(school.pk, 0), 'channel')})")
                for key, school in self.schools.items()
            ),
        ]
        if len(field.choices) == 1 and self.schools:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.schools))

    @property
    def how_many(self) -> str:
        """Where there is no choice of school, how many channels each file has."""
        return "" if self.whole_trust or len(self.schools) > 1 else counted(self.total, "channel")

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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = KINDS.get(cleaned.get("kind", ""))
        if kind and kind.of == "school" and "school" in cleaned and cleaned["school"] is None:
            self.add_error("school", "Select the school. A poster is for one school")
        return cleaned

    @property
    def options(self) -> Options:
        """Of what was ticked, only what this kind of file has."""
        ticked = set(self.cleaned_data.get("extras", ()))
        kind = KINDS[self.cleaned_data["kind"]]
        if not kind.is_register:
            return Options()
        return Options(
            closed="open_only" not in ticked,
            names="names" in ticked,
            link="link" in ticked,
            annex="annex" in ticked and kind.code == "register_pdf",
        )
