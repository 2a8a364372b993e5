"""Named questions about the names that accounts had before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Max


class FormerHandleQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> FormerHandleQuerySet:
        """For those who may see the channel in detail."""
        from accounts_registry.models import Channel

        return self.filter(channel__in=Channel.objects.in_detail(user, on=on))

    def were_ours(self) -> FormerHandleQuerySet:
        """Without what was only written down wrongly: that was never ours."""
        return self.exclude(reason="mistyped")

    def last_days(self, channels: Collection[UUID], *, by: date) -> dict[UUID, date]:
        """Until when each of these channels last had an account that is not its own any more."""
        if not channels:
            return {}
        ended = self.were_ours().filter(channel__in=channels, until__lte=by).order_by()
        return dict(ended.values_list("channel").annotate(last=Max("until")))
