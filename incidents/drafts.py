"""The draft a person is writing, opened for the page that asks the next question."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from access.check import schools_where
from access.roles import Permission
from incidents.answers import Answers
from incidents.models import Draft
from schools.models import School


def answers_of(user: Any) -> Answers:
    draft = Draft.objects.filter(person=user, page="").first()
    return Answers.read(draft.answers) if draft else Answers()  # type: ignore[arg-type]  # unsealed


def has_draft(user: Any) -> bool:
    return draft_id(user) is not None


def draft_id(user: Any) -> UUID | None:
    return Draft.objects.filter(person=user, page="").values_list("pk", flat=True).first()


def typed_on(user: Any, page: str) -> dict[str, Any]:
    """What somebody was typing on this page of a concern when it locked."""
    draft = Draft.objects.filter(person=user, page=page).first()
    return json.loads(draft.answers) if draft else {}  # type: ignore[arg-type]  # unsealed


def schools_of(
    user: Any, *, on: Any, permission: Permission = Permission.CONCERN_REPORT
) -> list[School]:
    """The schools this person can report about: those that take reports."""
    found = all_schools_of(user, on=on, permission=permission)
    return [school for school in found if school.takes_reports_since]


def all_schools_of(
    user: Any, *, on: Any, permission: Permission = Permission.CONCERN_REPORT
) -> list[School]:
    """Those too whose head and lead are not there yet: their page says whom to phone."""
    found = School.objects.filter(
        pk__in=schools_where(user, permission, on), status=School.Status.ACTIVE
    )
    return list(found.select_related("trust").order_by("name"))


def school_of(
    user: Any, answers: Answers, *, on: Any, permission: Permission = Permission.CONCERN_REPORT
) -> School | None:
    """The school the report is about: the only one, or the one chosen."""
    schools = schools_of(user, on=on, permission=permission)
    return next(
        (school for school in schools if str(school.pk) == answers.school),
        schools[0] if len(schools) == 1 else None,
    )
