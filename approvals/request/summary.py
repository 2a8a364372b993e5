"""A request as pages show it: its answers in words, what has changed in them, and its tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from accounts_registry.api import GROUPS as PEOPLE_GROUPS
from accounts_registry.api import INTERACTION
from approvals.request import checks
from approvals.request.models import Request, RequestPerson
from approvals.request.sections import GROUPS, SECTIONS, WORDS, Question, Section
from approvals.request.snapshot import changed

# ---- Answers -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class SummaryRow:
    """An answer under its short heading; `asks` is why it was asked."""

    column: str
    key: str
    lines: list[str]
    asks: str
    clause: str
    change: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Card:
    """The answers of one task."""

    code: str
    title: str
    rows: list[SummaryRow]


def cards(request: Request, *, change: bool = False) -> list[Card]:
    """Every task with its answers; `change` adds where each is changed."""
    return [
        Card(section.code, section.title, list(_rows(request, section, change)))
        for section in SECTIONS
    ]


def _rows(request: Request, section: Section, change: bool) -> Iterator[SummaryRow]:
    href = page(request, "task", section.code) if change else ""
    for question in section.questions:
        if question.column == "people":
            yield from _people_rows(request, question, href)
            continue
        lines = _lines(request, question)
        if lines or change:
            yield SummaryRow(
                question.column,
                question.short,
                lines,
                question.why,
                question.cited,
                href,
                href if question.required else "",
            )


def _people_rows(request: Request, question: Question, href: str) -> Iterator[SummaryRow]:
    lines = list(request.people.select_related("person", "post"))
    for part in RequestPerson.Part:
        named = [str(line.person or line.post) for line in lines if line.part == part]
        heading = {"administrator": "Administrators", "moderator": "Moderators"}.get(
            part, part.label
        )
        yield SummaryRow(part, heading, sorted(named), question.why, question.cited, href)


def _lines(request: Request, question: Question) -> list[str]:
    value = getattr(request, question.column)
    if value in ("", None, []):
        return []
    if question.column in ("audience", "contributors"):
        return [who_line(line) for line in value]
    if question.column == "interaction":
        return [INTERACTION[code] for code in value]
    if question.column in WORDS:
        return [WORDS[question.column][value]]
    if isinstance(value, date):
        return [f"{value:%-d %B %Y}"]
    return [part for part in str(value).splitlines() if part.strip()]


def who_line(line: dict[str, Any]) -> str:
    """Pupils of this school, 11 to 16."""
    words = PEOPLE_GROUPS[line["group"]]
    if line.get("age_from"):
        words += f", {line['age_from']} to {line['age_to']}"
    return f"{words}: {line['names']}" if line.get("names") else words


@dataclass(frozen=True)
class Change:
    """An answer that differs from the version signed before."""

    key: str
    before: str
    after: str


def changes(request: Request) -> list[Change]:
    """What is different since the last time this was sent, question by question."""
    if request.revision < 2:
        return []
    before, after = request.revisions.filter(number__gte=request.revision - 1).order_by("number")
    return [
        Change(_heading(column), _plain(before.answers.get(column)), _plain(after.answers[column]))
        for column in changed(before.answers, after.answers)
        if column != "identity"
    ]


def _heading(column: str) -> str:
    asked = {
        question.column: question.short for section in SECTIONS for question in section.questions
    }
    return asked.get(column, column.replace("_", " ").capitalize())


def _plain(value: Any) -> str:
    if isinstance(value, list):
        parts = [
            ", ".join(str(part) for part in one.values() if part)
            if isinstance(one, dict)
            else str(one)
            for one in value
        ]
        return "; ".join(parts)
    return str(value or "Not given")


# ---- Tasks -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Task:
    """A line of the task list."""

    title: str
    status: str
    href: str
    hint: str = ""


@dataclass(frozen=True)
class TaskList:
    groups: list[tuple[str, list[Task]]]
    done: int
    all: int
    next_code: str = ""
    problems: list[checks.Problem] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return self.done == self.all


def task_list(request: Request, on: date) -> TaskList:
    """The eight tasks in their groups, and whether the last can start."""
    wrong = {problem.task: problem for problem in checks.became_wrong(request, on)}
    status = {section.code: _status(request, section, wrong) for section in SECTIONS}
    groups = [
        (
            name,
            [
                _task(request, section, status, wrong)
                for section in SECTIONS
                if section.group == name
            ],
        )
        for name in GROUPS
    ]
    done = sum(code == "completed" for code in status.values())
    can_send = done == len(SECTIONS)
    last = Task(
        "Check and send",
        "not_started" if can_send else "cannot_start",
        page(request, "check_answers") if can_send else "",
    )
    open_codes = [code for code, state in status.items() if state != "completed"]
    return TaskList(
        [*groups, ("Send", [last])],
        done,
        len(SECTIONS),
        next(iter(open_codes), ""),
        list(wrong.values()),
    )


def _status(request: Request, section: Section, wrong: dict[str, Any]) -> str:
    if section.code in wrong:
        return "problem"
    if checks.is_finished(request, section):
        return "completed"
    begun = (
        section.code in request.typed
        or section.code in request.tasks_reopened
        or any(
            getattr(request, column) not in ("", None, [])
            for column in section.columns
            if column != "people"
        )
    )
    has_people = section.code == "people" and request.people.exists()
    return "in_progress" if begun or has_people else "not_started"


def _task(
    request: Request, section: Section, status: dict[str, str], wrong: dict[str, Any]
) -> Task:
    problem = wrong.get(section.code)
    hint = (
        problem.text
        if problem
        else "Opened again for changes"
        if section.code in request.tasks_reopened
        else ""
    )
    return Task(section.title, status[section.code], page(request, "task", section.code), hint)


def page(request: Request, name: str, *more: Any) -> str:
    return reverse(f"approvals:{name}", args=[request.reference.lower(), *more])
