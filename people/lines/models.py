"""Whom somebody reported to before: nobody below a person hears a concern about them, nor for a year after."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class PastManager(models.Model):
    """A line manager somebody no longer has, and the last day on which it was so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["person", "until"])]

    def __str__(self) -> str:
        return f"{self.person_id} until {self.until}"
