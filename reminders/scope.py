"""Where a sweep looks, on which day, and who holds which role or post there: asked once for everything due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Q

from access.check import own_trusts
from accounts_registry.models import Channel
from people.api import SHARED, countries_of
from people.models import Holding, RoleAssignment, User
from schools.api import USUAL, Calendar, calendars_of
from schools.models import School, Trust

WATCHED = (
    "ADMIN",
    "CEO",
    "CHAIR",
    "COMMS",
    "DPO",
    "HEAD",
    "NETMAN",
    "OFFICER",
    "TADMIN",
)


class Place(TypedDict):
    """A school, or a trust as such where there is none."""

    school_id: UUID | None
    trust_id: UUID


@dataclass
class Scope:
    """`trust_ids` None is every trust. `person` asks only for what could concern that person."""

    on: date
    trust_ids: frozenset[UUID] | None = None
    person: User | None = None
    only_channels: Any = None

    @cached_property
    def trusts(self) -> list[Trust]:
        chosen = Trust.objects.all()
        return list(chosen if self.trust_ids is None else chosen.filter(pk__in=self.trust_ids))

    @property
    def trust_pks(self) -> list[UUID]:
        return [trust.pk for trust in self.trusts]

    @cached_property
    def channels(self) -> Any:
        """The channels looked at: those of the trusts, those named, or those that concern the person."""
        chosen = Channel.objects.filter(trust_id__in=self.trust_pks)
        if self.only_channels is not None:
            return chosen.filter(pk__in=self.only_channels)
        return chosen.filter(self._concerns_person()) if self.person else chosen

    def _concerns_person(self) -> Q:
        held = list(self.person.roles_on(self.on)) if self.person else []
        schools = {
            school for role in held if role.role in ("COMMS", "HEAD") for school in role.school_ids
        }
        trusts = {role.trust_id for role in held if role.role == "COMMS" and role.is_trust_wide}
        mine = parts_of(self.person) if self.person else []
        return (
            Q(pk__in=mine)
            | Q(school_id__in=schools)
            | Q(school=None, trust_id__in=trusts)
            | Q(requests__author=self.person)
        )

    @cached_property
    def _roles(self) -> dict[tuple[str, UUID | None, UUID], list[UUID]]:
        rows = (
            RoleAssignment.objects.on(self.on)
            .filter(role__in=WATCHED)
            .filter(trust_id__in=self.trust_pks, person__in=User.objects.present(self.on))
            .order_by("order", "person__family_name")
            .values_list("role", "school_id", "trust_id", "person_id")
        )
        found: dict[tuple[str, UUID | None, UUID], list[UUID]] = {}
        for role, school_id, trust_id, person_id in rows:
            found.setdefault((role, school_id, trust_id), []).append(person_id)
        return found

    def holders(self, role: str, *, school_id: UUID | None, trust_id: UUID) -> tuple[UUID, ...]:
        """The present holders at the school; for a role a trust shares, or for the trust itself, the trust's."""
        at_school = self._roles.get((role, school_id, trust_id), []) if school_id else []
        if at_school or (school_id and role not in (*SHARED, "CEO", "OFFICER", "TADMIN")):
            return tuple(at_school)
        return tuple(self._roles.get((role, None, trust_id), []))

    @cached_property
    def _posts(self) -> dict[UUID, list[UUID]]:
        rows = Holding.objects.on(self.on).filter(
            post__trust_id__in=self.trust_pks, person__in=User.objects.present(self.on)
        )
        found: dict[UUID, list[UUID]] = {}
        for post_id, person_id in rows.values_list("post_id", "person_id"):
            found.setdefault(post_id, []).append(person_id)
        return found

    def in_post(self, post_id: UUID | None) -> tuple[UUID, ...]:
        return tuple(self._posts.get(post_id, ())) if post_id else ()

    @cached_property
    def _calendars(self) -> dict[UUID, Calendar]:
        schools = School.objects.filter(trust_id__in=self.trust_pks)
        return calendars_of(schools.values_list("pk", flat=True))

    def calendar(self, school_id: UUID | None) -> Calendar:
        found = self._calendars.get(school_id) if school_id else None
        return found or Calendar(country=self._country)

    @property
    def _country(self) -> str:
        """For what is a trust's own: its bank holidays, where all trusts looked at have the same."""
        countries = {trust.country for trust in self.trusts}
        return countries.pop() if len(countries) == 1 else USUAL

    @cached_property
    def countries(self) -> dict[UUID, str]:
        """Whose bank holidays each person keeps."""
        return countries_of(self.trusts, self.on)


def of_person(person: User, *, on: date) -> Scope:
    return Scope(on=on, trust_ids=own_trusts(person, on), person=person)


def parts_of(person: User) -> Any:
    """The ids of the channels this person has a part in, by name, through a post, or as cover."""
    return Channel.objects.filter(
        Q(people__person=person)
        | Q(people__post__holdings__person=person)
        | Q(covers__person=person)
    ).values("pk")
