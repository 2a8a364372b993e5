"""A tick for a title that reads like a person's name: asked once, and with it the form goes on."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from govuk.widgets import Checkboxes
from people.posts import titles as post_titles
from schools.models import Trust

NAME = "said_titles"


class SaidTitles(forms.MultipleChoiceField):
    """The titles that were read: which are asked about is known only once they are typed."""

    def valid_value(self, value: str) -> bool:
        return True


def ask(form: forms.Form, titles: Iterable[str], *, trust: Trust) -> list[str]:
    """Put the question beside a tick where one of these reads like a name; answers with those ticked."""
    asked = list(dict.fromkeys(post_titles.to_ask(titles, trust=trust)))
    if not asked:
        return []
    form.fields[NAME] = SaidTitles(
        label="Is it the title of a post?",
        required=False,
        widget=Checkboxes(label_size="s"),
        choices=[(one, f"Yes, “{one}” is the title of a post") for one in asked],
    )
    ticked = [one for one in asked if one in (form[NAME].data or [])]
    missing = [one for one in asked if one not in ticked]
    if missing:
        form.add_error(NAME, [post_titles.READS_LIKE.format(title=one) for one in missing])
    return ticked
