"""Reads govuk-frontend's fixtures, builds the same field as a Django form, and compares the two as trees."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from govuk.fields import GovukDateField
from govuk.layout import Button
from govuk.templatetags.govuk import error_summary
from govuk.widgets import Checkboxes, DateParts, Look, Radios, Text, TextArea

COMPONENTS = (
    Path(__file__).resolve().parents[2] / "node_modules/govuk-frontend/dist/govuk/components"
)
VOID = {"input", "br", "img", "hr", "path"}
SIZES = ("s", "m", "l", "xl")
CSS_STATES = {":hover", ":active", ":focus"}  # of their review app, never in a page


def fixtures(component: str) -> list[dict[str, Any]]:
    return json.loads((COMPONENTS / component / "fixtures.json").read_text())["fixtures"]


class Tree(HTMLParser):
    """Every element as (depth, tag, classes, role, own words), in order: ids and other attributes aside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[Any]] = []
        self.open: list[list[Any]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = sorted(set((values.get("class") or "").split()) - CSS_STATES)
        row = [len(self.open), tag, classes, values.get("role"), ""]
        self.rows.append(row)
        if tag not in VOID:
            self.open.append(row)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.open[-1][4] = " ".join(f"{self.open[-1][4]} {data}".split())


def tree(html: str) -> list[list[Any]]:
    return Tree(html).rows


def drawn(component: str, options: dict[str, Any]) -> str:
    """Our markup for a fixture's options."""
    if component == "button":
        return draw_button(options)
    if component == "error-summary":
        return draw_summary(options)
    return draw_field(component, options)


def draw_button(options: dict[str, Any]) -> str:
    classes = options.get("classes", "")
    kinds = [
        kind for kind in ("secondary", "warning", "inverse") if f"govuk-button--{kind}" in classes
    ]
    button = Button(
        words(options),
        kind="start" if options.get("isStartButton") else next(iter(kinds), "primary"),
        name=options.get("name", ""),
        value=options.get("value", ""),
        href=options.get("href", ""),
        disabled=options.get("disabled", False),
    )
    return str(button.render(None, None, "govuk"))


def draw_summary(options: dict[str, Any]) -> str:
    """A form whose fields have the fixture's errors; one without a link concerns a form without fields."""
    shown = []
    for number, error in enumerate(options.get("errorList", [])):
        form = forms.Form({})
        if "href" in error:
            form.fields[f"field_{number}"] = forms.CharField(required=False)
        form.full_clean()
        form.add_error(f"field_{number}" if "href" in error else None, words(error))
        shown.append(form)
    return render_to_string("govuk/error_summary.html", error_summary(*shown))


def draw_field(component: str, options: dict[str, Any]) -> str:
    name = options.get("name") or options.get("idPrefix") or options["id"]
    form = forms.Form(data_for(component, name, options))
    form.fields[name] = field_for(component, options)
    form.full_clean()
    form.errors.clear()
    if message := options.get("errorMessage"):
        params = {"parts": wrong_parts(options)} if component == "date-input" else None
        form.add_error(name, forms.ValidationError(words(message), params=params))
    return render_to_string(
        "govuk/field.html", {"field": form[name], "look": look_for(component, options)}
    )


def field_for(component: str, options: dict[str, Any]) -> forms.Field:
    same: dict[str, Any] = {
        "label": words((options.get("fieldset") or {}).get("legend") or options.get("label") or {}),
        "help_text": words(options.get("hint") or {}),
        "required": False,
    }
    attrs = {"disabled": True} if options.get("disabled") else {}
    if component == "date-input":
        return GovukDateField(called="Date", widget=DateParts(), **same)
    if component == "file-upload":
        return forms.FileField(widget=forms.FileInput(attrs), **same)
    if component == "textarea":
        return forms.CharField(widget=TextArea(attrs), **same)
    if component == "input":
        return forms.CharField(widget=Text(attrs), **same)
    many = component == "checkboxes"
    field: Any = forms.MultipleChoiceField if many else forms.ChoiceField
    widget: Any = {"select": forms.Select, "radios": Radios, "checkboxes": Checkboxes}[component]
    return field(choices=choices(options), widget=widget(attrs), **same)


def choices(options: dict[str, Any]) -> list[tuple[Any, str]]:
    return [(value_of(item), words(item)) for item in items(options)]


def items(options: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in options.get("items", []) if item and "divider" not in item]


def value_of(item: dict[str, Any]) -> str:
    return str(item.get("value", item.get("text", "")))


def data_for(component: str, name: str, options: dict[str, Any]) -> dict[str, Any]:
    if component == "date-input":
        values = options.get("values") or {}
        return {
            f"{name}_{place}": values.get(part, "")
            for place, part in enumerate(("day", "month", "year"))
        }
    chosen = [
        value_of(item) for item in items(options) if item.get("checked") or item.get("selected")
    ]
    given = options.get("values") or options.get("value")
    if component == "checkboxes":
        return {name: chosen or given or []}
    return {name: chosen[0] if chosen else "" if given is None else given}


def wrong_parts(options: dict[str, Any]) -> list[str]:
    parts = ("day", "month", "year")
    listed = {item.get("name"): item for item in options.get("items") or []}
    told = {part: {**(options.get(part) or {}), **listed.get(part, {})} for part in parts}
    named = [
        part
        for part in parts
        if told[part].get("error") or "error" in told[part].get("classes", "")
    ]
    return named or [part for part in parts if told[part].get("error") is not False]


def look_for(component: str, options: dict[str, Any]) -> Look:
    label = (options.get("fieldset") or {}).get("legend") or options.get("label") or {}
    classes = options.get("classes", "").split()
    width, rest = "", []
    for each in classes:
        if each.startswith("govuk-input--width-"):
            width = each.removeprefix("govuk-input--width-")
        elif each.startswith("govuk-!-width-"):
            width = each.removeprefix("govuk-!-width-")
        elif each not in (f"govuk-{component}--inline", f"govuk-{component}--small"):
            rest.append(each)
    return Look(
        label_size=next(
            (size for size in SIZES if label.get("classes", "").endswith(f"--{size}")), ""
        ),
        heading=bool(label.get("isPageHeading")),
        width=width,
        prefix=words(options.get("prefix") or {}),
        suffix=words(options.get("suffix") or {}),
        inline=f"govuk-{component}--inline" in classes,
        small=f"govuk-{component}--small" in classes,
        classes=" ".join(rest),
        group_classes=(options.get("formGroup") or {}).get("classes", ""),
        hints={value_of(item): words(item["hint"]) for item in items(options) if item.get("hint")},
        dividers=dividers(options),
        exclusive=[
            value_of(item) for item in items(options) if item.get("behaviour") == "exclusive"
        ],
        reveals={
            value_of(item): mark_safe(
                item["conditional"]["html"]
            )  # their markup, as a rendered field would be
            for item in items(options)
            if (item.get("conditional") or {}).get("html")
        },
    )


def dividers(options: dict[str, Any]) -> dict[str, str]:
    found, waiting = {}, ""
    for item in filter(None, options.get("items", [])):
        if "divider" in item:
            waiting = item["divider"]
        elif waiting:
            found[value_of(item)] = waiting
            waiting = ""
    return found


def words(option: dict[str, Any]) -> str:
    """What to say; "html" is markup that a developer vouches for, as mark_safe does."""
    return mark_safe(option["html"]) if option.get("html") else str(option.get("text", ""))
