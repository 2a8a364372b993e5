"""What is typed about an appointment: the code of the server."""

from __future__ import annotations

from django import forms

from govuk.widgets import Text
from people.forms.page import PageForm


class CodeForm(PageForm):
    button = "Confirm with this code"
    button_kind = "secondary"

    code = forms.CharField(
        label="Code from the server",
        widget=Text({"autocomplete": "off", "spellcheck": "false"}, width="20"),
        help_text="Whoever runs the server prints it with manage.py appointment_code",
        error_messages={"required": "Enter the code from the server"},
    )
