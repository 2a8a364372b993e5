"""Named questions about policies and confirmations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from access.check import own_trusts
from people.models import User


def own_schools(user: User, on: date) -> set[Any]:
    return {school for held in user.roles_on(on) for school in held.school_ids}


class PolicyQuerySet(models.QuerySet):
    def visible_to(self, user: User, *, on: date) -> PolicyQuerySet:
        """Everybody reads the policies of their own trust, and those of their own schools."""
        return self.filter(
            Q(school=None) | Q(school_id__in=own_schools(user, on)),
            trust_id__in=own_trusts(user, on),
        )

    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        """The policies that these posts look after."""
        for post, title in self.filter(owner_post__in=posts).values_list("owner_post", "title"):
            yield post, f"the owner of the policy {title}"

    def governing(self) -> PolicyQuerySet:
        """What people who run a channel must have confirmed."""
        return self.filter(governs_channels=True)


class VersionQuerySet(models.QuerySet):
    def visible_to(self, user: User, *, on: date) -> VersionQuerySet:
        return self.filter(
            Q(policy__school=None) | Q(policy__school_id__in=own_schools(user, on)),
            policy__trust_id__in=own_trusts(user, on),
        )

    def in_force(self) -> VersionQuerySet:
        return self.filter(status="published")


class AcknowledgementQuerySet(models.QuerySet):
    def visible_to(self, user: User, *, on: date) -> AcknowledgementQuerySet:
        """One's own; lists of others' are asked through people one may see."""
        return self.filter(person=user)

    def current(self, on: date) -> AcknowledgementQuerySet:
        """Not run out. Whether the version still counts is asked of `policies.confirmations`."""
        return self.filter(valid_until__gte=on)
