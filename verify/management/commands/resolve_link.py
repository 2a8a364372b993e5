"""Is this account official? Asked by scripts, one link or name a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from platforms.models import Platform
from verify import lookup


class Command(BaseCommand):
    help = "Says of each link or account name whether it is official: one JSON object a line"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "link", metavar="LINK", help="a link or an account name; - reads them, one a line"
        )
        parser.add_argument("--json", action="store_true", help="the answers are JSON anyway")

    def handle(self, *, link: str, **_: Any) -> None:
        platforms = list(Platform.objects.all())
        for line in lines() if link == "-" else [link]:
            found = lookup.look_up(line, on=timezone.localdate(), platforms=platforms)
            self.stdout.write(json.dumps(as_data(found)))


def lines() -> Iterable[str]:
    """What stands on standard input, whatever its letters: a line that cannot be read is a bad line, no end."""
    source = getattr(sys.stdin, "buffer", None)
    try:
        for line in source if source is not None else sys.stdin:
            text = line.decode(errors="replace") if isinstance(line, bytes) else line
            yield text.removesuffix("\n").removesuffix("\r")
    except OSError as problem:
        raise CommandError(f"Standard input cannot be read: {problem.strerror}") from None


def as_data(found: lookup.Found) -> dict[str, Any]:
    return {
        "platform": found.platform.code if found.platform else None,
        "handle": found.handle or None,
        "channel": found.reference or None,
        "status": found.status,
        "reason": found.reason,
    }
