"""What somebody who is not signed in types, and two quiet traps for machines that no person falls into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django import forms
from django.core import signing

from govuk.layout import LayoutPart, Question
from govuk.page_form import PageForm
from govuk.widgets import Radios, Text
from incidents.report.public_options import EXPLAINED, WORRIES
from platforms.api import identity

TOO_QUICK = timedelta(seconds=2)
TOO_OLD = timedelta(hours=24)
SALT = "incidents.report.public_forms"
AGAIN = "Check your answers, then press the button again"


class Trap(LayoutPart):
    """A box that no person sees or reaches, with a keyboard or a screen reader either: only a machine fills it in."""

    template = "verify/report_trap.html"


class ReportFakeForm(PageForm):
    """Page L5: a link or name, what worries you, and an email address if you like."""

    button = "Send this report"

    account = forms.CharField(
        label="Account name or link",
        max_length=300,
        widget=Text(width="two-thirds", attrs={"spellcheck": "false", "autocapitalize": "none"}),
        help_text="Like @AshdownPE, or a link copied from the account",
        error_messages={"required": "Enter an account name or link"},
    )
    school = forms.ChoiceField(
        label="Which school is it about?", error_messages={"required": "Select the school"}
    )
    worry = forms.ChoiceField(
        label="What worries you?",
        choices=list(WORRIES.items()),
        widget=Radios(hints=EXPLAINED),
        error_messages={
            "required": "Select what worries you",
            "invalid_choice": "Select what worries you",
        },
    )
    email = forms.EmailField(
        label="Your email address (optional)",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "govuk-input--width-20"}),
        help_text="Only if the school may ask you something. It is not shown to anybody else",
        error_messages={"invalid": "Enter an email address like name@example.com"},
    )
    website = forms.CharField(required=False)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, data: Any = None, *args: Any, schools: Sequence[Any], at: datetime, **kwargs: Any
    ) -> None:
        self.schools, self.at = schools, at
        self.shown_at = self._shown_at(data)
        super().__init__(data, *args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["stamp"].initial = signing.dumps(at.timestamp(), salt=SALT)
        fields["school"].choices = [
            ("", "Choose one"),
            *((school.slug, school.name) for school in schools),
        ]
        if len(schools) == 1:
            fields["school"].initial = schools[0].slug
            fields["school"].widget = forms.HiddenInput()

    def questions(self) -> Sequence[Any]:
        shown = [Question(name) for name in self.fields if name != "website"]
        return [*shown, Trap()]

    def clean_account(self) -> str:
        """Characters that nobody sees are no name."""
        account = str(self.cleaned_data["account"])
        if not identity.tidy(account):
            raise forms.ValidationError("Enter an account name or link")
        return account

    def clean_school(self) -> Any:
        return next(one for one in self.schools if one.slug == self.cleaned_data["school"])

    def once(self) -> UUID:
        """Names this page with what was typed on it: the same button pressed twice has the same name."""
        names = ("stamp", "school", "account", "worry")
        return uuid5(NAMESPACE_OID, "|".join(str(self.data.get(name, "")) for name in names))

    def clean(self) -> dict[str, Any]:
        """A machine is told what a person would be told: nothing is thrown away in silence."""
        cleaned = super().clean() or {}
        if cleaned.get("website") or self.shown_at is None or self.at - self.shown_at < TOO_QUICK:
            self._start_again()
            # What else is wrong keeps it from being sent already, and says what to do.
            if not self.errors:
                self.add_error("account", AGAIN)
        return cleaned

    def _start_again(self) -> None:
        """A fresh page for whoever is a person after all."""
        typed: Any = self.data.copy()  # type: ignore[attr-defined]  # what was sent, not a plain mapping
        typed["website"] = ""
        if self.shown_at is None:
            typed["stamp"] = self.fields["stamp"].initial
        self.data = typed

    def _shown_at(self, data: Any) -> datetime | None:
        """When the page was shown; nothing for a stamp that is missing, forged or a day old."""
        try:
            moment = signing.loads((data or {}).get("stamp", ""), salt=SALT)
            shown = datetime.fromtimestamp(float(moment), tz=self.at.tzinfo)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return shown if shown <= self.at < shown + TOO_OLD else None
