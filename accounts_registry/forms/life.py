"""Pausing, closing and giving up."""

from __future__ import annotations

from django import forms

from govuk.fields import GovukDateField
from govuk.page_form import PageForm
from govuk.widgets import TextArea


class CancelForm(PageForm):
    """A planned channel that will not go ahead."""

    button = "This channel will not go ahead"

    reason = forms.CharField(
        label="Why it will not go ahead",
        widget=TextArea(rows=3),
        max_length=500,
        error_messages={"required": "Enter why it will not go ahead"},
    )


class PauseForm(PageForm):
    """Why nobody posts for now."""

    button = "Pause this channel"

    reason = forms.CharField(
        label="Why is it paused?",
        help_text="Everybody who runs it is told to stop posting. They see this reason.",
        widget=TextArea(rows=3),
        max_length=200,
        error_messages={"required": "Enter why it is paused"},
    )


class StartClosingForm(PageForm):
    """That a channel will close, and when."""

    button = "Start closing"

    planned_closing = GovukDateField(
        label="When will it close?",
        help_text="For example, 18 7 2027",
        called="Closing date",
        error_messages={"required": "Enter the date it will close"},
    )
    reason = forms.CharField(
        label="Why is it closing?",
        widget=TextArea(rows=3),
        max_length=500,
        error_messages={"required": "Enter why it is closing"},
    )


class CloseForm(PageForm):
    """That the account is closed."""

    button = "Close this channel"

    date_closed = GovukDateField(
        label="When was the account closed?",
        help_text="The day it was deleted or locked on the platform",
        called="Closing date",
        error_messages={"required": "Enter the date it was closed"},
    )
