"""Prove that nothing was changed in or removed from the ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.verify import anchor, first_broken, missing_since, read_anchors, write_anchor


class Command(BaseCommand):
    help = "Check every link of the audit chain and every anchor. Exit 1 with the first row that does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchors", default=str(settings.DATA_DIR / "audit-anchors"))
        parser.add_argument(
            "--anchor", action="store_true", help="append an anchor after a clean check"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(options["anchors"])
        if problem := first_broken() or missing_since(read_anchors(file)):
            raise CommandError(problem)
        now = write_anchor(file) if options["anchor"] else anchor()
        answer = {"rows": now.count, "hash": now.hash}
        self.stdout.write(
            json.dumps(answer) if options["json"] else f"{now.count} rows, nothing changed."
        )
