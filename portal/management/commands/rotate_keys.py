"""Seal everything anew with the first keys, while the portal is in use."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.api import system_user
from portal import key_checks
from sealing.actions import finish_rotation
from sealing.keys import Purpose
from sealing.rotation import Outcome, SealedRows, reseal_all

PASSES = 5  # one does all; what a request wrote back in the same moment is met in the next
LEFT = "Some rows still need an old key: run this again."
UNREADABLE = (
    "Something that is sealed opens with none of the keys and stays as it is. If a key of earlier is at "
    "hand, add it at the end of {names} and run this again."
)


class Command(BaseCommand):
    help = (
        "Seal everything with the first key of CONCERN_KEYS and of AUTHENTICATOR_KEYS. May be stopped "
        "and started again at any moment. Afterwards the old keys can be removed. --check only looks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="exit 1 while an old key is needed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self.rotate()
        if needed := [key_checks.where(one) for one in Purpose if key_checks.needs_old_key(one)]:
            raise CommandError(f"An old key is still needed: {', '.join(needed)}.")
        self.stdout.write("0 rows still need an old key: only the first keys are in use.")

    def rotate(self) -> None:
        unreadable = [rows for rows in key_checks.kinds_of_rows() if self.reseal(rows)]
        for purpose in Purpose:
            finish_rotation(purpose=purpose, by=system_user(), at=timezone.now())
        key_checks.forget()
        if unreadable:
            names = " and ".join(sorted({key_checks.where(rows.purpose) for rows in unreadable}))
            raise CommandError(UNREADABLE.format(names=names))

    def reseal(self, rows: SealedRows) -> bool:
        """Pass over one kind until nothing is left but what no key opens; whether there is such."""
        done = 0
        for _ in range(PASSES):
            seen = Counter(reseal_all(rows))
            done += seen[Outcome.DONE]
            if seen.total() == seen[Outcome.UNREADABLE]:
                self.stdout.write(progress(rows, done))
                return seen.total() > 0
        raise CommandError(LEFT)


def progress(rows: SealedRows, done: int) -> str:
    """How many concerns there are is nobody's business, whoever runs this."""
    return f"{rows.name}: {f'{done} sealed anew' if rows.may_be_counted else 'sealed anew'}"
