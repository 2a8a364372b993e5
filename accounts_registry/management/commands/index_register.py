"""Write down anew what the register's search reads."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts_registry.search.actions import refresh_search


class Command(BaseCommand):
    help = "Put the register's search right. The clock does this every quarter of an hour."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = refresh_search(at=timezone.now())
        self.stdout.write(f"{changed} channels written down anew.")
