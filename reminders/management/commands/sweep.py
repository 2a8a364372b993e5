"""The daily reminders as of a day, by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from people.models import User
from reminders import actions
from reminders.models import Reminder


class Command(BaseCommand):
    help = "Sends the reminders due on a day: says what was due, what was claimed and what was already sent."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--on", required=True, help="the day, such as 2026-11-20")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON document")

    def handle(self, *args: Any, on: str, as_json: bool, **options: Any) -> None:
        try:
            day = date.fromisoformat(on)
        except ValueError:
            raise CommandError(f"--on must be a day, such as 2026-11-20; it was {on}") from None
        outcome = actions.sweep_daily(on=day, at=timezone.now())
        told = emails_of(outcome.due)
        if as_json:
            parts = {
                "due": outcome.due,
                "claimed": outcome.claimed,
                "already_sent": outcome.already,
            }
            document = {name: [as_data(row, told) for row in rows] for name, rows in parts.items()}
            self.stdout.write(
                json.dumps({"on": day.isoformat(), **document, "sent": outcome.sent}, indent=2)
            )
        else:
            self.stdout.write(
                f"{day}: {len(outcome.due)} due, {len(outcome.claimed)} claimed, {len(outcome.already)} already sent, "
                f"{outcome.sent} sent now"
            )


def emails_of(rows: Iterable[Reminder]) -> dict[Any, str]:
    people = User.objects.filter(pk__in={row.recipient_id for row in rows})
    return {pk: email or "" for pk, email in people.values_list("pk", "email")}


def as_data(row: Reminder, told: dict[Any, str]) -> dict[str, Any]:
    return {
        "code": row.code,
        "reference": row.reference,
        "due_on": row.due_on.isoformat(),
        "lead": row.lead,
        "to": told.get(row.recipient_id, ""),
        "text": row.text,
        "why": row.why,
        "link": row.link,
        "urgent": row.urgent,
        "key": row.key,
    }
