"""Prints the code that an empty portal's first page asks for from another computer."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from portal.first_run import has_begun, set_up_code


class Command(BaseCommand):
    help = "Prints the set-up code of an empty portal."

    def handle(self, *args: Any, **options: Any) -> None:
        if has_begun():
            raise CommandError("This portal has been set up: it needs no code.")
        self.stdout.write(set_up_code())
