"""Named questions about what belongs to a channel: checks, risk assessments, house rules, contributors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from access.check import own_trusts


class OfChannelQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> OfChannelQuerySet:
        """For those who may see the channel in detail."""
        from accounts_registry.models import Channel

        return self.filter(channel__in=Channel.objects.in_detail(user, on=on))


class HouseRulesQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> HouseRulesQuerySet:
        """Those of channels seen in detail, and the beginnings that schools of one's trust keep."""
        from accounts_registry.models import Channel

        return self.filter(
            Q(channel__in=Channel.objects.in_detail(user, on=on))
            | Q(school__trust_id__in=own_trusts(user, on))
        )
