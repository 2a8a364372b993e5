"""The day a channel opened."""

from __future__ import annotations

from django import forms

from govuk.fields import GovukDateField
from govuk.page_form import PageForm


class OpeningForm(forms.Form):
    date_opened = GovukDateField(called="Opening date", label="When did it open?")


class EarlyForm(PageForm):
    """The day from which it was live, before it was approved."""

    button = "Record that it was live"

    date_opened = GovukDateField(called="Opening date", label="Since when has it been live?")
