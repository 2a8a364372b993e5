"""Write docs/reference from the tables, or say that it is stale."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.reference import pages


class Command(BaseCommand):
    help = "Write docs/reference/*.md from the tables in the code. With --check: exit 1 when a page is stale."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs" / "reference"
        stale = [
            name
            for name, text in pages().items()
            if not (folder / name).exists() or (folder / name).read_text() != text
        ]
        if options["check"]:
            if stale:
                raise CommandError(f"Stale: {', '.join(stale)}. Run manage.py reference.")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (folder / name).write_text(text)
