"""What a field says by itself, where its form has no better sentence: our words instead of the framework's."""

from __future__ import annotations

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator


def speak_our_words() -> None:
    MaxLengthValidator.message = (
        "Enter %(limit_value)d characters or fewer. You have entered %(show_value)d"
    )
    ProhibitNullCharactersValidator.message = "Take out the characters that cannot be shown"
    for field in (
        forms.ChoiceField,
        forms.MultipleChoiceField,
        forms.ModelChoiceField,
        forms.ModelMultipleChoiceField,
    ):
        field.default_error_messages = {
            **field.default_error_messages,
            "invalid_choice": "Select one of the answers on this page",
        }
