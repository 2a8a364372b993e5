"""What is asked about a change to somebody's way in."""

from __future__ import annotations

from typing import Any

from django import forms

from govuk.widgets import Text
from people.forms.page import PageForm


class ProposeWayInForm(PageForm):
    button = "Propose this"

    sends_link = forms.BooleanField(
        label="They cannot use their password: a new link to choose one", required=False
    )
    removes_app = forms.BooleanField(
        label="They have lost their phone and their recovery codes: remove the second step",
        required=False,
    )
    new_address = forms.CharField(
        label="New email address (optional)",
        required=False,
        widget=Text(
            {"type": "email", "autocomplete": "off", "spellcheck": "false"}, width="two-thirds"
        ),
        help_text="Only where the one they have no longer reaches them",
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back


class OwnAddressForm(PageForm):
    button = "Change my address"
    back = "/account/"

    email = forms.CharField(
        label="New email address",
        widget=Text(
            {"type": "email", "autocomplete": "email", "spellcheck": "false"}, width="two-thirds"
        ),
        help_text="You sign in with it, and messages go to it",
        error_messages={"required": "Enter your new email address"},
    )
