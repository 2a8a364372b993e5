"""A request as pages show it: its answers in words, its steps, its tasks and its story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from approvals import checks
from approvals.models import Decision, Request, RequestPerson, Stage
from approvals.route import LABELS, Step
from approvals.sections import (
    GROUPS,
    INTERACTION,
    PEOPLE_GROUPS,
    SECTIONS,
    WORDS,
    Question,
    Section,
)
from approvals.snapshot import changed
from approvals.words import DID
from approvals.workflow import STAGES
from schools.calendar import Calendar, calendars_of, school_days_between

Outcome = Decision.Outcome


# ---- Answers -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
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
    rows: list[Row]


def cards(request: Request, *, change: bool = False) -> list[Card]:
    """Every task with its answers; `change` adds where each is changed."""
    return [Card(section.code, section.title, list(_rows(request, section, change))) for section in SECTIONS]


def _rows(request: Request, section: Section, change: bool) -> Iterator[Row]:
    href = page(request, "task", section.code) if change else ""
    for question in section.questions:
        if question.column == "people":
            yield from _people_rows(request, question, href)
            continue
        lines = _lines(request, question)
        if lines or change:
            yield Row(question.column, question.short, lines, question.why, question.cited, href, href if question.required else "")


def _people_rows(request: Request, question: Question, href: str) -> Iterator[Row]:
    lines = list(request.people.select_related("person", "post"))
    for part in RequestPerson.Part:
        named = [str(line.person or line.post) for line in lines if line.part == part]
        heading = {"administrator": "Administrators", "moderator": "Moderators"}.get(part, part.label)
        yield Row(part, heading, sorted(named), question.why, question.cited, href)


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
    asked = {question.column: question.short for section in SECTIONS for question in section.questions}
    return asked.get(column, column.replace("_", " ").capitalize())


def _plain(value: Any) -> str:
    if isinstance(value, list):
        parts = [", ".join(str(part) for part in one.values() if part) if isinstance(one, dict) else str(one) for one in value]
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
        (name, [_task(request, section, status, wrong) for section in SECTIONS if section.group == name])
        for name in GROUPS
    ]
    done = sum(code == "completed" for code in status.values())
    can_send = done == len(SECTIONS)
    last = Task("Check and send", "not_started" if can_send else "cannot_start", page(request, "check") if can_send else "")
    open_codes = [code for code, state in status.items() if state != "completed"]
    return TaskList([*groups, ("Send", [last])], done, len(SECTIONS), next(iter(open_codes), ""), list(wrong.values()))


def _status(request: Request, section: Section, wrong: dict[str, Any]) -> str:
    if section.code in wrong:
        return "problem"
    if checks.is_finished(request, section):
        return "completed"
    begun = section.code in request.typed or section.code in request.tasks_reopened or any(
        getattr(request, column) not in ("", None, []) for column in section.columns if column != "people"
    )
    has_people = section.code == "people" and request.people.exists()
    return "in_progress" if begun or has_people else "not_started"


def _task(request: Request, section: Section, status: dict[str, str], wrong: dict[str, Any]) -> Task:
    problem = wrong.get(section.code)
    hint = problem.text if problem else "Opened again for changes" if section.code in request.tasks_reopened else ""
    return Task(section.title, status[section.code], page(request, "task", section.code), hint)


# ---- Where it is -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """A step of the progress line: done, now, next or stopped."""

    name: str
    state: str
    says: str


def progress(request: Request) -> list[Progress]:
    """Sent, each signature, set up, live."""
    stages = list(request.stages.filter(revision=request.revision).exclude(state="not_required").select_related("signer"))
    decisions = {one.stage: one for one in request.decisions.standing().exclude(outcome=Outcome.NOT_REQUIRED)}
    sent = Progress("Sent", "done", f"{_day(request.sent_at)}")
    return [sent, *(_stage_progress(request, stage, decisions.get(stage.code)) for stage in stages), *_setting_up(request)]


def _stage_progress(request: Request, stage: Stage, decision: Decision | None) -> Progress:
    if stage.state == Stage.State.DECIDED and decision is not None:
        stopped = decision.outcome in (Outcome.RETURN, Outcome.REJECT)
        said = {"return": "Sent back", "reject": "Not approved"}.get(decision.outcome, "Approved")
        return Progress(stage.capacity, "stopped" if stopped else "done", f"{said} {_day(decision.signed_at)}")
    if stage.state == Stage.State.CURRENT and request.is_waiting:
        return Progress(stage.capacity, "now", f"With {stage.signer}")
    return Progress(stage.capacity, "next", str(stage.signer))


def _setting_up(request: Request) -> list[Progress]:
    state = {"approved": "now", "opened": "done"}.get(request.status, "next")
    live = "done" if request.status == "opened" else "next"
    opened = request.channel.date_opened if request.channel else None
    return [
        Progress("Set up", state, "Opening checks" if state == "now" else "Done" if state == "done" else "Not yet"),
        Progress("Live", live, _day(opened) if live == "done" else "Not yet"),
    ]


def whose_turn(request: Request, on: date) -> str:
    """With Priya Nair since 16 November, 4 school days."""
    stage = request.current_stage
    if stage is None or stage.since is None:
        return ""
    days = waited(request, on)
    long = "since today" if days == 0 else f"since {_day(stage.since)}, {days} school day{'' if days == 1 else 's'}"
    return f"With {stage.signer} {long}."


def waited(request: Request, on: date) -> int:
    """School days since the current step began."""
    return school_days_between(request.school, _date(request.waiting_since), on) if request.waiting_since else 0


@dataclass(frozen=True)
class Listed:
    """A request as a row of a list."""

    request: Request
    whom: str
    days: int | None
    href: str


def listed(requests: Iterable[Request], on: date) -> list[Listed]:
    """Rows for a list, however many, with two questions between them."""
    found = list(requests)
    stages = Stage.objects.filter(request__in=found, state=Stage.State.CURRENT).select_related("signer")
    current = {(stage.request_id, stage.revision): stage.signer for stage in stages}
    calendars = calendars_of(one.school_id for one in found)
    return [_listed(one, current.get((one.pk, one.revision)), calendars[one.school_id], on) for one in found]


def _listed(one: Request, signer: Any, calendar: Calendar, on: date) -> Listed:
    waits = one.is_waiting and one.waiting_since is not None
    whom = one.author if one.is_editable else signer if one.is_waiting else "–"
    days = calendar.between(_date(one.waiting_since), on) if waits else None
    return Listed(one, str(whom), days, page(one, "tasks" if one.is_editable else "detail"))


# ---- Its story ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """A sentence of the timeline."""

    says: str
    at: datetime
    text: str = ""


def story(request: Request) -> list[Moment]:
    """What has happened, as sentences, newest first. Read from the signatures themselves."""
    found = [*_sendings(request), *_answers(request)]
    if request.risk_approved_at:
        found.append(Moment(f"{request.risk_approved_by} approved the risk assessment", request.risk_approved_at))
    found += [*_decisions(request), *_settled(request)]
    if request.withdrawn_at:
        found.append(Moment(f"{request.author} withdrew this", request.withdrawn_at, request.withdrawn_because))
    # Of two at the same moment the one further on in the story is the newer.
    return sorted(found, key=lambda moment: moment.at)[::-1]


def _sendings(request: Request) -> Iterator[Moment]:
    for revision in request.revisions.all():
        again = " again, with changes" if revision.number > 1 else " for approval"
        yield Moment(f"{request.author} sent this{again}", revision.sent_at)


def _decisions(request: Request) -> Iterator[Moment]:
    for one in sorted(request.decisions.select_related("signer"), key=lambda one: STAGES.index(one.stage)):
        if one.outcome == Outcome.NOT_REQUIRED:
            yield Moment(f"No signature was needed as {LABELS[one.stage].lower()}", one.signed_at, f"{one.reason}.")
            continue
        says = f"{one.signer}, {one.capacity}, {DID[Outcome(one.outcome)]}"
        if not one.counts and one.outcome == Outcome.APPROVE:
            says += " (an earlier version)"
        yield Moment(says, one.signed_at, "\n".join(filter(None, (one.interest, one.reason, one.note))))


def _answers(request: Request) -> Iterator[Moment]:
    lines = request.people.exclude(person=None).exclude(person=request.author).select_related("person")
    for person, line in {line.person: line for line in lines}.items():
        if line.agreed_at:
            yield Moment(f"{person} agreed to help run it", line.agreed_at)
        if line.declined_at:
            yield Moment(f"{person} said no to helping run it", line.declined_at)


def _settled(request: Request) -> Iterator[Moment]:
    for condition in request.conditions.exclude(confirmed_at=None).select_related("confirmed_by"):
        did = "confirmed that this is done" if condition.state == "met" else "no longer asks for this"
        yield Moment(f"{condition.confirmed_by} {did}: {condition.text}", condition.confirmed_at, condition.waived_because)


# ---- Small things ------------------------------------------------------------------------------


def signers(steps: list[Step]) -> list[Step]:
    """The steps that somebody signs."""
    return [step for step in steps if step.is_required]


def page(request: Request, name: str, *more: Any) -> str:
    return reverse(f"approvals:{name}", args=[request.reference.lower(), *more])


def _date(moment: datetime) -> date:
    return localtime(moment).date()


def _day(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    return f"{_date(moment) if isinstance(moment, datetime) else moment:%-d %B}"
