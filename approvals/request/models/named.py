"""Who is named in a request."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from approvals.request.statuses import AWAITING, OVER

# A request may be somebody's own draft: not whose, and not which.
IN_A_REQUEST = "named in a request that is not over"


class RequestPersonQuerySet(models.QuerySet["RequestPerson"]):
    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        rows = self.filter(post__in=posts).exclude(request__status__in=OVER)
        for post in rows.values_list("post", flat=True):
            yield post, IN_A_REQUEST

    def waiting(self) -> RequestPersonQuerySet:
        """Those of requests that wait for a signature."""
        return self.filter(request__status__in=AWAITING)

    def unanswered(self) -> RequestPersonQuerySet:
        return self.filter(agreed_at=None, declined_at=None)


class RequestPerson(models.Model):
    """Somebody named in a request, and whether they have agreed."""

    class Part(models.TextChoices):
        ADMINISTRATOR = "administrator", "Administrator"
        MODERATOR = "moderator", "Moderator"
        POSTER = "poster", "Approved to post"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("approvals.Request", models.CASCADE, related_name="people")
    part = models.CharField(max_length=14, choices=Part.choices)
    person = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = RequestPersonQuerySet.as_manager()

    class Meta:
        ordering = ("part", "person__family_name", "person__given_name")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "part", "person"], name="once_per_part_in_a_request"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(post__isnull=False), name="somebody_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} in {self.request_id}"
