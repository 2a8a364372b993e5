"""What people type in a report, cleaned. Choices are passed in; nothing is saved here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from govuk.fields import field_of
from govuk.layout import Button, Question
from govuk.page_form import PageForm
from govuk.widgets import Checkboxes, Radios, Text, TextArea
from incidents.concern.bodies import HOW_RECEIVED
from incidents.report.report_options import ALONE, KINDS, OPTIONS, RISKS

FORM_ID = "report-form"
MOST = 10_000


def keep_out(form: PageForm) -> None:
    """A form whose words the browser does not remember, and which "Exit this page" sends too."""
    form.helper.form_id = FORM_ID
    form.helper.attrs = {"autocomplete": "off"}


class StepForm(PageForm):
    """A question of a report. "Exit this page" sends it too, so that nothing typed is lost."""

    button = "Continue"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_out(self)

    def answers(self) -> dict[str, Any]:
        """The answers of this page, by their names in the draft."""
        return dict(self.cleaned_data)


class WhatForm(StepForm):
    school = forms.ChoiceField(
        label="Which school is it about?",
        widget=Radios(),
        error_messages={"required": "Select the school"},
    )
    option = forms.ChoiceField(
        label="What has happened?",
        choices=[(option.code, option.words) for option in OPTIONS],
        widget=Radios(label_size="l", heading=True),
        error_messages={
            "required": "Select what has happened",
            "invalid_choice": "Select what has happened",
        },
    )

    def __init__(self, *args: Any, schools: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.schools = schools
        super().__init__(*args, **kwargs)
        field_of(self, "school", forms.ChoiceField).choices = schools
        if len(schools) < 2:
            del self.fields["school"]

    def questions(self) -> Sequence[Any]:
        return (
            [Question("option")]
            if len(self.schools) < 2
            else [Question("option"), Question("school", label_size="m")]
        )


class AboutForm(StepForm):
    kinds = forms.MultipleChoiceField(
        label="Who is it about?",
        help_text="Select all that apply. Whoever it is about will not see it or be told.",
        choices=list(KINDS.items()),
        widget=Checkboxes(label_size="l", heading=True, exclusive=ALONE, dividers={"nobody": "or"}),
        error_messages={"required": "Select who it is about, or \u201cI am not sure\u201d"},
    )

    def clean_kinds(self) -> list[str]:
        kinds = self.cleaned_data["kinds"]
        return [kind for kind in kinds if kind not in ALONE] or kinds[:1]


class PeopleForm(StepForm):
    find = forms.CharField(
        label="Find a person by name",
        required=False,
        max_length=60,
        widget=Text(width="20", attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    people = forms.MultipleChoiceField(
        label="Which people is it about?",
        required=False,
        widget=Checkboxes(label_size="m"),
        error_messages={"invalid_choice": "Select people from this list"},
    )
    cannot_name = forms.BooleanField(label="Someone I cannot name", required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.found = people
        super().__init__(*args, **kwargs)
        field_of(self, "people", forms.ChoiceField).choices = people

    def questions(self) -> Sequence[Any]:
        find = [
            Question("find"),
            Button("Find people", kind="secondary", name="press", value="find"),
        ]
        return [*find, *([Question("people")] if self.found else []), Question("cannot_name")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("people") and not data.get("cannot_name") and not self.errors:
            self.add_error(
                "find",
                "Find the person and select them, or select \u201cSomeone I cannot name\u201d",
            )
        return data

    def answers(self) -> dict[str, Any]:
        return {
            "people": self.cleaned_data["people"],
            "cannot_name": self.cleaned_data["cannot_name"],
        }


class StoryForm(StepForm):
    what = forms.CharField(
        label="What happened?",
        max_length=MOST,
        help_text="Facts: what, when, where, who said what. Use names if you know them. "
        "Only the people we show you at the end will see this.",
        widget=TextArea(rows=10, label_size="l", heading=True),
        error_messages={"required": "Enter what happened"},
    )


class WhereForm(StepForm):
    keeps_typing = True
    platform = forms.CharField(
        label="Platform or app", required=False, max_length=60, widget=Text(width="20")
    )
    account = forms.CharField(
        label="Account name or link",
        required=False,
        max_length=300,
        widget=Text(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    channel = forms.ChoiceField(label="If it is one of our channels, which?", required=False)
    when = forms.CharField(
        label="When was it?",
        help_text="\u201cAbout 9pm last night\u201d is fine",
        required=False,
        max_length=120,
        widget=Text(),
    )
    told_by = forms.CharField(
        label="Somebody told me: their name",
        help_text="Where you report for somebody else, such as a supply teacher who cannot sign in",
        required=False,
        max_length=120,
        widget=Text(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, channels: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "channel", forms.ChoiceField).choices = [
            ("", "Not one of ours, or I do not know"),
            *channels,
        ]


class RiskForm(StepForm):
    risk = forms.ChoiceField(
        label="Is anyone at risk now?",
        choices=list(RISKS.items()),
        widget=Radios(label_size="l", heading=True),
        error_messages={"required": "Select whether anyone is at risk now"},
    )
    could_be = forms.MultipleChoiceField(
        label="Could it be about one of these people?",
        help_text="This would go to them, now or if nobody answers. "
        "Select anyone it could be about, and they will not see it. "
        "Leave it empty if it is about none of them.",
        required=False,
        widget=Checkboxes(label_size="m"),
    )

    def __init__(self, *args: Any, could_be: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.candidates = could_be
        super().__init__(*args, **kwargs)
        field_of(self, "could_be", forms.ChoiceField).choices = could_be

    def questions(self) -> Sequence[Any]:
        return [Question("risk"), *([Question("could_be")] if self.candidates else [])]


class AddForm(PageForm):
    """Something more about a report already sent."""

    button = "Add this to your report"
    text = forms.CharField(
        label="What do you want to add?",
        max_length=MOST,
        widget=TextArea(rows=6),
        error_messages={"required": "Enter what you want to add"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_out(self)


class LogForm(PageForm):
    """A concern told in the corridor, on one page."""

    button = "Save and see who is told"
    # Which page this was written on: pressed twice, it is written down once.
    once = forms.UUIDField(required=False, widget=forms.HiddenInput())
    option = forms.ChoiceField(
        label="What has happened?",
        choices=[(option.code, option.words) for option in OPTIONS],
        widget=Radios(small=True),
        error_messages={"required": "Select what has happened"},
    )
    kinds = forms.MultipleChoiceField(
        label="Who is it about?",
        choices=list(KINDS.items()),
        widget=Checkboxes(small=True, exclusive=ALONE, dividers={"nobody": "or"}),
        error_messages={"required": "Select who it is about, or \u201cI am not sure\u201d"},
    )
    find = forms.CharField(
        label="Find people by name",
        help_text="For who told you, and for anyone it is about. Select \u201cFind people\u201d, then choose below.",
        required=False,
        max_length=60,
        widget=Text(width="20"),
    )
    told_by = forms.ChoiceField(label="Who told you?", required=False, widget=Radios(small=True))
    people = forms.MultipleChoiceField(
        label="Which people is it about?", required=False, widget=Checkboxes(small=True)
    )
    how_received = forms.ChoiceField(
        label="How did it reach you?",
        choices=list(HOW_RECEIVED.items()),
        widget=Radios(small=True),
        initial="in-person",
        error_messages={"required": "Select how it reached you"},
    )
    what = forms.CharField(
        label="What were you told?",
        help_text="In the words that were used, with times and places",
        max_length=MOST,
        widget=TextArea(rows=8),
        error_messages={"required": "Enter what happened"},
    )
    platform = forms.CharField(
        label="Platform or app", required=False, max_length=60, widget=Text(width="20")
    )
    account = forms.CharField(
        label="Account name or link", required=False, max_length=300, widget=Text()
    )
    when = forms.CharField(label="When was it?", required=False, max_length=120, widget=Text())
    risk = forms.ChoiceField(
        label="Is anyone at risk now?",
        choices=list(RISKS.items()),
        widget=Radios(inline=True),
        error_messages={"required": "Select whether anyone is at risk now"},
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        schools: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        self.found, self.schools = people, schools
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid4()
        field_of(self, "people", forms.ChoiceField).choices = people
        field_of(self, "told_by", forms.ChoiceField).choices = [
            ("", "Somebody who is not in this list"),
            *people,
        ]
        if len(schools) > 1:
            self.fields["school"] = forms.ChoiceField(
                label="Which school is it about?",
                choices=schools,
                error_messages={"required": "Select the school"},
            )
            self.helper.layout.fields.insert(0, Question("school"))

    def questions(self) -> Sequence[Any]:
        names = [name for name in self.fields if self.found or name not in ("told_by", "people")]
        found = []
        for name in names:
            found.append(Question(name))
            if name == "find":
                found.append(Button("Find people", kind="secondary", name="press", value="find"))
        return found

    def clean_kinds(self) -> list[str]:
        kinds = self.cleaned_data["kinds"]
        return [kind for kind in kinds if kind not in ALONE] or kinds[:1]
