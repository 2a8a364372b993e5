"""A file of people, read and judged row by row before anybody is added."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from access.roles import ASSIGNABLE
from documents import sheets
from people.names import names
from people.names.past_names import HAD_LATELY, had_lately
from people.person.models import EMPLOYEES, Category, User
from people.posts.titles import Names, names_of
from schools.models import School, Trust

MOST_ROWS = 2000
COLUMNS = ("First name", "Last name", "Email", "Category", "Post", "Role", "Line manager email")
NEEDED = ("First name", "Last name")
EXAMPLE = (
    "Jo",
    "Bell",
    "jo.bell@school.example",
    "Teaching staff",
    "Teacher of PE",
    "",
    "dana.reid@school.example",
)
# What other systems call the same columns.
ALSO_CALLED = {
    "forename": "First name",
    "given name": "First name",
    "surname": "Last name",
    "family name": "Last name",
    "e-mail": "Email",
    "email address": "Email",
    "work email": "Email",
    "job title": "Post",
    "line manager": "Line manager email",
    "line manager e-mail": "Line manager email",
}


@dataclass
class PersonRow:
    """One row as typed, what is wrong with it, and what it means."""

    number: int
    cells: dict[str, str]
    problems: list[str] = field(default_factory=list)
    # The post, where nothing else is wrong than that it reads like a name.
    asked: str = ""
    category: str = Category.TEACHING
    role: str = ""

    @property
    def is_ready(self) -> bool:
        return not self.problems

    @property
    def status(self) -> str:
        return "ready" if self.is_ready else "fix"

    @property
    def name(self) -> str:
        return f"{self.cells['First name']} {self.cells['Last name']}".strip()

    @property
    def email(self) -> str:
        return self.cells["Email"].lower()

    @property
    def manager_email(self) -> str:
        return self.cells["Line manager email"].lower()

    def complain(self, column: str, what: str) -> None:
        """The cell's own words first, so that it can be found in the sheet."""
        typed = self.cells[column]
        said = f"“{typed}” {what}" if typed else what
        self.problems.append(f"Row {self.number}, {column}: {said}")


def read(data: bytes) -> list[dict[str, str]]:
    """The rows of a sheet by our column names. Raises ValidationError with a sentence about the file."""
    lines = sheets.read(data, most_rows=MOST_ROWS)
    header = [_column(name) for name in lines[0][1]]
    if len(set(filter(None, header))) < len(list(filter(None, header))):
        raise ValidationError("Two columns of the file have the same name. Each may be there once")
    for name in NEEDED:
        if name not in header:
            raise ValidationError(
                f"The file needs a column called {name}. Its first row must name the columns"
            )
    if len(lines) == 1:
        raise ValidationError("The file has no rows under the names of the columns")
    if len(lines) > MOST_ROWS + 1:
        raise ValidationError(
            f"The file must have {MOST_ROWS} rows or fewer. Split it and import each part"
        )
    return [_cells(number, header, line) for number, line in lines[1:]]


def judge(
    rows: list[dict[str, str]],
    *,
    trust: Trust,
    school: School | None,
    on: date,
    said_titles: Collection[str] = (),
) -> list[PersonRow]:
    """Every row with what is wrong with it, in a fixed number of questions to the database.

    `said_titles` are posts that read like a name and of which somebody said that they are titles.
    """
    judged = [PersonRow(int(cells["number"]), cells) for cells in rows]
    emails = {row.email for row in judged if row.email} | {
        row.manager_email for row in judged if row.manager_email
    }
    known = {person.email: person for person in User.objects.filter(email__in=emails)}
    first_with: dict[str, int] = {}
    coming = [(row.cells["First name"], row.cells["Last name"]) for row in judged]
    known_names = names_of(trust, coming)
    had = had_lately(trust.pk, on)
    for row in judged:
        _names(row)
        _others(row, had)
        _post(row, known_names, said_titles)
        _category(row)
        _email(row, trust, known, first_with)
        _role(row, school)
    listed = set(first_with)
    for row in judged:
        _manager(row, trust, known, listed)
        if len(row.problems) > 1:
            row.asked = ""
    return judged


def template() -> str:
    """The sheet to fill in, with one example."""
    sheet = io.StringIO()
    csv.writer(sheet).writerows([COLUMNS, EXAMPLE])
    return sheet.getvalue()


def roles_at(school: School | None) -> Iterator[Any]:
    """The roles that a file may give where it is imported."""
    here = "school" if school else "trust"
    return (role for role in ASSIGNABLE if here in role.held_at)


def _column(name: str) -> str:
    plain = " ".join(name.split()).lower()
    ours = {column.lower(): column for column in COLUMNS}
    return ours.get(plain) or ALSO_CALLED.get(plain, "")


def _cells(number: int, header: list[str], line: list[str]) -> dict[str, str]:
    cells = dict.fromkeys(COLUMNS, "") | {"number": str(number)}
    for name, cell in zip(header, line, strict=False):
        if name:
            cells[name] = " ".join(cell.split())[:200]
    return cells


def _names(row: PersonRow) -> None:
    if not row.name:
        row.complain("Last name", "enter a name; one is enough")
    for column in ("First name", "Last name"):
        if len(row.cells[column]) > 100:
            row.complain(column, "must be 100 characters or fewer")


def _others(row: PersonRow, had: Collection[str]) -> None:
    """Neither what a colleague was called until lately, nor what only looks like a name."""
    if names.mixes_alphabets(row.cells["First name"], row.cells["Last name"]):
        row.problems.append(f"Row {row.number}, {row.name}: {names.MIXED}")
    elif names.key("", row.cells["First name"], row.cells["Last name"]) in had:
        row.problems.append(f"Row {row.number}: {HAD_LATELY.format(name=row.name)}")


def _post(row: PersonRow, known: Names, said: Collection[str]) -> None:
    """The register prints posts; a name there would be printed as one."""
    post = row.cells["Post"]
    if known.people_in(post):
        row.complain("Post", "has the name of a person in it. Enter the post that they hold")
    elif post not in said and known.reads_like_one(post):
        row.complain("Post", "reads like a person's name. Enter the post that they hold")
        row.asked = post


def _category(row: PersonRow) -> None:
    typed = row.cells["Category"].lower()
    found = {label.lower(): code for code, label in Category.choices} | {
        code: code for code in Category.values
    }
    if typed and typed not in found:
        row.complain("Category", f"must be one of: {', '.join(Category.labels)}")
    row.category = found.get(typed, Category.TEACHING)


def _email(row: PersonRow, trust: Any, known: dict[str, User], first_with: dict[str, int]) -> None:
    if not row.email:
        if row.category in EMPLOYEES:
            row.complain("Email", "enter a work email address")
        return
    try:
        validate_email(row.email)
    except ValidationError:
        row.complain("Email", "is not an email address")
        return
    domains = [domain.lower() for domain in trust.email_domains]
    if row.category in EMPLOYEES and domains and row.email.rpartition("@")[2] not in domains:
        row.complain("Email", "must end in " + " or ".join(f"@{domain}" for domain in domains))
    if row.email in known:
        row.complain("Email", "is already on the list of people")
    if row.email in first_with:
        row.complain("Email", f"is also in row {first_with[row.email]}")
    first_with.setdefault(row.email, row.number)


def _role(row: PersonRow, school: Any) -> None:
    typed = row.cells["Role"].lower()
    if not typed:
        return
    found = {role.name.lower(): role.code for role in roles_at(school)} | {
        role.code.lower(): role.code for role in roles_at(school)
    }
    if typed not in found:
        row.complain(
            "Role", f"is not a role that can be held {'at a school' if school else 'for the trust'}"
        )
    row.role = found.get(typed, "")


def _manager(row: PersonRow, trust: Any, known: dict[str, User], listed: set[str]) -> None:
    typed = row.manager_email
    if not typed:
        return
    person = known.get(typed)
    if typed == row.email:
        row.complain("Line manager email", "is this person's own")
    elif typed not in listed and (person is None or person.trust_id != trust.pk):
        row.complain("Line manager email", "is nobody on the list of people or in this file")
