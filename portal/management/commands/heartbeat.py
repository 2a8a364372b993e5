"""Says whether worker, beat or the mail worker has shown itself lately; the containers' health check."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from portal import heartbeats


class Command(BaseCommand):
    help = "Exit 0 when the part is alive, 1 when not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("part", choices=["worker", "beat", "mail"])

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        if not heartbeats.is_fresh(part):
            raise CommandError(
                f"{part} has not shown itself for {heartbeats.FRESH_FOR:.0f} seconds."
            )
