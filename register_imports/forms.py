"""What people choose and mend when they import a sheet of channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from documents import sheets
from govuk.fields import field_of
from govuk.page_form import PageForm
from govuk.widgets import Look, Text
from people.api import Place, choices
from platforms.models import Platform
from register_imports.reading.columns import BY_CODE, MEANINGS, Column
from register_imports.reading.row import SAID, Problem, SheetRow
from register_imports.reading.sheet_rows import OTHER

IGNORED = ("", "Leave it out")
MOST_MENDED = 20
WHOLE = "Choose the whole trust where the sheet has a column with the school of each row"


class ImportForm(PageForm):
    """A file and the place its rows belong to."""

    button = "Upload and check"

    file = forms.FileField(
        label="File of channels (CSV, XLSX or ODS)",
        help_text="Smaller than 5MB. Nothing is imported before you have seen every row",
        widget=forms.FileInput({"accept": sheets.ACCEPTED}),
        error_messages={"required": "Select a file", "empty": sheets.EMPTY},
    )
    place = forms.ChoiceField(
        label="Where do the channels belong?",
        error_messages={"required": "Select a school", "invalid_choice": "Select a school"},
    )

    def __init__(self, *args: Any, places: Mapping[str, Place], **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)
        field = field_of(self, "place", forms.ChoiceField)
        field.choices = choices(dict(places))
        if len(places) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(places))
        elif any(place.kind == "trust" for place in places.values()):
            field.help_text = WHOLE

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.lines = sheets.read(sheets.uploaded(file))
        return file

    def facts(self) -> dict[str, Any]:
        place = self.places[self.cleaned_data["place"]]
        name = self.cleaned_data["file"].name.replace("\x00", "")
        return {**place.where, "file_name": name, "lines": self.lines}


class ColumnsForm(PageForm):
    """What each column of the sheet is, and the row of the first channel."""

    button = "Continue"

    first_row = forms.IntegerField(
        label="Which row is the first channel in?",
        help_text="The rows above it are titles and headings. Rows that begin with “Eg” are left out by themselves",
        min_value=1,
        max_value=1_000_000,
        widget=Text(width="3"),
        error_messages={
            "required": "Enter the number of the first row with a channel",
            "invalid": "The first row must be a number",
            "min_value": "The first row must be 1 or more",
            "max_value": "The first row must be a row of the file",
        },
    )

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        self.columns = columns
        super().__init__(*args, **kwargs)

    def questions(self) -> Sequence[Any]:
        first_row = self.fields.pop("first_row")
        for column in self.columns:
            self.fields[f"column-{column.place}"] = _column_field(column)
        self.fields["first_row"] = first_row
        return super().questions()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for name in list(cleaned):
            code = cleaned[name]
            if not name.startswith("column-") or not code:
                continue
            if code in seen:
                self.add_error(
                    name, f"{BY_CODE[code].name} is chosen twice. Choose it for one column"
                )
            seen.add(code)
        return cleaned

    def facts(self) -> dict[str, Any]:
        chosen = {
            code: int(name.partition("-")[2])
            for name, code in self.cleaned_data.items()
            if name.startswith("column-") and code
        }
        return {"chosen": chosen, "first_row": self.cleaned_data["first_row"]}


def _column_field(column: Column) -> forms.ChoiceField:
    heading = f"Column {column.letter}" + (f": {column.heading}" if column.heading else "")
    samples = ", ".join(column.samples)
    return forms.ChoiceField(
        label=heading,
        help_text=f"For example {samples}" if samples else "This column is empty",
        choices=[IGNORED, *((meaning.code, meaning.name) for meaning in MEANINGS)],
        required=False,
        initial=column.meaning,
    )


class MendForm(forms.Form):
    """An input for each cell that is wrong, in the first rows with problems."""

    def __init__(
        self,
        *args: Any,
        rows: Sequence[SheetRow],
        platforms: Sequence[Platform],
        schools: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows[:MOST_MENDED]
        self.given: dict[str, str] = {}
        for row in self.rows:
            for problem in row.problems:
                self._add(row, problem, platforms, schools)

    def _add(
        self, row: SheetRow, problem: Problem, platforms: Sequence[Platform], schools: Sequence[str]
    ) -> None:
        name = f"fix-{row.number}-{problem.column}"
        typed = row.typed.get(problem.column, "")
        label = f"{BY_CODE[problem.column].name} of row {row.number}"
        if problem.column == "platform":
            field: forms.Field = _select(label, _platform_choices(typed, platforms))
        elif problem.column == "school":
            field = _select(label, [(one, one) for one in schools])
        else:
            field = forms.CharField(
                label=label,
                required=False,
                max_length=400,
                widget=Text(width="20", hidden_label=True),
            )
        field.initial = problem.meant or typed
        self.given[name] = typed
        self.fields.setdefault(name, field)
        if problem.asked:
            self.given[name + SAID] = problem.asked
            self.fields[name + SAID] = forms.BooleanField(
                label=f"Yes, “{problem.asked}” is what the post is called", required=False
            )

    def of(self, row: SheetRow) -> list[Any]:
        """The inputs of one row."""
        return [self[name] for name in self.fields if name.startswith(f"fix-{row.number}-")]

    def fixes(self) -> dict[int, dict[str, str]]:
        """What was typed in place of what the sheet says."""
        found: dict[int, dict[str, str]] = {}
        for name, text in self.cleaned_data.items():
            _, number, column = name.split("-", 2)
            if text is True:
                found.setdefault(int(number), {})[column] = self.given[name]
            elif text is not False and text.strip() != self.given[name]:
                found.setdefault(int(number), {})[column] = text.strip()
        return found


def _platform_choices(typed: str, platforms: Sequence[Platform]) -> list[tuple[str, str]]:
    own = [(f"Other: {typed}", f"Other: {typed}")] if typed and typed.casefold() != OTHER else []
    return [(one.name, one.name) for one in platforms if one.code != OTHER] + own


def _select(label: str, options: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, choices=[("", "Choose"), *options], required=False)
    field.widget.look = Look(hidden_label=True)
    return field
