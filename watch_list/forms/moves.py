"""What somebody records about what was done with an account that is not ours."""

from __future__ import annotations

from typing import Any

from django import forms

from govuk.fields import GovukDateField
from govuk.page_form import PageForm
from govuk.widgets import Radios, Text, TextArea
from watch_list.actions.moves import ANSWERS
from watch_list.models import TakedownReport


class NoticeForm(PageForm):
    """The words of the notice to whoever holds the account."""

    button = "Send this notice"

    text = forms.CharField(
        label="The notice",
        max_length=4000,
        widget=TextArea(rows=16),
        error_messages={"required": "Enter the words of the notice"},
    )


class LetterForm(NoticeForm):
    """The same where nobody known here holds it: the portal sends nothing."""

    button = "Record that it was sent today"


class HolderForm(PageForm):
    """What the holder of an account will do."""

    button = "Send my answer"

    choice = forms.ChoiceField(
        label="What will you do?",
        choices=list(ANSWERS.items()),
        widget=Radios(),
        error_messages={"required": "Select what you will do"},
    )
    text = forms.CharField(
        label="Anything to add",
        required=False,
        max_length=1000,
        widget=TextArea(rows=3),
    )


class ResponseForm(PageForm):
    """What the holder answered in another way."""

    button = "Save the answer"

    text = forms.CharField(
        label="What did they answer?",
        max_length=1000,
        widget=TextArea(rows=4),
        error_messages={"required": "Enter what they answered"},
    )
    answered_on = GovukDateField(label="When?", called="Date of the answer")


class RenamedForm(PageForm):
    button = "Record the new name"

    new_name = forms.CharField(
        label="What is it called now?",
        max_length=150,
        widget=Text(width="two-thirds"),
        error_messages={"required": "Enter the new name of the account"},
    )
    renamed_on = GovukDateField(label="Since when?", called="Date")


class RemovedForm(PageForm):
    button = "Record that it is gone"

    removed_on = GovukDateField(label="When was it gone?", called="Date")
    note = forms.CharField(
        label="Who closed it or took it down?",
        required=False,
        max_length=500,
        widget=TextArea(rows=3),
    )


class ReasonForm(PageForm):
    """A reason, and when somebody looks again."""

    reason = forms.CharField(
        label="Why?",
        max_length=1000,
        widget=TextArea(rows=4),
        error_messages={"required": "Enter the reason"},
    )
    next_check_on = GovukDateField(
        label="When will somebody look at it again?",
        called="Next check",
        help_text="Within 6 months",
    )


class TolerateForm(ReasonForm):
    button = "Leave it alone"


class EscalateForm(ReasonForm):
    button = "Record that it was passed on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "To whom, and why?"


class FoundAgainForm(ReasonForm):
    button = "Deal with it again"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "What have you seen?"


class CheckForm(PageForm):
    button = "Save this check"

    found = forms.CharField(
        label="What did you see?",
        max_length=1000,
        widget=TextArea(rows=4),
        error_messages={"required": "Enter what you saw"},
    )
    next_check_on = GovukDateField(
        label="When will somebody look at it again?",
        called="Next check",
        help_text="Within 6 months",
    )


class FakeForm(PageForm):
    """That somebody has looked at the account itself, and stands for what the public page will say."""

    button = "Confirm that it is a fake"

    looked = forms.BooleanField(
        label="I have looked at the account. It pretends to be the school, and what was seen is written down",
        error_messages={
            "required": "Look at the account, then say that it pretends to be the school"
        },
    )


class NoFakeForm(PageForm):
    button = "Take it back"

    reason = forms.CharField(
        label="Why?",
        max_length=1000,
        widget=TextArea(rows=3),
        error_messages={"required": "Enter the reason"},
    )


class TakedownForm(PageForm):
    button = "Add to the log"

    to = forms.ChoiceField(
        label="To whom was it reported?",
        choices=TakedownReport.To.choices,
        widget=Radios(),
        error_messages={"required": "Select to whom it was reported"},
    )
    made_on = GovukDateField(label="When?", called="Date of the report")
    their_reference = forms.CharField(
        label="Their reference",
        required=False,
        max_length=100,
        widget=Text(width="20"),
    )
    said = forms.CharField(
        label="What was reported?",
        required=False,
        max_length=1000,
        widget=TextArea(rows=3),
    )


class TakedownAnswerForm(PageForm):
    button = "Save what came of it"

    answer = forms.CharField(
        label="What did they answer or do?",
        max_length=1000,
        widget=TextArea(rows=3),
        error_messages={"required": "Enter what they answered or did"},
    )
    answered_on = GovukDateField(label="When?", called="Date of the answer")
