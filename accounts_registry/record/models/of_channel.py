"""What belongs to a channel is seen by whoever may see the channel in detail."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

from accounts_registry.record.models.channels import Channel
from people.models import User


class OfChannelQuerySet(models.QuerySet):
    """Checks, risk assessments, contributors, reminders, former names, states: rows with a channel."""

    def visible_to(self, user: User, *, on: date) -> Self:
        return self.filter(channel__in=Channel.objects.in_detail(user, on=on))
