"""Named questions about what waits in the outbox and what a person has been told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from access.check import Person
from access.roles import Permission

SLACK = timedelta(minutes=2)  # by so much two machines' clocks may differ
LONGEST = timedelta(minutes=30)  # nobody holds a letter for so long


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user: Person, *, on: date) -> MessageQuerySet:
        """The letters of the people whose mail this person looks after. What is restricted is never among them."""
        people = get_user_model().objects.within(user, Permission.MAIL_MANAGE, on=on)
        return self.unrestricted().filter(recipient__in=people)

    def unrestricted(self) -> MessageQuerySet:
        """All that any page, command or figure may be made from."""
        return self.filter(restricted=False)

    def due(self, at: datetime) -> MessageQuerySet:
        """Those whose time has come, and those whose sender died with them in hand.

        What was written, or taken in hand, in the future is due too: the clock was set back since.
        """
        waiting = Q(state="waiting") & (Q(next_try_at__lte=at) | Q(created_at__gt=at + SLACK))
        dropped = Q(state="leased") & (Q(leased_until__lte=at) | Q(leased_until__gt=at + LONGEST))
        return self.filter(waiting | dropped)

    def waiting_ordinary(self, trust_ids: Iterable[Any]) -> MessageQuerySet:
        """Letters to people of these trusts that have not gone; restricted ones are in no figure (appointments 7)."""
        return self.ordinary_of(trust_ids).on_the_way()

    def ordinary_of(self, trust_ids: Iterable[Any]) -> MessageQuerySet:
        """Letters to people of these trusts; restricted ones are not among them."""
        return self.unrestricted().filter(recipient__trust_id__in=list(trust_ids))

    def on_the_way(self) -> MessageQuerySet:
        return self.filter(state__in=("waiting", "leased"))

    def undelivered(self, *, since: datetime) -> MessageQuerySet:
        """Refused for good, or written by then and still on the way. Where no mail is sent nothing is undelivered."""
        late = Q(state__in=("waiting", "leased"), created_at__lte=since)
        return self.filter(Q(state="failed") | late)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: Person, *, on: date) -> NoticeQuerySet:
        """One's own notices only."""
        return self.filter(recipient_id=user.pk)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)
