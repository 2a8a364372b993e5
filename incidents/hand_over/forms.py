"""The one question of a hand-over: which concerns, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from govuk.page_form import PageForm
from govuk.widgets import Checkboxes
from incidents.forms import keep_out

NONE = "none"
WHICH = "Select each concern to hand over, or that you have none"


class HandOverForm(PageForm):
    button = "Send my answer"
    concerns = forms.MultipleChoiceField(
        label="Which concerns do you hand over?",
        help_text="Whatever you leave out goes on with the others who may deal with it.",
        widget=Checkboxes(label_size="m", exclusive=[NONE], dividers={NONE: "or"}),
        error_messages={"required": WHICH, "invalid_choice": WHICH},
    )

    def __init__(self, *args: Any, concerns: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concerns"].choices = [*concerns, (NONE, "I have none to hand over")]
        keep_out(self)

    def clean_concerns(self) -> list[UUID]:
        """The ids of those ticked; empty where there are none to hand over."""
        given = self.cleaned_data["concerns"]
        if NONE in given and len(given) > 1:
            raise ValidationError(WHICH)
        return [UUID(one) for one in given if one != NONE]
