"""Who may know that a concern exists. Every door goes through `visible_to`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> IncidentQuerySet:
        """Concerns this person has open sight of and is not a party to. No role is enough on its own."""
        from incidents.models import Party, Reader

        sighted = Reader.objects.filter(Q(until=None) | Q(until__gte=on), person_id=user.pk, ended_at=None)
        concerned = Party.objects.filter(person_id=user.pk)
        return self.filter(pk__in=sighted.values("incident_id")).exclude(pk__in=concerned.values("incident_id"))
