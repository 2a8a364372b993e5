"""Load the demo trust, or start it again."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from audit.triggers import lifted
from demo import seed
from demo.story.tell import tell
from people.demo import cast_list
from schools.demo import has_any_trust


class Command(BaseCommand):
    help = "Load the demo trust and print the people one can be. --reset empties the demo first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("There is no demo in production.")
        if options["reset"]:
            self.empty()
        if not has_any_trust():
            now = timezone.now()
            tell(timezone.localdate(now), now)
            if settings.IS_DEMO and connection.vendor == "sqlite":
                seed.keep(timezone.localdate(now))
        people = cast_list()
        if options["json"]:
            self.stdout.write(json.dumps(people, indent=2))
        elif options["verbosity"]:
            for person in people:
                self.stdout.write(
                    f"{person['name']}, {person['email']}: {', '.join(person['roles'])}"
                )

    def empty(self) -> None:
        """Only ever in the demo: a real trust's rows are never emptied."""
        if not settings.IS_DEMO:
            raise CommandError("Only the demo can be reset.")
        with lifted(connection):
            call_command("flush", interactive=False, verbosity=0)
