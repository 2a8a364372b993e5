"""Who may know that a concern exists. Every door goes through `visible_to`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q


class ReaderQuerySet(models.QuerySet):
    def open(self, *, on: date) -> ReaderQuerySet:
        """Sight that has not ended, by hand or by its date."""
        return self.filter(Q(until=None) | Q(until__gte=on), ended_at=None)


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> IncidentQuerySet:
        """Concerns this person has open sight of and is not a party to. No role is enough on its own."""
        from incidents.models import Party, Reader

        sighted = Reader.objects.open(on=on).filter(person_id=user.pk)
        concerned = Party.objects.filter(person_id=user.pk)
        return self.filter(pk__in=sighted.values("incident_id")).exclude(
            pk__in=concerned.values("incident_id")
        )

    def sent_by(self, user: Any) -> IncidentQuerySet:
        """Reports this person sent or wrote down: they may add to them, and never read them."""
        return self.filter(Q(reported_by_id=user.pk) | Q(logged_by_id=user.pk)).order_by(
            "-reported_at"
        )

    def unseen(self, *, at: datetime) -> IncidentQuerySet:
        """Nobody has marked these as seen, and their time is up."""
        return self.filter(status="reported", moves_on_at__lte=at)
