"""Job titles, and who holds them from a day until a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from access.check import Person
from people.scope import at_own_places, not_over, on_day
from schools.models import School, Trust


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: Person, *, on: date) -> PostQuerySet:
        return self.filter(at_own_places(user, on))

    def at(self, *, school: School | None = None, trust: Trust | None = None) -> PostQuerySet:
        """The posts in use at that school, or of the trust as such."""
        return self.ever_at(school=school, trust=trust).filter(active=True)

    def ever_at(self, *, school: School | None = None, trust: Trust | None = None) -> PostQuerySet:
        """Those, and the ones that were taken off the list."""
        return self.filter(**({"school": school} if school else {"school": None, "trust": trust}))


class HoldingQuerySet(models.QuerySet["Holding"]):
    def visible_to(self, user: Person, *, on: date) -> HoldingQuerySet:
        return self.filter(at_own_places(user, on, prefix="post__"))

    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        """Whoever holds them, or will."""
        for row in self.not_over(on).filter(post__in=posts).select_related("person"):
            yield row.post_id, f"held by {row.person.full_name}"

    def not_over(self, day: date) -> HoldingQuerySet:
        return self.filter(not_over(day))

    def on(self, day: date) -> HoldingQuerySet:
        return self.filter(on_day(day))


class Post(models.Model):
    """A job title at a school or at the trust. The register prints posts, never names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=80)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="posts")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="posts"
    )
    active = models.BooleanField(default=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = [
            models.UniqueConstraint("school", Lower("title"), name="one_post_title_per_school"),
            models.UniqueConstraint(
                "trust", Lower("title"), condition=Q(school=None), name="one_post_title_per_trust"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """A person in a post, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="holdings")
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    acting = models.BooleanField(default=False)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="holding_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.start_date}"

    @property
    def school_id(self) -> uuid.UUID | None:
        return self.post.school_id

    @property
    def trust_id(self) -> uuid.UUID:
        return self.post.trust_id
