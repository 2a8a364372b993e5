"""Conditions that rows of several nouns share: whose places, and which days."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from access.check import Person, own_trusts


def own_schools(user: Person, on: date) -> frozenset[UUID]:
    """The schools at which this person holds any role on that day, all of a trust's for a trust role."""
    return frozenset().union(*(held.school_ids for held in user.roles_on(on)))


def whole_trusts(user: Person, on: date) -> frozenset[UUID]:
    """The trusts for which this person holds a role as such."""
    return frozenset(held.trust_id for held in user.roles_on(on) if held.is_trust_wide)


def at_own_places(user: Person, on: date, *, prefix: str = "") -> Q:
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
