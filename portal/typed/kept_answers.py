"""Which forms are kept while somebody types, and putting back what was kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.http import QueryDict

from drafts.answers import NEVER, Typed

# A statement is ticked, and a password typed, each time anew.
NOT_GIVEN_BACK = (forms.CheckboxInput, forms.PasswordInput, forms.FileInput)
SEARCHES = frozenset({"find"})
TYPED = (forms.Textarea, forms.TextInput, forms.MultiWidget)
TICKED = (forms.CheckboxSelectMultiple, forms.SelectMultiple)


def keeps_typing(form: Any) -> bool:
    """Whether somebody may type something there that a page records; a filter only looks."""
    if not isinstance(form, forms.BaseForm) or is_filter(form):
        return False
    return getattr(form, "keeps_typing", False) or any(
        is_typed(name, field.widget) for name, field in form.fields.items()
    )


def tells(form: Any) -> bool:
    """Whether it is a question of a report in which somebody writes what happened."""
    widgets = [field.widget for field in form.fields.values()]
    return getattr(form, "keeps_typing", False) or any(
        isinstance(widget, forms.Textarea) for widget in widgets
    )


def is_filter(form: Any) -> bool:
    return str(getattr(getattr(form, "helper", None), "form_method", "post")).lower() == "get"


def is_typed(name: str, widget: forms.Widget) -> bool:
    """A box for words, numbers or a date; no password, no code, no file, and no search for a person."""
    if name in NEVER | SEARCHES or "password" in name or isinstance(widget, forms.PasswordInput):
        return False
    return not widget.is_hidden and isinstance(widget, TYPED)


def give_back(form: Any, kept: QueryDict) -> bool:
    """Put what was kept into a form that nobody has sent. Whether there was anything for it."""
    names = [name for name in form.fields if is_given_back(form, name, kept)]
    if form.is_bound:
        give_back_as_sent(form, kept, names)
    else:
        form.initial = {**form.initial, **{name: value_of(form, name, kept) for name in names}}
    return bool(names)


def give_back_as_sent(form: Any, kept: QueryDict, names: Collection[str]) -> None:
    """A page that shows unfinished answers as they were sent: these stand in their place."""
    data = form.data.copy()
    for key, values in kept.lists():
        if any(key == form.add_prefix(name) or is_part(form, name, key) for name in names):
            data.setlist(key, values)
    form.data = data
    form.full_clean()


def changed_of(form: Any, typed: Typed) -> Typed:
    """Of what was sent only what somebody changed: the rest may be newer when they come back."""
    if form is None or not form.is_bound:
        return typed
    changed = [name for name in form.fields if is_changed(form, name)]
    return {
        key: values
        for key, values in typed.items()
        if any(key == form.add_prefix(name) or is_part(form, name, key) for name in changed)
    }


def is_changed(form: Any, name: str) -> bool:
    """A choice that was never offered is none that somebody made."""
    asked = form[name]
    try:
        return bool(form.fields[name].has_changed(asked.initial, asked.data))
    except LookupError:
        return False


def is_part(form: Any, name: str, key: str) -> bool:
    """The day of a date, which is sent as three."""
    widget = form.fields[name].widget
    return isinstance(widget, forms.MultiWidget) and key.startswith(f"{form.add_prefix(name)}_")


def is_given_back(form: Any, name: str, kept: QueryDict) -> bool:
    widget = form.fields[name].widget
    if name in NEVER or name in getattr(form, "made_again", ()):
        return False
    if widget.is_hidden or isinstance(widget, NOT_GIVEN_BACK):
        return False
    if isinstance(widget, TICKED):
        return form.add_prefix(name) in kept
    return not widget.value_omitted_from_data(kept, {}, form.add_prefix(name))


def value_of(form: Any, name: str, kept: QueryDict) -> Any:
    return form.fields[name].widget.value_from_datadict(kept, {}, form.add_prefix(name))
