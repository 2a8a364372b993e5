"""References."""

from __future__ import annotations

from django.db import models


class Numbering(models.Model):
    """The last number given out: references are permanent and never reused."""

    code = models.CharField(max_length=4, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.code}{self.last:04d}"
