"""What people type in a report or about a concern, cleaned. Choices are passed in; nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from accounts_registry.models import ReappearanceCheck
from govuk.fields import GovukDateField
from govuk.layout import Button, Question
from govuk.page_form import PageForm, yes_or_no
from govuk.widgets import Checkboxes, Radios, Text, TextArea
from incidents.concern.bodies import BODIES, HOW_RECEIVED, outcomes_of
from incidents.models import Entry
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
        self.fields["school"].choices = schools
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
        self.fields["people"].choices = people

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
        self.fields["channel"].choices = [("", "Not one of ours, or I do not know"), *channels]


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
        self.fields["could_be"].choices = could_be

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


class EntryForm(PageForm):
    """A line of the chronology."""

    button = "Add to the chronology"
    kind = forms.ChoiceField(
        label="What kind of entry is it?",
        choices=[
            (kind, Entry.Kind(kind).label)
            for kind in ("note", "call", "child", "parent", "decision", "platform")
        ],
        widget=Radios(small=True),
        error_messages={"required": "Select what kind of entry it is"},
    )
    text = forms.CharField(
        label="What happened?",
        max_length=MOST,
        widget=TextArea(rows=6),
        error_messages={"required": "Enter what happened"},
    )
    day = GovukDateField(
        called="When it happened",
        label="When did it happen?",
        required=False,
        help_text="Leave empty if it was now",
    )
    hour = forms.TimeField(
        label="At what time?",
        required=False,
        help_text="Like 10:42 or 2:30pm",
        input_formats=["%H:%M", "%I:%M%p", "%I%p", "%H.%M"],
        widget=Text(width="5"),
        error_messages={"invalid": "Time must be like 10:42 or 2:30pm"},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if happened := moment(data.get("day"), data.get("hour")):
            if happened > timezone.now():
                self.add_error("day", "When it happened must be today or in the past")
            data["happened_at"] = happened
        return data


class CorrectionForm(PageForm):
    button = "Add the correction"
    text = forms.CharField(
        label="What is right?",
        help_text="The line you correct stays as it is. This is added and points to it.",
        max_length=MOST,
        widget=TextArea(rows=6),
        error_messages={"required": "Enter what is right"},
    )


class ReferralForm(PageForm):
    button = "Record a referral"
    body = forms.ChoiceField(
        label="Who was told?",
        choices=list(BODIES.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select who was told"},
    )
    day = GovukDateField(
        called="When you made the referral",
        label="When did you make the referral?",
        error_messages={"required": "Enter when you made the referral"},
    )
    hour = forms.TimeField(
        label="At what time?",
        required=False,
        help_text="Like 10:42 or 2:30pm",
        input_formats=["%H:%M", "%I:%M%p", "%I%p", "%H.%M"],
        widget=Text(width="5"),
        error_messages={"invalid": "Time must be like 10:42 or 2:30pm"},
    )
    their_reference = forms.CharField(
        label="Their reference", required=False, max_length=60, widget=Text(width="20")
    )
    said = forms.CharField(
        label="Who did you speak to, and what did they say?",
        required=False,
        max_length=MOST,
        widget=TextArea(rows=4),
    )
    asks_to_wait = yes_or_no(
        "Do they ask you to wait before you do more?", "Select whether they ask you to wait"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if made := moment(data.get("day"), data.get("hour")):
            if made > timezone.now():
                self.add_error("day", "When you made the referral must be today or in the past")
            data["made_at"] = made
        return data


class ResumeForm(PageForm):
    button = "Carry on with this concern"
    said = forms.CharField(
        label="Who said that you can carry on, and when?",
        max_length=MOST,
        widget=TextArea(rows=4),
        error_messages={"required": "Enter who said that you can carry on"},
    )


class PersonForm(PageForm):
    """Finding one person of the trust."""

    find = forms.CharField(
        label="Find a person by name", required=False, max_length=60, widget=Text(width="20")
    )
    person = forms.ChoiceField(
        label="Which person?",
        widget=Radios(small=True),
        error_messages={"required": "Select a person", "invalid_choice": "Select a person"},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.found = people
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people

    def questions(self) -> Sequence[Any]:
        find = [
            Question("find"),
            Button("Find people", kind="secondary", name="press", value="find"),
        ]
        return [*find, *([Question("person"), *self.more()] if self.found else [])]

    def more(self) -> Sequence[Any]:
        return []

    def ways(self, cancel: str) -> Iterable[Any]:
        return super().ways(cancel) if self.found else []


class ShareForm(PersonForm):
    button = "Let this person see it"
    reason = forms.CharField(
        label="Why do they need to see it?",
        max_length=500,
        widget=TextArea(rows=3),
        error_messages={"required": "Enter why they need to see it"},
    )
    until = GovukDateField(
        called="Last day",
        label="Until when?",
        required=False,
        help_text="Leave empty for as long as it takes",
    )

    def more(self) -> Sequence[Any]:
        return [Question("reason"), Question("until")]


class PartyForm(PersonForm):
    button = "Record that it is about this person"


class OutcomeForm(PageForm):
    button = "Record the outcome"
    outcome = forms.ChoiceField(
        label="What is the outcome?",
        choices=(),
        widget=Radios(),
        error_messages={"required": "Select the outcome"},
    )
    reason = forms.CharField(
        label="Why?",
        max_length=MOST,
        widget=TextArea(rows=4),
        error_messages={"required": "Enter the reason"},
    )

    def __init__(self, *args: Any, route: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = list(outcomes_of(route).items())


class CloseForm(PageForm):
    button = "Close this concern"
    safeguarding_reference = forms.CharField(
        label="Reference in your safeguarding system",
        help_text="The portal is not your safeguarding system: the full record belongs there.",
        max_length=60,
        widget=Text(width="20", attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the reference in your safeguarding system"},
    )

    def __init__(self, *args: Any, is_safeguarding: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["safeguarding_reference"].required = is_safeguarding
        if not is_safeguarding:
            self.fields["safeguarding_reference"].label += " (optional)"


class ReasonForm(PageForm):
    button = "Reopen this concern"
    reason = forms.CharField(
        label="What has come up?",
        max_length=MOST,
        widget=TextArea(rows=4),
        error_messages={"required": "Enter what has come up"},
    )


class StillGoneForm(PageForm):
    """Whether a closed account is still gone (4.2.5)."""

    button = "Save"
    result = forms.ChoiceField(
        label="What do you see?",
        choices=ReappearanceCheck.Result.choices,
        widget=Radios(),
        error_messages={"required": "Select what you see"},
    )
    note = forms.CharField(
        label="What did you see, and when?",
        required=False,
        max_length=400,
        widget=TextArea(rows=3),
        help_text="Note the address of the page. Do not join a group, answer or like anything",
    )
    old_login = yes_or_no(
        "Could somebody still be using our old login?",
        "Select whether our old login could be in use",
        "Only if it is back",
        required=False,
    )

    def clean(self) -> None:
        given = super().clean() or self.cleaned_data
        if given.get("result") == ReappearanceCheck.Result.BACK and given.get("old_login") in (
            "",
            None,
        ):
            self.add_error("old_login", "Select whether our old login could be in use")
        given["old_login"] = given.get("old_login") is True


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
        self.fields["people"].choices = people
        self.fields["told_by"].choices = [("", "Somebody who is not in this list"), *people]
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


def moment(day: Any, hour: time | None) -> datetime | None:
    """A day and a time of day as one moment; midday stands in for a time not given, unless that is still to come."""
    if not day:
        return None
    found = datetime.combine(day, hour or time(12), tzinfo=timezone.get_default_timezone())
    now = timezone.now()
    return now if hour is None and timezone.localdate(now) == day and found > now else found
