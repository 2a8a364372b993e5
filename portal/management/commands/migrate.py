"""Django's own migrate, which first says in one line what to do with data that this program cannot take."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from portal import data_version


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        loader = MigrationLoader(connections[options["database"]])
        if sentence := data_version.refusal(loader):
            raise CommandError(sentence)
        super().handle(*args, **options)
