"""Loads schools from the Department for Education's establishment file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from people.api import system_user
from schools import actions
from schools.actions.imports import Imported
from schools.api import MOST_BYTES, Unreadable, gias, wanted_rows

MOST_REASONS = 20


class Command(BaseCommand):
    help = "Creates schools from the Department's establishment file, or brings them up to date by URN."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "--trust", metavar="UID", help="the schools of one trust, by its group UID"
        )
        which.add_argument("--urn", nargs="+", metavar="URN", help="these schools")
        which.add_argument("--all", action="store_true", help="every school of the file")
        parser.add_argument("--closed", action="store_true", help="closed schools too")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, change nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            result = actions.import_rows(
                rows=chosen(file, options),
                by=system_user(),
                at=timezone.now(),
                closed=options["closed"],
                dry_run=options["dry_run"],
            )
        except Unreadable as problem:
            raise CommandError(str(problem)) from None
        add_missing(result, options["urn"] or [])
        if options["trust"] and not any(asdict(result).values()):
            raise CommandError(
                f"No school in {file.name} belongs to a trust with the UID {options['trust']}"
            )
        self.stdout.write(
            as_json(result) if options["json"] else as_text(result, dry_run=options["dry_run"])
        )


def chosen(file: Path, options: dict[str, Any]) -> Iterator[gias.GiasRow]:
    wanted = gias.Wanted(
        trust_uid=options["trust"] or "", urns=tuple(options["urn"] or ()), every=options["all"]
    )
    if not file.is_file():
        raise Unreadable(f"{file.name} cannot be read: it is no file")
    if file.stat().st_size > MOST_BYTES:
        raise Unreadable(f"{file.name} must be smaller than {MOST_BYTES // 1024 // 1024}MB")
    try:
        with file.open("rb") as opened:
            yield from wanted_rows(opened, file.name, wanted)
    except OSError as problem:
        raise Unreadable(f"{file.name} cannot be read: {problem}") from None


def add_missing(result: Imported, urns: list[str]) -> None:
    found = {
        *result.created,
        *result.updated,
        *result.unchanged,
        *(urn for _, urn, _ in result.skipped),
    }
    result.skipped += [(0, urn, "it is not in the file") for urn in urns if urn not in found]


def as_json(result: Imported) -> str:
    facts = asdict(result)
    facts["skipped"] = [
        {"row": line or None, "urn": urn, "reason": reason} for line, urn, reason in result.skipped
    ]
    return json.dumps(facts)


def as_text(result: Imported, *, dry_run: bool) -> str:
    counts = [
        f"{name} {len(getattr(result, name))}"
        for name in ("created", "updated", "unchanged", "skipped")
    ]
    lines = [("Nothing was changed. Would be: " if dry_run else "") + ", ".join(counts)]
    if len(result.skipped) > MOST_REASONS:
        reasons = Counter(reason for _, _, reason in result.skipped)
        return "\n".join(
            lines + [f"  {number} left out: {reason}" for reason, number in reasons.most_common()]
        )
    rows = [
        (f"row {line}, " if line else "") + f"URN {urn}: {reason}"
        for line, urn, reason in result.skipped
    ]
    return "\n".join(lines + [f"  {row}" for row in rows])
