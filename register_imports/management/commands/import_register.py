"""A school's sheet of channels onto the register, through the same actions as the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from access.check import Denied, Hidden
from documents import sheets
from people.api import system_user
from people.models import User
from register_imports.actions import imports, work
from register_imports.models import RegisterImport
from register_imports.reading import judged_rows
from register_imports.reading.outcomes import RowOutcome
from schools.models import School


class Command(BaseCommand):
    help = "Imports a school's own sheet of channels (Appendix 1 as CSV, XLSX or ODS) onto the register."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--school", metavar="URN", required=True, help="where rows without a school belong"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, change nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument(
            "--by", metavar="EMAIL", help="who imports; without it the portal itself"
        )

    def handle(self, *args: Any, file: Path | str, school: str, **options: Any) -> None:
        file = Path(file)
        lines = read(file)
        where, by = school_of(school), person(options["by"])
        try:
            answer = imported(file.name, lines, where, by, dry_run=options["dry_run"])
        except (Denied, Hidden) as refusal:
            raise CommandError(str(refusal) or "This person cannot see that school") from None
        self.stdout.write(json.dumps(answer) if options["json"] else as_text(answer))


def read(file: Path) -> list[sheets.SheetLine]:
    try:
        with file.open("rb") as opened:
            return sheets.read(sheets.uploaded(opened))
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}") from None
    except sheets.Unreadable as problem:
        raise CommandError(f"{file.name}: {problem.messages[0]}") from None


def school_of(urn: str) -> School:
    found = School.objects.filter(urn=urn).select_related("trust").first()
    if found is None:
        raise CommandError(f"No school has the URN {urn}")
    return found


def person(email: str | None) -> User:
    if not email:
        return system_user()
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"Nobody here has the e-mail address {email}")
    return found


@transaction.atomic
def uploaded(name: str, lines: list[sheets.SheetLine], school: School, by: User) -> RegisterImport:
    upload = imports.begin_import(
        trust=school.trust, school=school, file_name=name, lines=lines, by=by, at=timezone.now()
    )
    if problems := judged_rows.problems(upload):
        raise CommandError(f"{name}: {'. '.join(problems)}")
    return upload


@transaction.atomic
def trial(name: str, lines: list[sheets.SheetLine], school: School, by: User) -> dict[str, Any]:
    """What an import would do; all of it is taken back."""
    upload = uploaded(name, lines, school, by)
    judged = judged_rows.judged(upload, by=by, on=timezone.localdate())
    transaction.set_rollback(True)
    return {
        "dry_run": True,
        "created": [{"row": row.number, "channel": None} for row in judged.of(RowOutcome.READY)],
        "updated": [
            {"row": row.number, "channel": row.its_channel.reference}
            for row in judged.of(RowOutcome.UPDATE)
        ],
        "unchanged": judged.counts.unchanged,
        "skipped": [
            {"row": row.number, "reason": ". ".join(one.says for one in row.problems)}
            for row in judged.of(RowOutcome.FIX)
        ],
        "warnings": [
            {"row": row.number, "warning": one} for row in judged.rows for one in row.warnings
        ],
        "ignored": judged.counts.ignored,
        "new_posts": sorted(title for _, title in judged.new_posts),
    }


def imported(
    name: str, lines: list[sheets.SheetLine], school: School, by: User, *, dry_run: bool
) -> dict[str, Any]:
    answer = trial(name, lines, school, by)
    if dry_run:
        return answer
    if not answer["created"] and not answer["updated"]:
        return answer | {"dry_run": False}
    upload = uploaded(name, lines, school, by)
    imports.start_import(upload=upload, by=by, at=timezone.now(), waits=False)
    work.work_on(import_id=upload.pk, clock=timezone.now)
    upload.refresh_from_db()
    if upload.state != RegisterImport.State.DONE:
        raise CommandError(f"{name} could not be imported whole; the log says why")
    rows = upload.rows.select_related("channel")
    return answer | {
        "dry_run": False,
        "created": done(rows, "added"),
        "updated": done(rows, "updated"),
        "unchanged": upload.unchanged,
        "skipped": [
            {"row": number, "reason": why} for number, why in upload.rows.left_out_because()
        ],
    }


def done(rows: Any, outcome: str) -> list[dict[str, Any]]:
    return [
        {"row": row.number, "channel": row.channel.reference}
        for row in rows.filter(outcome=outcome).order_by("number")
    ]


def as_text(answer: dict[str, Any]) -> str:
    counts = ", ".join(
        f"{name} {answer[name] if isinstance(answer[name], int) else len(answer[name])}"
        for name in ("created", "updated", "unchanged", "skipped")
    )
    lines = [("Nothing was changed. Would be: " if answer["dry_run"] else "") + counts]
    lines += [f"  {one['reason']}" for one in answer["skipped"]]
    lines += [f"  Row {one['row']}: {one['warning']}" for one in answer["warnings"]]
    if answer["new_posts"]:
        lines.append(f"  posts without a holder: {', '.join(answer['new_posts'])}")
    return "\n".join(lines)
