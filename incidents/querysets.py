"""Who may know that a concern exists. Every door goes through `visible_to`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Exists, Q

from incidents.routing import footing
from people.models import User

BY_NAME = Q(capacity="READER")

DRAFTS_KEPT_FOR = timedelta(hours=24)


class DraftQuerySet(models.QuerySet):
    def kept(self, *, at: datetime) -> DraftQuerySet:
        """What is not yet out of time, whether or not it has been cleared away."""
        return self.filter(saved_at__gte=at - DRAFTS_KEPT_FOR)


class ReaderQuerySet(models.QuerySet):
    def open(self, *, on: date) -> ReaderQuerySet:
        """Sight that holds on this day: not ended, of somebody who is here and known.

        What came by a role holds as long as the role does. This is the one place that says so.
        """
        from people.models import User

        people = User.objects.present(on).filter(known_at__isnull=False)
        return self.standing(on=on).filter(
            Q(until=None) | Q(until__gte=on), ended_at=None, person__in=people
        )

    def standing(self, *, on: date) -> ReaderQuerySet:
        """Given by name, or by a role that is held today."""
        return self.filter(BY_NAME | Exists(footing.held(on)))

    def over(self, *, on: date) -> ReaderQuerySet:
        """Sight that will not hold again: its person has left, or no role that gave it runs or is to begin."""
        has_left = Q(person__leaving_date__lt=on)
        by_role = ~BY_NAME & ~Exists(footing.not_over(on))
        return self.filter(has_left | by_role, ended_at=None)

    def handling(self) -> ReaderQuerySet:
        """Those who can deal with it."""
        return self.filter(may_handle=True)


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, user: User, *, on: date) -> IncidentQuerySet:
        """Concerns this person has open sight of and is not a party to. No role is enough on its own."""
        from incidents.models import Party, Reader

        sighted = Reader.objects.open(on=on).filter(person_id=user.pk)
        concerned = Party.objects.filter(person_id=user.pk)
        return self.filter(pk__in=sighted.values("incident_id")).exclude(
            pk__in=concerned.values("incident_id")
        )

    def sent_by(self, user: User) -> IncidentQuerySet:
        """Reports this person sent or wrote down: they may add to them, and never read them."""
        from incidents.models import Party

        concerned = Party.objects.filter(person_id=user.pk)
        told = Q(reported_by_id=user.pk) & ~Q(pk__in=concerned.values("incident_id"))
        return self.filter(told | Q(logged_by_id=user.pk)).order_by("-reported_at")

    def unheld(self, *, on: date) -> IncidentQuerySet:
        """Open, and nobody who could deal with them has sight any more."""
        from incidents.models import Reader

        held = Reader.objects.open(on=on).handling()
        return self.exclude(status__in=("closed", "duplicate")).exclude(
            pk__in=held.values("incident_id")
        )

    def unseen(self, *, at: datetime) -> IncidentQuerySet:
        """Nobody has marked these as seen, and their time is up, or nobody was there to be asked next."""
        is_up = Q(moves_on_at__lte=at) | Q(moves_on_at=None)
        return self.filter(is_up, status="reported")
