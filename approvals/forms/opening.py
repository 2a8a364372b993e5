"""The day a channel opened."""

from __future__ import annotations

from django import forms

from govuk.fields import GovukDateField


class OpeningForm(forms.Form):
    date_opened = GovukDateField(called="Opening date", label="When did it open?")
