"""Where somebody may do a thing: each school, and each trust as a whole, as choices of a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from access.check import schools_where, trusts_where
from access.roles import Permission
from people.person.models import User
from schools.models import School, Trust


@dataclass(frozen=True)
class Place:
    """A school, or a trust as a whole where no school is named."""

    trust: Trust
    school: School | None = None

    @property
    def key(self) -> str:
        return str((self.school or self.trust).pk)

    @property
    def name(self) -> str:
        return self.school.name if self.school else f"{self.trust.name} (the whole trust)"

    @property
    def kind(self) -> str:
        return "school" if self.school else "trust"

    @property
    def where(self) -> dict[str, Any]:
        """As the verbs take it: `add_person(**place.where, ...)`."""
        return {"trust": self.trust, "school": self.school}


def places(user: User, permission: Permission, on: date) -> dict[str, Place]:
    """Every place where this person holds this permission, schools first, by key: two questions."""
    schools = School.objects.visible_to(user, on=on).filter(
        pk__in=schools_where(user, permission, on)
    )
    trusts = Trust.objects.visible_to(user, on=on).filter(pk__in=trusts_where(user, permission, on))
    found = [
        Place(school.trust, school) for school in schools.select_related("trust").order_by("name")
    ]
    return {
        place.key: place for place in (*found, *(Place(trust) for trust in trusts.order_by("name")))
    }


def choices(found: dict[str, Place]) -> list[tuple[str, str]]:
    return [(key, place.name) for key, place in found.items()]
