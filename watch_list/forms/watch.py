"""What somebody writes down about an account that is not ours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts_registry.api import with_blank
from govuk.fields import GovukDateField, field_of
from govuk.page_form import PageForm
from govuk.widgets import Checkboxes, Radios, Text, TextArea
from people.api import PersonChoiceField
from platforms.api import identity
from platforms.models import Platform
from watch_list.models import TESTS, WatchedAccount

THREE_TESTS = (
    ("master_privileges_held", "The school holds the master privileges and access permissions"),
    ("editorial_oversight", "The school has editorial oversight of everything posted"),
    ("admins_limited", "Only the staff who need administrator rights have them"),
)
KIND_HINTS = {
    "quasi_school": "For example a teacher's own history account that bears the school's name",
    "run_by_others": "For example a parents' association. The public page says who runs it",
    "reappeared": "An account of ours that was closed and is there again",
}


class KnownForm(PageForm):
    """What is known of an account: the fields that adding and changing share."""

    account = forms.CharField(
        label="Account name or link",
        max_length=300,
        widget=Text(width="two-thirds"),
        help_text="A link copied from the account is best",
        error_messages={"required": "Enter an account name or link"},
    )
    called = forms.CharField(
        label="Name shown on it",
        required=False,
        max_length=150,
        widget=Text(width="two-thirds"),
        help_text="Only if it is not the same, like Miss Stuart History",
    )
    platform = forms.ChoiceField(
        label="Platform",
        required=False,
        help_text="You can leave this if you paste a link",
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=WatchedAccount.Kind.choices,
        widget=Radios(hints=KIND_HINTS),
        error_messages={"required": "Select what it is"},
    )
    organisation = forms.CharField(
        label="Organisation that runs it",
        required=False,
        max_length=120,
        widget=Text(width="two-thirds"),
        help_text="As it goes into “It is run by …”, like the Friends of Ashdown. Not a person's name",
    )
    named_in_public = forms.BooleanField(
        label="The public page may name this organisation",
        required=False,
        initial=True,
        help_text="Only for an account that others run and we know about",
    )
    holder = PersonChoiceField(
        label="Member of staff who holds it",
        required=False,
        empty_label="Nobody, or not known",
    )
    holder_text = forms.CharField(
        label="Or whoever holds it",
        required=False,
        max_length=150,
        widget=Text(width="two-thirds"),
        help_text="Somebody who is not on the list of people. Never shown to the public",
    )
    first_opened_on = GovukDateField(
        label="When was the account first opened?",
        called="Date first opened",
        required=False,
        help_text="Leave it empty if nobody knows",
    )
    tests = forms.MultipleChoiceField(
        label="Which of the 3 tests of an official account does it meet?",
        choices=THREE_TESTS,
        required=False,
        widget=Checkboxes(),
        help_text="Leave them all empty if it meets none",
    )

    def __init__(
        self, *args: Any, platforms: Sequence[Platform], people: Any, on: date, **kwargs: Any
    ) -> None:
        self.platforms, self.on = platforms, on
        super().__init__(*args, **kwargs)
        field_of(self, "platform", forms.ChoiceField).choices = with_blank(
            [(one.code, one.name) for one in platforms]
        )
        field_of(self, "holder", PersonChoiceField).offer(people, on=on)

    def clean_account(self) -> str:
        """Characters that nobody sees are no name."""
        account = str(self.cleaned_data["account"])
        if not identity.tidy(account):
            raise forms.ValidationError("Enter an account name or link")
        return account

    def clean_platform(self) -> Platform | None:
        code = self.cleaned_data["platform"]
        return next((one for one in self.platforms if one.code == code), None)

    def clean_first_opened_on(self) -> date | None:
        day = self.cleaned_data["first_opened_on"]
        if day and day > self.on:
            raise forms.ValidationError("Date first opened must be today or in the past")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "run_by_others" and not cleaned.get("organisation"):
            self.add_error("organisation", "Enter the organisation that runs it")
        return cleaned

    def facts(self) -> dict[str, Any]:
        """The arguments of the action: each of the three tests is a fact of its own."""
        facts = dict(self.cleaned_data)
        met = facts.pop("tests")
        return facts | {test: test in met for test in TESTS}


class AddWatchedForm(KnownForm):
    """An account that somebody has found."""

    button = "Add to the watch list"
    field_order = ("school", "account", "called", "platform", "kind")

    school = forms.ChoiceField(
        label="School whose name it uses", error_messages={"required": "Select the school"}
    )
    note = forms.CharField(
        label="What you know about it",
        required=False,
        max_length=2000,
        widget=TextArea(rows=4),
        help_text="Who told you, what it posts, who has its password. Do not write about a child's safety here: report a concern",
    )

    def __init__(self, *args: Any, schools: Sequence[Any], **kwargs: Any) -> None:
        self.schools = schools
        super().__init__(*args, **kwargs)
        field_of(self, "school", forms.ChoiceField).choices = with_blank(
            [(str(one.pk), one.name) for one in schools]
        )
        if len(schools) == 1:
            self.fields["school"].initial = str(schools[0].pk)
            self.fields["school"].widget = forms.HiddenInput()

    def clean_school(self) -> Any:
        return next(one for one in self.schools if str(one.pk) == self.cleaned_data["school"])


class ChangeWatchedForm(KnownForm):
    """What turned out to be different."""

    button = "Save details"


class EvidenceForm(PageForm):
    """What was seen, in words: nothing can be uploaded here."""

    button = "Save"

    evidence = forms.CharField(
        label="What have you seen?",
        required=False,
        max_length=4000,
        widget=TextArea(rows=6),
        help_text="What it shows and asks for, with dates and links. Never copy or describe pictures of a child: report a concern instead",
    )
    evidence_kept = forms.CharField(
        label="Where are the screenshots kept?",
        required=False,
        max_length=200,
        widget=Text(width="two-thirds"),
        help_text="For example, the office's folder for communications. Nothing is uploaded here",
    )
