"""What was sent to whom, for scripts and for looking after the portal."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from notifications.models import Message
from notifications.outbox import outbox

GOING = (Message.State.WAITING, Message.State.LEASED)


class Command(BaseCommand):
    help = "Lists the e-mails of the outbox, newest first. What is restricted does not appear."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--since", help="a day (2026-11-20) or a time (2026-11-20T09:00)")
        parser.add_argument("--json", action="store_true", help="one JSON document")

    def handle(self, *args: Any, since: str | None, json: bool, **options: Any) -> None:
        rows = [as_data(message) for message in outbox(since=moment(since) if since else None)]
        self.stdout.write(
            in_json(rows) if json else "\n".join(map(in_words, rows)) or "Nothing has been sent."
        )


def moment(text: str) -> Any:
    """The time meant by --since; a day begins at midnight."""
    try:
        found = parse_datetime(text) if len(text) > 10 else parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"--since must be a day or a time, such as 2026-11-20; it was {text}")
    if not isinstance(found, datetime):
        found = datetime.combine(found, time())
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def as_data(message: Message) -> dict[str, Any]:
    return {
        "id": str(message.pk),
        "to": message.address,
        "name": message.recipient.full_name,
        "kind": message.kind,
        "reference": message.reference,
        "subject": message.subject,
        "link": message.link,
        "urgent": message.urgent,
        "state": message.state,
        "blame": message.blame,
        "problem": message.problem,
        "attempts": message.attempts,
        "created_at": message.created_at.isoformat(),
        "next_try_at": when(message.next_try_at if message.state in GOING else None),
        "sent_at": when(message.sent_at),
        "failed_at": when(message.failed_at),
        "text": message.text,
    }


def when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def in_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, indent=2)


def in_words(row: dict[str, Any]) -> str:
    line = f"{row['created_at'][:16]}  {row['state']:<8}  {row['to']}  {row['subject']}"
    return f"{line}  ({row['problem']})" if row["problem"] else line
