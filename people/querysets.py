"""Named questions about people, posts, roles and time away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from access.check import own_trusts, schools_where, trusts_where
from access.roles import WAY_IN_TAKES_TWO, Permission
from people import names


def own_schools(user: Any, on: date) -> frozenset[Any]:
    """The schools at which this person holds any role on that day, all of a trust's for a trust role."""
    return frozenset().union(*(held.school_ids for held in user.roles_on(on)))


def whole_trusts(user: Any, on: date) -> frozenset[Any]:
    """The trusts for which this person holds a role as such."""
    return frozenset(held.trust_id for held in user.roles_on(on) if held.is_trust_wide)


def at_own_places(user: Any, on: date, *, prefix: str = "") -> Q:
    """Rows of one's own schools, and those that belong to one's trust as a whole."""
    return Q(**{f"{prefix}school_id__in": own_schools(user, on)}) | Q(
        **{f"{prefix}school_id": None, f"{prefix}trust_id__in": own_trusts(user, on)}
    )


def not_over(day: date, *, end: str = "end_date") -> Q:
    """Rows that run now or will: those with no end, or an end that is still to come."""
    return Q(**{end: None}) | Q(**{f"{end}__gte": day})


def on_day(day: date, *, start: str = "start_date", end: str = "end_date") -> Q:
    """Rows whose dates include this day; an open end runs on."""
    return Q(**{f"{start}__lte": day}) & (Q(**{end: None}) | Q(**{f"{end}__gte": day}))


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> UserQuerySet:
        """Oneself and one's colleagues: who has a role at a school of one's own, or at one's trust.

        Somebody with a role at the trust sees all of its people.
        """
        from people.models import RoleAssignment

        colleagues = RoleAssignment.objects.filter(not_over(on), at_own_places(user, on))
        return self.filter(
            Q(pk=user.pk)
            | Q(trust_id__in=whole_trusts(user, on))
            | Q(trust_id__in=own_trusts(user, on), pk__in=colleagues.values("person_id")),
            is_system=False,
        )

    def within(self, user: Any, permission: Permission, *, on: date) -> UserQuerySet:
        """The people of the schools and trusts where this person holds this permission."""
        from people.models import RoleAssignment

        schools = schools_where(user, permission, on)
        there = RoleAssignment.objects.filter(not_over(on), school_id__in=schools)
        return self.filter(
            Q(trust_id__in=trusts_where(user, permission, on))
            | Q(pk__in=there.values("person_id")),
            is_system=False,
        )

    def found_by(self, typed: str, *, or_address: bool = False) -> UserQuerySet:
        """Those whose names hold every word of what was typed, however it was typed.

        A name counts that somebody had until lately. With `or_address` a word may be a part of the e-mail
        address instead. Nothing typed finds nobody.
        """
        from people.past_names import PastName

        asked = Q()
        for word in typed.split():
            parts = [
                Q(found_as__contains=part)
                | Q(pk__in=PastName.objects.filter(found_as__contains=part).values("person"))
                for part in names.words(word)
            ]
            named = reduce(and_, parts) if parts else Q()
            asked &= (Q(email__icontains=word) | named) if or_address else named
        return self.filter(asked) if asked else self.none()

    def here(self, on: date) -> UserQuerySet:
        """People who have started and have not left: whoever is suspended is one of them, as if away."""
        return self.filter(is_active=True, is_system=False).filter(
            Q(start_date=None) | Q(start_date__lte=on),
            Q(leaving_date=None) | Q(leaving_date__gte=on),
        )

    def present(self, on: date) -> UserQuerySet:
        """Of these, whoever is not suspended."""
        return self.here(on).filter(Q(suspended_until=None) | Q(suspended_until__lt=on))

    def holding(
        self, role: str, *, on: date, school: Any = None, trust: Any = None
    ) -> UserQuerySet:
        """Present people who hold this role at that school (or at the trust as such), deputies in order."""
        at = (
            Q(assignments__school=school)
            if school
            else Q(assignments__school=None, assignments__trust=trust)
        )
        return (
            self.present(on)
            .filter(
                at,
                Q(assignments__end_date=None) | Q(assignments__end_date__gte=on),
                assignments__role=role,
                assignments__start_date__lte=on,
                assignments__suspended_at=None,
            )
            .order_by("assignments__order", "family_name")
        )

    def at_school(self, school: Any, *, on: date) -> UserQuerySet:
        """Present people with any role at that school."""
        from people.models import RoleAssignment

        ids = RoleAssignment.objects.on(on).filter(school=school).values("person_id")
        return self.present(on).filter(pk__in=ids)

    def with_role_at(self, school: Any, *, on: date) -> UserQuerySet:
        """Whoever has, or will have, a role at that school, leavers too."""
        from people.models import RoleAssignment

        ids = RoleAssignment.objects.filter(not_over(on), school=school).values("person_id")
        return self.filter(pk__in=ids)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, email: str) -> Any:
        return self.get(email__iexact=email)


class PostQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> PostQuerySet:
        return self.filter(at_own_places(user, on))

    def at(self, *, school: Any = None, trust: Any = None) -> PostQuerySet:
        """The posts in use at that school, or of the trust as such."""
        return self.ever_at(school=school, trust=trust).filter(active=True)

    def ever_at(self, *, school: Any = None, trust: Any = None) -> PostQuerySet:
        """Those, and the ones that were taken off the list."""
        return self.filter(**({"school": school} if school else {"school": None, "trust": trust}))


class HoldingQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> HoldingQuerySet:
        return self.filter(at_own_places(user, on, prefix="post__"))

    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        """Whoever holds them, or will."""
        for row in self.not_over(on).filter(post__in=posts).select_related("person"):
            yield row.post_id, f"held by {row.person.full_name}"

    def not_over(self, day: date) -> HoldingQuerySet:
        return self.filter(not_over(day))

    def on(self, day: date) -> HoldingQuerySet:
        return self.filter(on_day(day))


class RoleQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> RoleQuerySet:
        return self.filter(at_own_places(user, on))

    def at(self, *, school: Any = None, trust: Any = None) -> RoleQuerySet:
        """Held at that school, or at the trust as such."""
        return self.filter(**({"school": school} if school else {"school": None, "trust": trust}))

    def not_over(self, day: date) -> RoleQuerySet:
        return self.filter(not_over(day))

    def behind_the_way_in(self, day: date) -> RoleQuerySet:
        """Those that run or will, and those that ever made the way in one that two people change."""
        return self.filter(not_over(day) | Q(role__in=WAY_IN_TAKES_TWO))

    def between(self, first: date, last: date | None) -> RoleQuerySet:
        """Held on any of these days; no last day means from then on."""
        rows = self.filter(not_over(first))
        return rows.filter(start_date__lte=last) if last else rows

    def on(self, day: date) -> RoleQuerySet:
        """Held on that day, and not held back."""
        return self.filter(on_day(day), suspended_at=None)


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> AbsenceQuerySet:
        return self.filter(person__in=_people().visible_to(user, on=on))

    def standing(self) -> AbsenceQuerySet:
        return self.filter(cancelled_at=None)

    def on(self, day: date) -> AbsenceQuerySet:
        return self.standing().filter(start_date__lte=day, end_date__gte=day)

    def between(self, first: date, last: date) -> AbsenceQuerySet:
        return self.standing().filter(start_date__lte=last, end_date__gte=first)


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> TrainingQuerySet:
        return self.filter(person__in=_people().visible_to(user, on=on))

    def current(self, on: date) -> TrainingQuerySet:
        return self.filter(completed_on__lte=on, expires_on__gte=on)


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> ImportQuerySet:
        """One's own uploads: a list of people is nobody else's until it is imported."""
        return self.filter(uploaded_by=user)


def _people() -> UserQuerySet:
    from people.models import User

    return User.objects.all()
