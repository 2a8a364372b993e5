"""Named questions about accounts that are not ours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from access.check import schools_where
from access.roles import Permission

FAKES = ("reported", "notice_sent", "escalated")
ENDED = ("converted", "renamed", "removed")
OTHERS = "run_by_others"


class WatchedAccountQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> WatchedAccountQuerySet:
        """Those of the schools whose watch list this person sees, and the one they were sent a notice about."""
        return self.filter(_on_the_list_of(user, on) | Q(holder=user, notice_sent_on__isnull=False))

    def listed_for(self, user: Any, *, on: date) -> WatchedAccountQuerySet:
        """The watch list itself: being the holder of an account shows nobody the list."""
        return self.filter(_on_the_list_of(user, on))

    def current(self) -> WatchedAccountQuerySet:
        """Accounts that are still there under the school's name and have not become official."""
        return self.exclude(status__in=ENDED)

    def not_official(self) -> WatchedAccountQuerySet:
        """Those of them that nobody has recorded as somebody else's own affair."""
        return self.current().exclude(kind=OTHERS)

    def confirmed_fakes(self) -> WatchedAccountQuerySet:
        """`WatchedAccount.is_known_fake` as a question to the database."""
        pretends = self.filter(kind="impersonation", holder=None, was_held=False, status__in=FAKES)
        return pretends.exclude(identity="").filter(fake_identity=F("identity"))

    def of_somebody(self) -> WatchedAccountQuerySet:
        """Written down as a colleague's own or as run by others, or left alone."""
        own = Q(was_held=True) | Q(holder__isnull=False) | Q(kind__in=("quasi_school", OTHERS))
        return self.filter(own | Q(status="tolerated"))

    def run_by_others(self) -> WatchedAccountQuerySet:
        """Accounts of others that the school knows about and says so."""
        return self.current().filter(kind=OTHERS).exclude(status="escalated")

    def of_schools(self, school_ids: Iterable[Any]) -> WatchedAccountQuerySet:
        return self.filter(school_id__in=list(school_ids))

    def due_by(self, day: date) -> WatchedAccountQuerySet:
        return self.filter(next_check_on__lte=day)


class TakedownReportQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> TakedownReportQuerySet:
        from watch_list.models import WatchedAccount

        return self.filter(account__in=WatchedAccount.objects.listed_for(user, on=on))


def _on_the_list_of(user: Any, on: date) -> Q:
    return Q(school_id__in=schools_where(user, Permission.WATCH_SEE, on))
