"""Named questions about closings, their steps, later checks and flags."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models


def _channels(user: Any, on: date) -> Any:
    from accounts_registry.models import Channel

    return Channel.objects.in_detail(user, on=on)


class ClosingQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> ClosingQuerySet:
        return self.filter(channel__in=_channels(user, on))

    def under_way(self) -> ClosingQuerySet:
        return self.filter(state="under_way")


class ClosingStepQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> ClosingStepQuerySet:
        return self.filter(closing__channel__in=_channels(user, on))

    def left(self) -> ClosingStepQuerySet:
        return self.filter(state="open")


class ReappearanceCheckQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> ReappearanceCheckQuerySet:
        return self.filter(channel__in=_channels(user, on))

    def waiting(self) -> ReappearanceCheckQuerySet:
        return self.filter(result="", dropped=False)


class GuardFlagQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> GuardFlagQuerySet:
        return self.filter(channel__in=_channels(user, on))

    def standing(self) -> GuardFlagQuerySet:
        return self.filter(ended_on=None)
