"""The register as a file: the same rows in every format, made in this process."""

from __future__ import annotations

import json as as_json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from access.check import Denied, Hidden
from documents.models import Export
from people.api import system_user
from people.models import User
from reports import actions
from reports.exports import KINDS
from schools.models import School, Trust

FORMATS = ("csv", "xlsx", "pdf", "json")


class Command(BaseCommand):
    help = "Writes the register of official channels (Appendix 1) to a file"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument(
            "--school", metavar="URN", help="one school; without it the whole trust"
        )
        parser.add_argument(
            "--trust", metavar="SHORT_NAME", help="where there is more than one trust"
        )
        parser.add_argument(
            "--as-at", type=date.fromisoformat, metavar="DATE", help="a day such as 2026-11-20"
        )
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--by", metavar="EMAIL", help="who asks; without it the portal itself")
        parser.add_argument("--json", action="store_true", help="say what was made as JSON")

    def handle(
        self,
        *,
        format: str,
        school: str,
        trust: str,
        as_at: date | None,
        out: Path | str,
        by: str,
        json: bool,
        **_: Any,
    ) -> None:
        now = timezone.now()
        one_school = self._school(school) if school else None
        asker = self._person(by) if by else system_user()
        # Somebody who asks belongs to a trust; the portal itself must be told which.
        own = asker.trust if by and not trust else None
        whose = one_school.trust if one_school else own or self._trust(trust)
        day = as_at or timezone.localdate(now)
        if day > timezone.localdate(now):
            raise CommandError("--as-at must be today or in the past")
        try:
            export = actions.ask_for_export(
                kind=f"register_{format}",
                trust=whose,
                school=one_school,
                as_at=day,
                by=asker,
                at=now,
                waits=False,
            )
        except (Denied, Hidden) as refusal:
            raise CommandError(str(refusal) or "This person cannot see that register") from None
        made = actions.prepare_export(export_id=export.pk, at=now)
        if made is None:
            raise CommandError("The file could not be made; the log says why")
        try:
            with made.file.open() as source, Path(out).open("wb") as target:
                shutil.copyfileobj(source, target)
        except OSError as problem:
            raise CommandError(f"{out} cannot be written: {problem.strerror}") from None
        self.stdout.write(
            as_json.dumps(self._said(made, day, out))
            if json
            else f"{KINDS[made.kind].title}: {made.row_count} rows"
        )

    def _said(self, made: Export, day: date, out: Path | str) -> dict[str, Any]:
        return {
            "file": str(out),
            "format": made.kind.removeprefix("register_"),
            "as_at": day.isoformat(),
            "rows": made.row_count,
            "version": made.version,
            "fingerprint": made.fingerprint,
            "sha256": made.sha256,
        }

    def _school(self, urn: str) -> School:
        found = School.objects.filter(urn=urn).select_related("trust").first()
        if found is None:
            raise CommandError(f"No school has the URN {urn}")
        return found

    def _trust(self, short_name: str) -> Trust:
        found = list(
            Trust.objects.filter(short_name=short_name) if short_name else Trust.objects.all()[:2]
        )
        if len(found) != 1:
            raise CommandError("Name one school with --school or one trust with --trust")
        return found[0]

    def _person(self, email: str) -> User:
        found = User.objects.filter(email__iexact=email).first()
        if found is None:
            raise CommandError(f"Nobody here has the e-mail address {email}")
        return found
