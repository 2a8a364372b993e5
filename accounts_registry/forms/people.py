"""Who gets a part in a channel."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts_registry.models import ChannelPerson
from govuk.page_form import PageForm
from govuk.widgets import Radios


class PersonForm(PageForm):
    """Somebody, or whoever holds a post, with a part in running a channel."""

    button = "Add a person"

    part = forms.ChoiceField(
        label="What they will do",
        choices=ChannelPerson.Part.choices,
        widget=Radios(),
        error_messages={"required": "Select what they will do"},
    )
    person = forms.ModelChoiceField(
        label="Person",
        queryset=None,
        required=False,
        empty_label="Choose a person",
        help_text="Leave this empty to give the part to whoever holds a post",
    )
    post = forms.ModelChoiceField(
        label="Or a post", queryset=None, required=False, empty_label="Choose a post"
    )

    def __init__(self, *args: Any, people: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["post"].queryset = posts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person, post, part = cleaned.get("person"), cleaned.get("post"), cleaned.get("part")
        if part and not person and not post:
            self.add_error("person", "Select a person or a post")
        if part == "master" and not post:
            self.add_error("post", "Master administration belongs to a post. Select the post")
        return cleaned
