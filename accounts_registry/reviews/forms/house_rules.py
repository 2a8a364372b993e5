"""House rules."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts_registry.record.forms.changing import a_day, link, prose
from govuk.page_form import PageForm
from secret_detection.detect import no_secret


class HouseRulesTemplateForm(PageForm):
    """The text that the rules of a school's channels begin with."""

    button = "Save house rules"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = prose("House rules", "One rule on each line", rows=12, most=5000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "Enter the house rules"
        self.fields["text"].validators.append(no_secret)


class ChangeHouseRulesForm(HouseRulesTemplateForm):
    """The rules of one channel, and where people can read them."""

    public_url = link(
        "Link to the published rules", "Enter the full link to the house rules, starting with https"
    )
    published_on = a_day("When were they published?", called="Day they were published")
    conforms = forms.BooleanField(
        label="I have checked that the host's own rules do not contradict them", required=False
    )

    def __init__(self, *args: Any, asks_about_host: bool, **kwargs: Any) -> None:
        self.asks_about_host = asks_about_host
        super().__init__(*args, **kwargs)
        if not asks_about_host:
            del self.fields["conforms"]

    def questions(self) -> list[Any]:
        return [
            one
            for one in super().questions()
            if self.asks_about_host or getattr(one, "name", "") != "conforms"
        ]
