"""One row per attempt, kept for a day: what every limit of the portal is counted from (ADR 0012)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def lately(self, kind: str, seconds: int, *, at: datetime, **marks: str) -> int:
        """How many of this kind there were in so many seconds before `at`."""
        since = at - timedelta(seconds=seconds)
        return self.filter(kind=kind, at__gt=since, **marks).count()

    def guessed_at(self, *, number: int, since: datetime) -> Any:
        """The people at whose account at least so many guesses failed since then."""
        rows = self.filter(kind="sign_in", at__gt=since, person__isnull=False)
        return rows.values("person").annotate(guesses=Count("pk")).filter(guesses__gte=number)


class Attempt(models.Model):
    """`account` and `address` are keyed fingerprints: what was typed and from where is not kept."""

    kind = models.CharField(max_length=10)
    account = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=32, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="attempts"
    )
    at = models.DateTimeField()

    objects = AttemptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account", "kind", "at"]),
            models.Index(fields=["address", "kind", "at"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class LinkAsked(models.Model):
    """Somebody asked for a link to choose a new password: the worker looks whose address it is."""

    email = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.at}"
