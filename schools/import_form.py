"""The Department's file of schools, and which of its rows are wanted."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from govuk.page_form import PageForm
from govuk.widgets import TextArea
from schools import gias
from schools.gias_file import MOST_BYTES, MOST_SCHOOLS, Unreadable, wanted_rows
from schools.models import Trust

MOST_MEGABYTES = MOST_BYTES // 1024 // 1024


class SchoolsFileForm(PageForm):
    """`trust` is the one whose schools are looked for; nothing is saved here."""

    button = "Upload and check"

    file = forms.FileField(
        label="The Department’s file of schools (CSV)",
        help_text="“All establishment data” from Get information about schools, as it was downloaded",
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={"required": "Select a file", "empty": "The selected file is empty"},
    )
    urns = forms.CharField(
        label="Other schools to bring in (optional)",
        required=False,
        max_length=2000,
        widget=TextArea(rows=3),
        help_text="The URNs of schools that are not listed under your trust yet, one on each line",
    )
    closed = forms.BooleanField(label="Closed schools too", required=False)

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        self.trust = trust
        super().__init__(*args, **kwargs)

    def clean_urns(self) -> list[str]:
        typed = [word for word in re.split(r"[\s,;]+", self.cleaned_data["urns"]) if word]
        for urn in typed:
            if not re.fullmatch(r"[0-9]{6}", urn):
                raise forms.ValidationError(f"A URN is 6 numbers. “{urn[:20]}” is not one")
        return typed

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"The selected file must be smaller than {MOST_MEGABYTES}MB"
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "file" in cleaned and "urns" in cleaned:
            try:
                self.rows = self._rows(cleaned["file"], cleaned["urns"])
            except Unreadable as problem:
                self.add_error("file", str(problem))
        return cleaned

    def _rows(self, file: Any, urns: list[str]) -> list[gias.GiasRow]:
        known = self.trust.schools.exclude(urn=None).values_list("urn", flat=True)
        wanted = gias.Wanted(self.trust.group_uid, self.trust.name, (*urns, *filter(None, known)))
        found = list(wanted_rows(file.file, file.name, wanted, most=MOST_SCHOOLS))
        if not found:
            raise Unreadable(
                f"{file.name} has no school of {self.trust}. Enter the URNs of its schools"
            )
        return found

    def facts(self) -> dict[str, Any]:
        return {
            "file_name": self.cleaned_data["file"].name.replace("\x00", ""),
            "rows": self.rows,
            "closed": self.cleaned_data["closed"],
        }
