"""What people may change about a platform."""

from __future__ import annotations

from typing import Any

from django import forms

from govuk.fields import GovukDateField
from govuk.layout import Question, Words
from govuk.page_form import PageForm, yes_or_no
from govuk.widgets import Text, TextArea
from platforms.changeable import CHANGEABLE, mark
from platforms.models import Platform

LINES = ("hosts", "takedown_steps")


def line(
    label: str, *, hint: str = "", most: int = 200, width: str = "two-thirds", **more: Any
) -> Any:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, widget=Text(width=width), **more
    )


class PlatformForm(PageForm):
    """One platform: its names and links, its minimum age, and help with an account on it."""

    button = "Save this platform"

    name = line(
        "Name", most=60, width="20", error_messages={"required": "Enter the name of the platform"}
    )
    kind = forms.ChoiceField(label="Kind", choices=Platform.Kind.choices)
    aliases = line(
        "Other names",
        hint="With commas between them, like Twitter, X. A sheet that is brought in may use them",
        required=False,
    )
    current = yes_or_no("Is the platform still there?", "Select yes if the platform is still there")
    approved_for_schools = yes_or_no(
        "Do schools usually use it?",
        "Select yes if schools usually use it",
        "No shows an extra warning to people who ask for a channel there",
    )
    hosts = forms.CharField(
        label="Addresses",
        help_text="One on each line, like facebook.com. Only exactly these count, with www, m or mobile in front",
        required=False,
        max_length=1000,
        widget=TextArea(rows=4),
    )
    handle_pattern = line(
        "Pattern of an account name",
        hint="A regular expression for what stands after the @. Say how long it may be, like [A-Za-z0-9_]{1,15}",
        most=120,
        required=False,
    )
    example = line(
        "Example of an account", hint="Shown where a link cannot be read", most=100, required=False
    )
    minimum_age = forms.IntegerField(
        label="Minimum age",
        widget=Text(width="2"),
        error_messages={
            "required": "Enter the minimum age",
            "invalid": "The minimum age must be a number from 0 to 18",
        },
    )
    age_source = line("Where it is written down", required=False)
    age_checked_on = GovukDateField(
        label="When somebody last read it there", called="Date the age was checked", required=False
    )
    report_url = line("Where a fake account is reported", required=False)
    privacy_help_url = line("Help with its privacy settings", required=False)
    takedown_steps = forms.CharField(
        label="What to do about a fake account",
        help_text="One step on each line",
        required=False,
        max_length=2000,
        widget=TextArea(rows=6),
    )
    links_checked_on = GovukDateField(
        label="When somebody last followed both links and the steps",
        called="Date the links were checked",
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput(), required=False)

    def questions(self) -> list[Any]:
        parts = (
            ("", ("name", "kind", "aliases", "current", "approved_for_schools")),
            ("How its accounts are recognised", ("hosts", "handle_pattern", "example")),
            ("Minimum age", ("minimum_age", "age_source", "age_checked_on")),
            (
                "Help with an account",
                ("report_url", "privacy_help_url", "takedown_steps", "links_checked_on"),
            ),
        )
        found: list[Any] = []
        for heading, names in parts:
            found += [Words(heading=heading)] if heading else []
            found += [Question(name) for name in names]
        return [*found, Question("seen")]

    def clean_aliases(self) -> list[str]:
        names = (" ".join(name.split()) for name in self.cleaned_data["aliases"].split(","))
        return list(dict.fromkeys(name for name in names if name))

    def clean_hosts(self) -> list[str]:
        return [host.lower() for host in _lines(self.cleaned_data["hosts"])]

    def clean_takedown_steps(self) -> list[str]:
        return _lines(self.cleaned_data["takedown_steps"])

    @staticmethod
    def initial_from(platform: Platform) -> dict[str, Any]:
        values = {name: getattr(platform, name) for name in CHANGEABLE}
        yes_no = {
            name: "yes" if values[name] else "no" for name in ("current", "approved_for_schools")
        }
        lines = {name: "\n".join(values[name]) for name in LINES}
        return {
            **values,
            **yes_no,
            **lines,
            "aliases": ", ".join(values["aliases"]),
            "seen": mark(platform),
        }


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (" ".join(one.split()) for one in text.splitlines()))))
