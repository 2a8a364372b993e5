"""Names somebody had until lately: whoever knows them by one still finds them, and nobody else takes it over."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F

from people.scope import not_over

KEPT = timedelta(days=365)
HAD_LATELY = "A colleague was called {name} in the last 12 months. Add a middle name or initial, so that the two can be told apart"


class PastNameQuerySet(models.QuerySet["PastName"]):
    def lately(self, on: date) -> PastNameQuerySet:
        return self.filter(until__gt=on - KEPT)


class PastName(models.Model):
    """A name as it was shown, how it is found, and the day on which it was changed; kept for a year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="past_names")
    name = models.CharField(max_length=310)
    name_key = models.CharField(max_length=300)
    found_as = models.CharField(max_length=700)
    until = models.DateField()

    objects = PastNameQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name_key"])]

    def __str__(self) -> str:
        return f"{self.name} until {self.until}"


def formerly(people: Collection[Any], on: date) -> dict[UUID, list[str]]:
    """What each of these people was called within the last year, the latest first."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = PastName.objects.lately(on).filter(person__in=people).order_by("-until", "name")
    for pk, name in rows.values_list("person_id", "name"):
        if name not in found[pk]:
            found[pk].append(name)
    return found


def had_lately(trust_id: UUID, on: date) -> frozenset[str]:
    """The keys of the names that people of this trust had within the last year and have no more."""
    rows = PastName.objects.lately(on).filter(not_over(on, end="person__leaving_date"))
    rows = rows.filter(person__trust=trust_id).exclude(name_key=F("person__name_key"))
    return frozenset(rows.values_list("name_key", flat=True))
