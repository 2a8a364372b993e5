"""What the end of a role, a post or somebody's time here may not do."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from people.person.models import User
from people.roles.models import RoleAssignment
from people.words import day
from schools.models import School
from workflow.promised import promised


def refuse_later_end(ends: date | None, end_date: date, what: str) -> None:
    """To go on is to be given it again, with everything that is asked then."""
    if ends and end_date > ends:
        again = f"This {what} ends on {day(ends)}. Give it again for the time after that"
        raise ValidationError({"end_date": again})


def refuse_last_administrator(person: User, last_day: date, field: str) -> None:
    """Somebody who is still here must be able to set things right again."""
    day_after = last_day + timedelta(days=1)
    administrators = RoleAssignment.objects.filter(
        role="TADMIN", trust_id=promised(person.trust_id)
    )
    after = administrators.on(day_after).exclude(person__leaving_date__lt=day_after)
    if after.filter(person=person).exists() and not after.exclude(person=person).exists():
        what = "end this role" if field == "end_date" else "set this date"
        raise ValidationError({field: f"Add another portal administrator before you {what}"})


def refuse_lone_deputy_in_office(school: School | None, on: date, *, role: str = "") -> None:
    """A school's only deputy DSL may not be the one who keeps its register.

    Asked where one of these two roles begins or ends (`role`; empty for a last day). A school that has come
    to it by a deputy who laid the role down can still give every other role, its lead's above all.
    """
    if school is None or role not in ("", "DDSL", "ADMIN"):
        return
    there = RoleAssignment.objects.at(school=school).on(on)
    deputies = set(there.filter(role="DDSL").values_list("person_id", flat=True))
    registrars = set(there.filter(role="ADMIN").values_list("person_id", flat=True))
    if len(deputies) == 1 and deputies <= registrars:
        raise ValidationError(
            {
                "role": "The only deputy designated safeguarding lead of a school cannot be its office manager too. "
                "Give the role of deputy to somebody else first"
            }
        )
