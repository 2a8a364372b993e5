"""Tags of the form pack: `{% present field as shown %}`, `{% control shown %}`, `{% error_summary form %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from govuk.presentation import Presented
from govuk.widgets import Look

register = template.Library()


@register.simple_tag(takes_context=True)
def present(context: Any, field: BoundField) -> Presented:
    """The field with what its layout object or its widget says of how it is shown."""
    look = context.get("look")
    return Presented(field, look if isinstance(look, Look) else None)


@register.simple_tag
def control(shown: Presented) -> SafeString:
    return shown.control()


@register.inclusion_tag("govuk/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """Every error of these forms, each a link to the field it is about. Stands before the h1's form."""
    return {
        "errors": [error for form in forms if form is not None for error in errors_of_form(form)]
    }


def errors_of_form(form: Any) -> list[tuple[str, str]]:
    """(id to land on, sentence) in the order of the fields; what concerns the whole form comes first."""
    if hasattr(form, "forms"):  # a formset
        found = [("", str(error)) for error in form.non_form_errors()]
        return found + [error for each in form.forms for error in errors_of_form(each)]
    shown = [Presented(field) for field in form.visible_fields()]
    first = shown[0].first_id if shown else ""
    found = [(first, str(error)) for error in form.non_field_errors()]
    return found + [(each.first_id, str(error)) for each in shown for error in each.field.errors]
