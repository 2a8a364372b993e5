#!/usr/bin/env python
"""Run a management command."""

import os
import sys
from typing import Any, NoReturn


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandParser, execute_from_command_line
    from django.db import DatabaseError

    told_no = CommandParser.error

    def refuse(parser: Any, message: str) -> NoReturn:
        """A wrong option ends as any refusal does: one line and 1, not the whole usage and 2."""
        if parser.called_from_command_line:
            parser.exit(1, f"{parser.prog}: {message}\n")
        told_no(parser, message)
        sys.exit(2)

    CommandParser.error = refuse  # type: ignore[method-assign, assignment]  # replaced on purpose
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.exit(str(fault))
    except DatabaseError as fault:
        lacks = ("no such table", "no such column", "does not exist")
        # What migrate itself does not find is a fault of a migration: it must not send people to migrate.
        if "migrate" in sys.argv[1:2] or not any(words in str(fault) for words in lacks):
            raise
        sys.exit("The database is not up to date with this program: run manage.py migrate first")


if __name__ == "__main__":
    main()
