"""Named questions about the people who run channels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

PARTS_AS_ROLES = {
    "master": "MADMIN",
    "administrator": "CADMIN",
    "moderator": "MOD",
    "poster": "POSTER",
    "overseer": "OVERSEER",
    "vetter": "VETTER",
}


class ChannelPersonQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> ChannelPersonQuerySet:
        """Who runs what: for those who may see the channel in detail."""
        from accounts_registry.models import Channel

        return self.filter(channel__in=Channel.objects.in_detail(user, on=on))

    def on(self, day: date) -> ChannelPersonQuerySet:
        return self.filter(Q(start_date__lte=day), Q(end_date=None) | Q(end_date__gte=day))

    def of(self, user: Any, *, on: date) -> ChannelPersonQuerySet:
        """This person's parts on that day, by name or through a post they hold."""
        posts = user.holdings.on(on).values("post_id")
        return self.on(on).filter(Q(person=user) | Q(person=None, post_id__in=posts))

    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        """Parts in channels that are not over, and those that a closed channel prints for its last day."""
        printed = Q(end_date=None) | Q(end_date__gte=on) | Q(end_date=F("channel__date_closed"))
        rows = (
            self.filter(printed, post__in=posts)
            .exclude(channel__status="cancelled")
            .select_related("channel")
        )
        row: Any
        for row in rows.order_by("channel__reference", "part"):
            yield row.post_id, f"“{row.get_part_display()}” of {row.channel}"

    def relations(self, user: Any, *, on: date) -> set[str]:
        return {
            PARTS_AS_ROLES[part]
            for part in self.of(user, on=on).values_list("part", flat=True)
            if part in PARTS_AS_ROLES
        }
