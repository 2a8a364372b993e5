"""Which roles somebody can hold where."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from access.roles import BY_CODE, Role
from people.person.models import User
from schools.models import School, Trust


def assignable(role: str, school: School | None, person: User, trust: Trust) -> Role:
    """The role, refused in words where this person cannot hold it at that place."""
    kind = BY_CODE.get(role)
    if kind is None or kind.is_relation:
        raise ValidationError({"role": "Select a role"})
    if school is None and "trust" not in kind.held_at:
        raise ValidationError({"school": f"{kind.name} is held at a school. Select the school"})
    if school is not None and "school" not in kind.held_at:
        raise ValidationError(
            {"school": f"{kind.name} is held for the whole trust, not at one school"}
        )
    if person.trust_id != trust.pk or (school is not None and school.trust_id != trust.pk):
        raise ValidationError({"role": f"{person.full_name} does not belong to {trust}"})
    return kind
