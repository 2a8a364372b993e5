"""Who hears that a school's numbers for an emergency were changed: its head, lead and deputies, at once."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from notifications.post import tell
from people.person.models import User
from people.roles.models import RoleAssignment
from schools.api import Changed, told_of_numbers
from schools.models import School

TOLD = ("HEAD", "DSL", "DDSL")


@told_of_numbers
def numbers_changed(*, school: School, changes: list[Changed], by: User, at: datetime) -> None:
    on = localdate(at)
    rows = RoleAssignment.objects.on(on).filter(
        school=school, role__in=TOLD, person__in=User.objects.present(on)
    )
    people = {row.person for row in rows.select_related("person")} - {by}
    for person in sorted(people, key=str):
        tell(
            person,
            kind="school.numbers",
            key=f"school-numbers:{school.pk}:{at.isoformat()}",
            subject="A number for emergencies was changed",
            template="people/emails/school_numbers",
            context={"school": school, "changes": changes, "by": by},
            link="/report/",
            at=at,
            why="you are the head, lead or a deputy there.",
            urgent=True,
        )
