"""The draft a person is writing, opened for the page that asks the next question."""

from __future__ import annotations

import json
from datetime import date, datetime

from access.check import schools_where
from access.roles import Permission
from drafts.answers import as_posted
from drafts.api import Kept
from incidents.report.answers import Answers
from incidents.report.models import Draft
from people.models import User
from schools.models import School


def answers_of(user: User, *, at: datetime) -> Answers:
    draft = report_of(user, at=at)
    return Answers.read(draft.answers) if draft else Answers()


def report_of(user: User, *, at: datetime) -> Draft | None:
    """The report that this person began in the last 24 hours and has not sent."""
    return Draft.objects.kept(at=at).filter(person=user, page="").first()


def typed_on(user: User, page: str, *, at: datetime) -> Kept | None:
    """What this person typed on this page of a concern in the last 24 hours and has not sent."""
    draft = Draft.objects.kept(at=at).filter(person=user, page=page).first()
    if draft is None:
        return None
    return Kept(as_posted(json.loads(draft.answers)), draft.saved_at)


def schools_of(
    user: User, *, on: date, permission: Permission = Permission.CONCERN_REPORT
) -> list[School]:
    """The schools this person can report about: those that take reports."""
    found = all_schools_of(user, on=on, permission=permission)
    return [school for school in found if school.takes_reports_since]


def all_schools_of(
    user: User, *, on: date, permission: Permission = Permission.CONCERN_REPORT
) -> list[School]:
    """Those too whose head and lead are not there yet: their page says whom to phone."""
    found = School.objects.filter(
        pk__in=schools_where(user, permission, on), status=School.Status.ACTIVE
    )
    return list(found.select_related("trust").order_by("name"))


def school_of(
    user: User, answers: Answers, *, on: date, permission: Permission = Permission.CONCERN_REPORT
) -> School | None:
    """The school the report is about: the only one, or the one chosen."""
    schools = schools_of(user, on=on, permission=permission)
    return next(
        (school for school in schools if str(school.pk) == answers.school),
        schools[0] if len(schools) == 1 else None,
    )
