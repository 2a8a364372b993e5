"""Layout objects for crispy forms in the words of the design system.

self.helper.layout = Layout(
    Question("name", label_size="m", width="20"),
    Question("audience", exclusive=["none"], dividers={"none": "or"}),
    Buttons(Button("Save and continue"), Link("Save and finish later", "/requests/")),
)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import LayoutObject, TemplateNameMixin
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from govuk.presentation import look_of


class Question(LayoutObject):
    """One field, shown as `govuk.widgets.Look` says. `reveals` names the fields under a choice."""

    def __init__(
        self, name: str, *, reveals: Mapping[str, Sequence[Any]] | None = None, **look: Any
    ) -> None:
        self.name = name
        self.fields = [name]
        self.reveals = reveals or {}
        self.look = look

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        revealed = {
            value: SafeString(
                "".join(
                    render_field(name, form, context, template_pack=template_pack) for name in names
                )
            )
            for value, names in self.reveals.items()
        }
        look = look_of(form[self.name]).but(**self.look)
        if revealed:
            look = look.but(reveals=revealed)
        return render_field(
            self.name, form, context, template_pack=template_pack, extra_context={"look": look}
        )


class LayoutPart(TemplateNameMixin):
    """Something between the questions that is drawn by its own template."""

    template = ""

    def context(self) -> dict[str, Any]:
        return dict(vars(self))

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        return render_to_string(self.get_template_name(template_pack), self.context())


class Button(LayoutPart):
    """A button that sends the form, or with `href` a link that looks like one.

    `kind` is primary, secondary, warning (red), inverse or start (with an arrow).
    """

    template = "%s/button.html"

    def __init__(
        self,
        text: str,
        *,
        kind: str = "primary",
        name: str = "",
        value: str = "",
        href: str = "",
        disabled: bool = False,
    ) -> None:
        self.text, self.kind, self.name, self.value = text, kind, name, value
        self.href, self.disabled = href, disabled


class Link(LayoutPart):
    """A link beside the buttons, for going without sending."""

    template = "%s/link.html"

    def __init__(self, text: str, href: str) -> None:
        self.text, self.href = text, href


class Words(LayoutPart):
    """A paragraph between questions; `heading` stands over it."""

    template = "%s/words.html"

    def __init__(self, text: str = "", *, heading: str = "") -> None:
        self.text, self.heading = text, heading


class Buttons(LayoutObject):
    """Buttons and links in one row."""

    def __init__(self, *parts: Any) -> None:
        self.fields = list(parts)

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        parts = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(f"{template_pack}/buttons.html", {"parts": parts})
