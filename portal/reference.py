"""The reference pages, made from the tables themselves and the marks of tests, so that the picture cannot lie."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import groupby

from celery.schedules import crontab
from django.conf import settings

from access.roles import ROLES, Role
from audit.events import FORMER, Event
from portal.clauses import Indexed, Proof, Proven, proven
from portal.schedule import ROWS, ScheduleRow
from reminders.api import RULES
from reports.api import KINDS
from workflow.moves import Table
from workflow.statuses import STATUSES

MADE = "<!-- Made by `manage.py reference`. Change the table in the code, not this page. -->\n"
APPS = {
    "accounts_registry.life": ("channel",),
    "accounts_registry.cover": ("cover",),
    "watch_list": ("watchedaccount",),
    "approvals": ("request",),
    "incidents": ("incident",),
    "people": ("appointment", "line", "wayin"),
    "policies": ("version",),
}


def pages() -> dict[str, str]:
    """Every reference page by its file name."""
    return {
        "roles.md": roles(),
        "moves.md": moves(),
        "reminders.md": reminders(),
        "schedule.md": schedule(),
        "exports.md": exports(),
        "events.md": events(),
        "clauses.md": clauses(proven(settings.BASE_DIR)),
    }


def page(title: str, says: str, *parts: str) -> str:
    return "\n".join([f"# {title}", "", MADE, says, "", *parts]).rstrip() + "\n"


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def roles() -> str:
    held = table(
        ("Role", "Held at", "What it is for", "May"),
        (role_row(role) for role in ROLES if not role.is_relation),
    )
    relations = table(
        ("Relation", "What it is for", "May"),
        ((role.name, role.description, may(role)) for role in ROLES if role.is_relation),
    )
    return page(
        "Who may do what",
        "A role is held at a school or at a whole trust, with dates. A relation comes from the record itself.",
        "## Roles",
        "",
        held,
        "",
        "## Relations",
        "",
        relations,
    )


def role_row(role: Role) -> tuple[str, ...]:
    return (
        f"{role.name} (`{role.code}`)",
        " or ".join(sorted(role.held_at)),
        role.description,
        may(role),
    )


def may(role: Role) -> str:
    return ", ".join(f"`{one}`" for one in sorted(role.permissions))


def tables() -> Iterator[tuple[str, Table]]:
    for app in APPS:
        for value in vars(import_module(f"{app}.workflow")).values():
            if isinstance(value, Table):
                yield app, value


def moves() -> str:
    parts = []
    for app, one in tables():
        kind = kind_of(app, one)
        rows = (
            (
                move.says,
                words(kind, move.sources),
                words(kind, move.targets),
                f"`{move.permission}`",
                move.told,
            )
            for move in one
        )
        arrows = [
            f"    {source} --> {target}: {move.name.replace('_', ' ')}"
            for move in one
            for source in move.sources
            for target in move.targets
        ]
        parts += [
            f"## {kind.capitalize()}",
            "",
            one.title,
            "",
            "```mermaid",
            "stateDiagram-v2",
            *dict.fromkeys(arrows),
            "```",
            "",
            table(("Move", "From", "To", "Needs", "Who is told"), rows),
            "",
        ]
    return page(
        "What may happen when",
        "Each table is the `workflow.py` of its app; `workflow.move()` makes every move.",
        *parts,
    )


def kind_of(app: str, one: Table) -> str:
    """Which of the app's kinds of record this table moves: the one that knows all its statuses."""
    codes = {code for move in one for code in (*move.sources, *move.targets)}
    return next(kind for kind in APPS[app] if all((kind, code) in STATUSES for code in codes))


def words(kind: str, codes: tuple[str, ...]) -> str:
    return ", ".join(STATUSES[kind, code].word for code in codes)


def reminders() -> str:
    rows = (
        (
            rule.code,
            rule.title,
            rule.sentence,
            f"Until {rule.stops}.",
            "yes" if rule.urgent else "no",
        )
        for rule in RULES
    )
    return page(
        "What the portal chases",
        "Urgent ones go at once; the others wait for one digest a day.",
        table(("Code", "What", "In a sentence", "Stops", "Urgent"), rows),
    )


def schedule() -> str:
    rows = ((row.name.capitalize(), row.says, when(row)) for row in ROWS)
    return page(
        "What runs when",
        f"Times are {settings.TIME_ZONE}.",
        table(("Task", "What it does", "When"), rows),
    )


def when(row: ScheduleRow) -> str:
    if isinstance(row.when, crontab):
        hour, minute = min(row.when.hour), min(row.when.minute)  # type: ignore[attr-defined]  # a schedule of the day
        return f"Every day at {hour}:{minute:02d}"
    seconds = int(row.when.total_seconds())
    return f"Every {seconds} seconds" if seconds < 60 else f"Every {seconds // 60} minutes"


def exports() -> str:
    rows = ((one.title, f"{one.says} {one.holds}", f"`{one.permission}`") for one in KINDS.values())
    return page("What can be downloaded", "", table(("Download", "What is in it", "Needs"), rows))


def events() -> str:
    rows = ((f"`{event.value}`", event.sentence) for event in Event)
    return page(
        "What the ledger records",
        "Each is written in the transaction of what it records.",
        table(("Event", "Sentence"), rows),
        "",
        "## Words of earlier versions",
        "",
        "Nothing writes them any more; what was recorded stays recorded.",
        "",
        table(("Event", "Sentence"), ((f"`{code}`", says) for code, says in FORMER.items())),
    )


def clauses(found: Proven) -> str:
    parts = []
    for policy, rows in groupby(found.clauses, lambda clause: clause.part):
        parts += [f"## {policy}", "", clause_table(found, tuple(rows)), ""]
    return page(
        "Which tests prove which clause",
        f"{len(found.proved)} of {len(found.clauses)} clauses are proved by a test that goes through what a user or "
        "the clock does: a page, a command, a sweep. Where the table says none, nobody has shown yet that the "
        "portal does it. What each identifier means is in [the requirements](../requirements.md).",
        *parts,
        "## Proved only together with others",
        "",
        "Each test that proves one of these proves other clauses too, with an assertion for each: where it fails "
        "for one, it says nothing of the others.",
        "",
        table(("Clause", "Proved by"), (of_clause(found, one) for one in found.only_shared)),
    )


def clause_table(found: Proven, rows: tuple[Indexed, ...]) -> str:
    head = ("Clause", "In a sentence", "Proved by")
    return table(head, ((one.code, one.sentence, tests(found.of(one))) for one in rows))


def of_clause(found: Proven, one: Indexed) -> tuple[str, ...]:
    return one.code, tests(found.of(one))


def tests(those: list[Proof]) -> str:
    return ", ".join(f"`{proof.test.removeprefix('tests/')}`" for proof in those) or "none"
