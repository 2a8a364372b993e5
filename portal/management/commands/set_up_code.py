"""Prints the code that an empty portal's first page asks for, and the pages of the first people after it."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from people.api import FOURTEEN_DAYS
from people.models import RoleAssignment
from portal.first_run import has_begun, set_up_code


class Command(BaseCommand):
    help = "Prints the set-up code: of use while a portal is empty, and for 14 days after it was set up."

    def handle(self, *args: Any, **options: Any) -> None:
        lately = timezone.now() - FOURTEEN_DAYS
        new = RoleAssignment.objects.filter(role="TADMIN", given_at__gt=lately)
        if has_begun() and not new.exists():
            raise CommandError("This portal has been set up: it needs no code.")
        self.stdout.write(set_up_code())
