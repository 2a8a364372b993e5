"""Named questions about the history of channels."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models


class ChannelStateQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> ChannelStateQuerySet:
        """The history of a channel is for those who may see it in detail."""
        from accounts_registry.models import Channel

        return self.filter(channel__in=Channel.objects.in_detail(user, on=on))

    def by(self, day: date) -> ChannelStateQuerySet:
        """Those that count by the end of that day."""
        return self.filter(on__lte=day)

    def after(self, day: date) -> ChannelStateQuerySet:
        """Those that count from a later day: their channels have changed since."""
        return self.filter(on__gt=day)

    def of_trust(self, trust: Any) -> ChannelStateQuerySet:
        """States in which a channel belonged to this trust."""
        return self.filter(trust=trust)
