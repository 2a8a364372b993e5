"""Two presses at the same moment: one is recorded, whether or not there was a row to lock before."""

from __future__ import annotations

from datetime import date

import pytest

from people.actions import give_role, record_away
from people.models import Absence, RoleAssignment
from tests.at_once import at_once
from tests.cast import cast  # noqa: F401  the same people, in a database that threads share
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def test_time_away_is_recorded_once(cast):  # noqa: F811
    day = date(2026, 12, 22)
    at_once(
        lambda: record_away(
            person=cast.teacher, start_date=day, end_date=day, by=cast.teacher, at=NOW
        )
    )
    assert Absence.objects.filter(person=cast.teacher).count() == 1


def test_a_role_is_given_once(cast):  # noqa: F811
    at_once(
        lambda: give_role(
            person=cast.teacher,
            role="AUDIT",
            trust=cast.trust,
            school=cast.school,
            start_date=TODAY,
            by=cast.office,
            at=NOW,
        )
    )
    assert RoleAssignment.objects.filter(person=cast.teacher, role="AUDIT").count() == 1
