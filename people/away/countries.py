"""Whose bank holidays somebody keeps: those of the schools where they hold a role or a post, else of the trust."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from people.person.models import User
from people.posts.models import Holding
from people.roles.models import RoleAssignment
from schools.models import Trust


def countries_of(trusts: Iterable[Trust], on: date) -> dict[UUID, str]:
    """The country of everybody in these trusts: three questions. Whoever works in several keeps the trust's."""
    usual = {trust.pk: trust.country for trust in trusts}
    found: dict[UUID, set[str]] = {}
    roles = RoleAssignment.objects.on(on).filter(trust__in=usual).exclude(school=None)
    posts = Holding.objects.on(on).filter(post__trust__in=usual).exclude(post__school=None)
    for rows in (
        roles.values_list("person", "school__country"),
        posts.values_list("person", "post__school__country"),
    ):
        for person, country in rows:
            found.setdefault(person, set()).add(country)
    people = User.objects.filter(trust__in=usual).values_list("pk", "trust")
    return {
        person: next(iter(found[person])) if len(found.get(person, ())) == 1 else usual[trust]
        for person, trust in people
    }
