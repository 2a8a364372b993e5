"""Which request makes an account official."""

from __future__ import annotations

from typing import Any

from django import forms

from govuk.fields import field_of
from govuk.page_form import PageForm
from govuk.widgets import Radios


class RequestChoice(forms.ModelChoiceField):
    def label_from_instance(self, request: Any) -> str:
        return f"{request.name} ({request.reference}), from {request.author.full_name}"


class ConvertForm(PageForm):
    button = "Link this request"

    request = RequestChoice(
        label="Which request makes it official?",
        queryset=None,
        empty_label=None,
        widget=Radios(),
        error_messages={
            "required": "Select the request that makes it official",
            "invalid_choice": "Select a request of this school that has not ended",
        },
    )

    def __init__(self, *args: Any, requests: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "request", forms.ModelChoiceField).queryset = requests
