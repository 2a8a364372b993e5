"""What somebody sees of an account that was closed."""

from __future__ import annotations

from django import forms

from accounts_registry.models import ReappearanceCheck
from govuk.page_form import PageForm, yes_or_no
from govuk.widgets import Radios, TextArea


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
