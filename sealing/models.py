"""A word sealed with the keys in use, so that wrong ones are noticed before anybody needs the right ones."""

from __future__ import annotations

from django.db import models


class KeyCheck(models.Model):
    """One row for each purpose: whoever cannot open its box has the wrong keys."""

    purpose = models.CharField(max_length=20, primary_key=True)
    box = models.CharField(max_length=160)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.purpose
