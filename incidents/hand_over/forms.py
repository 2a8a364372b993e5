"""The one question of a hand-over: which concerns, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from govuk.fields import field_of
from govuk.page_form import PageForm
from govuk.widgets import Checkboxes
from incidents.concern.models import Incident
from incidents.hand_over import offers
from incidents.report.forms import keep_out

NONE = "none"
WHICH = "Select each concern to hand over, or that you have none"


def look_at(concern: Incident) -> str:
    return format_html(
        '<a class="govuk-link" href="{}">Open {}</a>', concern.get_absolute_url(), concern.reference
    )


class HandOverForm(PageForm):
    button = "Send my answer"
    concerns = forms.MultipleChoiceField(
        label="Which concerns do you hand over?",
        help_text="Whatever you leave out goes on with the others who may deal with it.",
        widget=Checkboxes(label_size="m", exclusive=[NONE]),
        error_messages={"required": WHICH, "invalid_choice": WHICH},
    )

    def __init__(self, *args: Any, concerns: Sequence[Incident], **kwargs: Any) -> None:
        """Each concern with a link to it: nobody hands over what they cannot look at first."""
        super().__init__(*args, **kwargs)
        field = field_of(self, "concerns", forms.MultipleChoiceField)
        lines = [(str(one.pk), offers.line(one)) for one in concerns]
        field.choices = [*lines, (NONE, "I have none to hand over")]
        field.widget.look = field.widget.look.but(
            hints={str(one.pk): look_at(one) for one in concerns},
            dividers={NONE: "or"} if concerns else {},
        )
        keep_out(self)

    def clean_concerns(self) -> list[UUID]:
        """The ids of those ticked; empty where there are none to hand over."""
        given = self.cleaned_data["concerns"]
        if NONE in given and len(given) > 1:
            raise ValidationError(WHICH)
        return [UUID(one) for one in given if one != NONE]
