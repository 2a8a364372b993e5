"""A form that is the whole of a page: it knows its questions, its button and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govuk.layout import Button, Buttons, Link, Question
from govuk.widgets import Radios


class PageForm(forms.Form):
    """Subclasses name their fields, and override `questions` where the order or the look is special."""

    button = "Save"

    def __init__(self, *args: Any, cancel: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.questions(), Buttons(*self.ways(cancel)))

    def questions(self) -> Sequence[Any]:
        return [Question(name) for name in self.fields]

    def ways(self, cancel: str) -> Iterable[Any]:
        yield Button(self.button)
        if cancel:
            yield Link("Cancel", cancel)

    def take(self, refused: ValidationError) -> None:
        """Show what an action refused, each sentence beside its field."""
        problems: Mapping[str, Any] = (
            refused.message_dict
            if hasattr(refused, "error_dict")
            else {NON_FIELD_ERRORS: refused.messages}
        )
        for name, sentences in problems.items():
            self.add_error(name if name in self.fields else None, list(sentences))


def yes_or_no(label: str, error: str, hint: str = "", **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=(("yes", "Yes"), ("no", "No")),
        coerce=lambda answer: answer == "yes",
        widget=Radios(inline=True),
        help_text=hint,
        error_messages={"required": error, "invalid_choice": error},
        **kwargs,
    )


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when it is empty: a form with nothing ticked is still a form that was sent."""
    return request.POST if request.method == "POST" else None


form_page = require_http_methods(["GET", "HEAD", "POST"])


def kept(form: Any, verb: Any, request: HttpRequest, **arguments: Any) -> Any:
    """Call the verb; what it refuses stands beside the field it is about."""
    try:
        return verb(by=request.user, at=timezone.now(), **arguments)
    except ValidationError as refusal:
        form.take(refusal)
        return None
