"""Named questions about platforms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models


class PlatformQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> PlatformQuerySet:
        return self.all()

    def current(self) -> PlatformQuerySet:
        return self.filter(current=True)
