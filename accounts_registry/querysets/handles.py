"""Named questions about the names that accounts had before."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models


class FormerHandleQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> FormerHandleQuerySet:
        """For those who may see the channel in detail."""
        from accounts_registry.models import Channel

        return self.filter(channel__in=Channel.objects.in_detail(user, on=on))

    def were_ours(self) -> FormerHandleQuerySet:
        """Without what was only written down wrongly: that was never ours."""
        return self.exclude(reason="mistyped")
