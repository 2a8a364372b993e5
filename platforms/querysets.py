"""Named questions about platforms."""

from __future__ import annotations

from datetime import date

from django.db import models

from access.check import Person


class PlatformQuerySet(models.QuerySet):
    def visible_to(self, user: Person, *, on: date) -> PlatformQuerySet:
        return self.all()

    def current(self) -> PlatformQuerySet:
        return self.filter(current=True)
