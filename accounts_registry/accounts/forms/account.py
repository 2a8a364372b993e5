"""Which account a channel is: a new name, an end, a correction, or the platform's own id."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts_registry.accounts.actions.names import ENDINGS
from accounts_registry.accounts.forms.second_look import SecondLook, warn
from accounts_registry.models import Channel, FormerHandle
from govuk.fields import GovukDateField
from govuk.page_form import PageForm
from govuk.widgets import Radios, Text, TextArea
from platforms.api import identity

SECOND_LOOK = "This id leads to {link}. Open it and make sure that it shows {name}: a wrong digit is somebody else's account"
WHICH = "Copy the link from the account's own page, or enter the name as it stands after the @"


def account(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        widget=Text(width="two-thirds"),
        help_text=WHICH,
        error_messages={"required": "Enter the account name or link"},
    )


def page_name() -> forms.CharField:
    return forms.CharField(
        label="Name shown on the page",
        required=False,
        max_length=150,
        widget=Text(width="two-thirds"),
        help_text="Only if that has changed too",
    )


class AccountForm(SecondLook):
    """What these forms share: the channel whose account it is, and a second look at a name that is like another."""

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        self.channel = channel
        super().__init__(*args, **kwargs)

    def looks_at(self) -> dict[str, Any] | None:
        if not self.cleaned_data.get("account_name"):
            return None
        return {
            "platform": self.channel.platform,
            "typed": self.cleaned_data["account_name"],
            "account_name": self.cleaned_data.get("page_name") or "",
            "trust_id": self.channel.trust_id,
            "school_id": self.channel.school_id,
            "besides": self.channel,
        }


class RenameForm(AccountForm):
    """The platform calls our account something else now."""

    button = "Save the new name"

    account_name = account("New account name or link")
    page_name = page_name()
    changed_on = GovukDateField(
        label="When did the name change?",
        called="Date the name changed",
        help_text="If nobody knows the day, enter the day you noticed",
        error_messages={"required": "Enter the date the name changed"},
    )


class CorrectForm(AccountForm):
    """The register had the wrong account."""

    button = "Save the right account"

    account_name = account("The right account name or link")
    page_name = page_name()
    note = forms.CharField(
        label="How do you know?",
        max_length=400,
        widget=TextArea(rows=2),
        help_text="The channel's history shows this",
        error_messages={"required": "Enter how you know which account is right"},
    )


class EndForm(PageForm):
    """This account is ours no longer."""

    button = "Record that it is no longer ours"

    reason = forms.ChoiceField(
        label="What has happened to the account?",
        choices=[(code, FormerHandle.Reason(code).label) for code in ENDINGS],
        widget=Radios(),
        error_messages={"required": "Select what has happened to the account"},
    )
    until = GovukDateField(
        label="Last day it was yours",
        called="Last day it was yours",
        error_messages={"required": "Enter the last day it was yours"},
    )
    note = forms.CharField(
        label="What is known about it",
        required=False,
        max_length=400,
        widget=TextArea(rows=3),
        help_text="Do not name pupils. People who may see this channel in detail can read it",
    )


class PermanentIdForm(PageForm):
    """What the platform itself calls the account, with a second look at where its link leads."""

    button = "Save the id"

    permanent_id = forms.CharField(
        label="Link or number that stays when the name changes",
        max_length=300,
        widget=Text(width="two-thirds"),
        help_text="Like the number in a Facebook link with profile.php, or a YouTube link with /channel/",
        error_messages={"required": "Enter the link or number"},
    )

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        self.channel = channel
        self.leads_to = ""
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        platform = self.channel.platform
        if found := identity.permanent_id(platform, cleaned.get("permanent_id") or ""):
            self.leads_to = identity.id_link(platform, found)
            warn(self, [SECOND_LOOK.format(link=self.leads_to, name=self.channel.shown_name)])
        return cleaned


class ConfirmIdForm(PageForm):
    """Whether the link of an id leads to our account, said by somebody who did not write it down."""

    button = "Save your answer"

    permanent_id = forms.CharField(widget=forms.HiddenInput())
    ours = forms.ChoiceField(
        label="Is it our account?",
        choices=[
            ("yes", "Yes, I have opened the link, and it is our account"),
            ("no", "No, it is not our account"),
        ],
        widget=Radios(),
        error_messages={"required": "Open the link, then say whether it is our account"},
    )


class ConfirmHandleForm(PageForm):
    """That the account with the changed name is ours, said by somebody who did not write it down."""

    button = "Yes, it is our account"

    identity = forms.CharField(widget=forms.HiddenInput())
