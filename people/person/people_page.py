"""The rows of the people pages, gathered in a fixed number of questions however many people there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from access.roles import BY_CODE
from people.away.models import Absence
from people.contacts import NEEDED_AT_SCHOOL, NEEDED_AT_TRUST, SHARED, missing
from people.person.models import User
from people.places import Place
from people.posts.models import Holding, Post
from people.posts.uses import uses_of
from people.roles.models import RoleAssignment
from people.training.models import Training


@dataclass
class ListedPerson:
    """One person as a row of the list."""

    person: User
    posts: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    trained_until: date | None = None
    status: str = "active"


def listed(people: Iterable[User], on: date, *, names_places: bool = False) -> list[ListedPerson]:
    """Posts, roles (with where, if asked), training and status of these people on that day: four questions."""
    found = list(people)
    away = set(Absence.objects.on(on).filter(person__in=found).values_list("person_id", flat=True))
    rows = {
        person.pk: ListedPerson(person, status=status_of(person, on, is_away=person.pk in away))
        for person in found
    }
    held = Holding.objects.on(on).filter(person__in=found)
    for holding in held.select_related("post").order_by("post__title"):
        rows[holding.person_id].posts.append(holding.post.title)
    given = RoleAssignment.objects.on(on).filter(person__in=found).exclude(role="STAFF")
    for row in given.select_related("school", "trust").order_by("role"):
        words = f"{row.name}, {row.place}" if names_places else row.name
        rows[row.person_id].roles.append(words)
    trained = Training.objects.filter(person__in=found, course=Training.Course.OPERATOR)
    for training in trained.order_by("expires_on"):
        rows[training.person_id].trained_until = training.expires_on
    return list(rows.values())


def status_of(person: User, on: date, *, is_away: bool) -> str:
    """The code of the one status shown: having left, leaving, away or active."""
    if person.has_left(on):
        return "left"
    if person.leaving_date:
        return "leaving"
    return "away" if is_away or person.is_suspended(on) else "active"


@dataclass
class Seat:
    """A role or a post at a place, with those who hold it; nobody makes it a vacancy."""

    name: str
    what: str
    holders: list[Any] = field(default_factory=list)
    is_needed: bool = False
    post: Post | None = None
    uses: list[str] = field(default_factory=list)  # of a post: the ends of "It is …"

    @property
    def can_go(self) -> bool:
        return self.post is not None and not self.uses

    @property
    def is_vacant(self) -> bool:
        return not self.holders

    @property
    def order(self) -> tuple[bool, bool, bool]:
        return (not (self.is_vacant and self.is_needed), not self.is_vacant, self.what != "Role")


def seats(place: Place, on: date) -> list[Seat]:
    """Who holds what at a school or trust, vacancies first."""
    return sorted([*_role_seats(place, on), *_post_seats(place, on)], key=lambda seat: seat.order)


def _role_seats(place: Place, on: date) -> list[Seat]:
    needed = NEEDED_AT_SCHOOL if place.school else NEEDED_AT_TRUST
    gone = set(missing(on, **place.where))
    found: dict[str, Seat] = {
        code: Seat(BY_CODE[code].name, "Role", is_needed=code in gone) for code in needed
    }
    present = (
        RoleAssignment.objects.on(on).filter(person__in=User.objects.here(on)).exclude(role="STAFF")
    )
    rows = present.at(school=place.school, trust=place.trust)
    if place.school:
        rows = rows | present.filter(school=None, trust=place.trust, role__in=SHARED)
    for row in rows.select_related("person", "school", "trust").order_by(
        "order", "person__family_name"
    ):
        seat = found.setdefault(row.role, Seat(BY_CODE[row.role].name, "Role"))
        seat.holders.append(row)
    return list(found.values())


def _post_seats(place: Place, on: date) -> list[Seat]:
    found = {
        post.pk: Seat(post.title, "Post", post=post)
        for post in Post.objects.at(school=place.school, trust=place.trust)
    }
    present = Holding.objects.on(on).filter(post__in=list(found), person__in=User.objects.here(on))
    for row in present.select_related("person", "post").order_by("acting", "person__family_name"):
        found[row.post_id].holders.append(row)
    for pk, uses in uses_of(list(found), on=on).items():
        found[pk].uses = uses
    return list(found.values())
