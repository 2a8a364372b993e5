"""People from a file: uploaded, looked at, then imported."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import ask_at
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.appointments.actions.proposing import propose
from people.appointments.fit import takes_two
from people.lines.rows import begin_line
from people.person.actions import add_person
from people.person.models import User
from people.posts.actions.posts import hold_post
from people.posts.models import Post
from people.posts.rows import put_post
from people.roles.actions import give_role
from people.sheets.models import PeopleImport
from people.sheets.people_sheet import PersonRow, judge
from schools.models import School, Trust
from workflow.moves import WrongState


@transaction.atomic
def begin_import(
    *,
    trust: Trust,
    school: School | None = None,
    file_name: str,
    rows: list[dict[str, str]],
    by: User,
    at: datetime,
) -> PeopleImport:
    """Keep the rows of a file while they are looked at; nobody is added."""
    ask_at(by, Permission.PEOPLE_MANAGE, localdate(at), school=school, trust=trust)
    upload = PeopleImport.objects.create(
        trust=trust,
        school=school,
        file_name=file_name[:200],
        rows=rows,
        uploaded_by=by,
        uploaded_at=at,
    )
    trail.record(
        Event.PEOPLE_IMPORTED,
        by=by,
        at=at,
        record=upload,
        data={"step": "uploaded", "rows": len(rows)},
    )
    return upload


@transaction.atomic
def import_people(
    *, upload: PeopleImport, said_titles: Collection[str] = (), by: User, at: datetime
) -> list[User]:
    """Add the people whose rows are ready, with their posts, roles and line managers; leave out the rest.

    Roles that take a second person are only proposed: one page confirms the whole sheet. `said_titles` are
    posts that read like a name and of which somebody said that they are titles.
    """
    upload = PeopleImport.objects.select_for_update().get(pk=upload.pk)
    on = localdate(at)
    ask_at(by, Permission.PEOPLE_MANAGE, on, school=upload.school, trust=upload.trust)
    if upload.imported_at:
        raise WrongState("This file has already been imported.", upload)
    rows = [
        row
        for row in judge(
            upload.rows,
            trust=upload.trust,
            school=upload.school,
            on=on,
            said_titles=said_titles,
        )
        if row.is_ready
    ]
    if not rows:
        raise ValidationError("No row of this file is ready to import")
    people = {row.number: _add(row, upload, by, at) for row in rows}
    _set_managers(rows, people, by, at)
    left_out = len(upload.rows) - len(rows)
    # What was typed about people who were not added is not ours to keep.
    upload.rows, upload.imported_at = [], at
    upload.save(update_fields=["rows", "imported_at"])
    trail.record(
        Event.PEOPLE_IMPORTED,
        by=by,
        at=at,
        record=upload,
        data={"step": "imported", "added": len(people), "left_out": left_out},
    )
    return list(people.values())


def _add(row: PersonRow, upload: PeopleImport, by: User, at: datetime) -> User:
    where: dict[str, Any] = {"trust": upload.trust, "school": upload.school}
    on = localdate(at)
    try:
        with transaction.atomic():
            person = add_person(
                given_name=row.cells["First name"],
                family_name=row.cells["Last name"],
                email=row.email,
                category=row.category,
                start_date=on,
                by=by,
                at=at,
                **where,
            )
            if row.cells["Post"]:
                hold_post(
                    post=_post(row, upload, by, at), person=person, start_date=on, by=by, at=at
                )
            if row.role and row.role != "STAFF":
                facts: dict[str, Any] = {
                    "person": person,
                    "role": row.role,
                    "start_date": on,
                    "by": by,
                    "at": at,
                }
                if takes_two(row.role) and not by.is_system:
                    propose(upload=upload, **facts, **where)
                else:
                    give_role(**facts, **where)
    except ValidationError as refusal:
        raise ValidationError(f"Row {row.number}, {row.name}: {refusal.messages[0]}") from refusal
    return person


def _post(row: PersonRow, upload: PeopleImport, by: User, at: datetime) -> Post:
    title = row.cells["Post"][:80]
    found = (
        Post.objects.filter(title__iexact=title)
        .at(school=upload.school, trust=upload.trust)
        .first()
    )
    return found or put_post(title=title, trust=upload.trust, school=upload.school, by=by, at=at)


def _set_managers(rows: list[PersonRow], people: dict[int, User], by: User, at: datetime) -> None:
    """Once everybody is there, since a line manager may stand further down."""
    wanted = {row.manager_email for row in rows if row.manager_email}
    managers = {person.email: person for person in User.objects.filter(email__in=wanted)}
    for row in rows:
        if manager := managers.get(row.manager_email):
            begin_line(person=people[row.number], manager=manager, by=by, at=at)
