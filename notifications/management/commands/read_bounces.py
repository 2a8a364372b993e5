"""Reads in what came back from mail servers. Reading the same mail twice changes nothing."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from notifications import actions, bounces

log = logging.getLogger(__name__)
LEFT_OUT = (
    "Not everything could be taken in; the log says why. Read it in again when that is mended"
)


class Command(BaseCommand):
    help = (
        "Marks letters that came back as not delivered. Give a Maildir, an mbox or a file with one mail; "
        "- or nothing reads one mail from a pipe. The mailbox is left as it is."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("mailbox", nargs="?", default="-")

    def handle(self, *args: Any, mailbox: str, **options: Any) -> None:
        try:
            are_taken = [self.is_taken(raw) for raw in mails(mailbox)]
        except OSError as problem:
            raise CommandError(f"{mailbox} cannot be read: {problem.strerror}") from None
        if not all(are_taken):
            raise CommandError(LEFT_OUT)

    def is_taken(self, raw: bytes) -> bool:
        """One mail that cannot be taken in holds up no other. What it says stands in no log."""
        try:
            self.take(raw)
        except Exception as problem:
            log.error("A mail that came back could not be taken in: %s", type(problem).__name__)
            return False
        return True

    def take(self, raw: bytes) -> None:
        """Says which letter came back; of restricted ones, of strangers' mail and of how many there were, nothing."""
        bounce = bounces.bounce_in(raw)
        letter = bounce and actions.take_bounce(bounce=bounce, at=timezone.now())
        if letter and not letter.restricted:
            self.stdout.write(f"{letter.address}: {letter.subject}: {letter.problem}")


def mails(place: str) -> Iterator[bytes]:
    return bounces.piped(sys.stdin.buffer) if place == "-" else bounces.mails_in(Path(place))
