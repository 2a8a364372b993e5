"""Named questions about people, posts, roles and time away."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from access.check import own_trusts


def on_day(day: date, *, start: str = "start_date", end: str = "end_date") -> Q:
    """Rows whose dates include this day; an open end runs on."""
    return Q(**{f"{start}__lte": day}) & (Q(**{end: None}) | Q(**{f"{end}__gte": day}))


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> UserQuerySet:
        """Colleagues: the people of one's own trust."""
        return self.filter(trust_id__in=own_trusts(user, on), is_system=False)

    def present(self, on: date) -> UserQuerySet:
        """People who have started and not left."""
        return self.filter(is_active=True, is_system=False).filter(
            Q(start_date=None) | Q(start_date__lte=on), Q(leaving_date=None) | Q(leaving_date__gte=on)
        )

    def holding(self, role: str, *, on: date, school: Any = None, trust: Any = None) -> UserQuerySet:
        """Present people who hold this role at that school (or at the trust as such), deputies in order."""
        at = Q(assignments__school=school) if school else Q(assignments__school=None, assignments__trust=trust)
        return (
            self.present(on)
            .filter(
                at,
                Q(assignments__end_date=None) | Q(assignments__end_date__gte=on),
                assignments__role=role,
                assignments__start_date__lte=on,
            )
            .order_by("assignments__order", "family_name")
        )

    def at_school(self, school: Any, *, on: date) -> UserQuerySet:
        """Present people with any role at that school."""
        from people.models import RoleAssignment

        ids = RoleAssignment.objects.on(on).filter(school=school).values("person_id")
        return self.present(on).filter(pk__in=ids)

    def not_away(self, on: date) -> UserQuerySet:
        from people.models import Absence

        return self.exclude(pk__in=Absence.objects.on(on).values("person_id"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, email: str) -> Any:
        return self.get(email__iexact=email)


class PostQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> PostQuerySet:
        return self.filter(trust_id__in=own_trusts(user, on))


class HoldingQuerySet(models.QuerySet):
    def on(self, day: date) -> HoldingQuerySet:
        return self.filter(on_day(day))


class RoleQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> RoleQuerySet:
        return self.filter(trust_id__in=own_trusts(user, on))

    def on(self, day: date) -> RoleQuerySet:
        return self.filter(on_day(day))


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> AbsenceQuerySet:
        return self.filter(person__trust_id__in=own_trusts(user, on))

    def standing(self) -> AbsenceQuerySet:
        return self.filter(cancelled_at=None)

    def on(self, day: date) -> AbsenceQuerySet:
        return self.standing().filter(start_date__lte=day, end_date__gte=day)

    def between(self, first: date, last: date) -> AbsenceQuerySet:
        return self.standing().filter(start_date__lte=last, end_date__gte=first)


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> TrainingQuerySet:
        return self.filter(person__trust_id__in=own_trusts(user, on))

    def current(self, on: date) -> TrainingQuerySet:
        return self.filter(completed_on__lte=on, expires_on__gte=on)
