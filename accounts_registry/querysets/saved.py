"""Named questions about saved views and reminders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from access.check import schools_where
from access.roles import Permission


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> SavedViewQuerySet:
        """One's own, and those shared with a school where one works; nothing of a trust one has left."""
        schools = schools_where(user, Permission.CHANNEL_SEE, on)
        trusts = {held.trust_id for held in user.roles_on(on)}
        return self.filter(Q(owner=user) | Q(school_id__in=schools), trust_id__in=trusts)

    def of(self, user: Any) -> SavedViewQuerySet:
        return self.filter(owner=user)


class NudgeQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> NudgeQuerySet:
        from accounts_registry.models import Channel

        return self.filter(channel__in=Channel.objects.in_detail(user, on=on))

    def since(self, moment: datetime, channel_ids: Iterable[Any]) -> NudgeQuerySet:
        return self.filter(at__gt=moment, channel_id__in=list(channel_ids))
