"""Giving and ending roles: who may, one holder at a time, and nobody more than they have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied, Hidden
from access.roles import ROLES
from audit.models import Entry
from people.actions import end_role, give_role, lay_down_role
from people.models import RoleAssignment
from people.system import system_user
from tests.factories import NOW, TODAY, make_person
from tests.factories import give_role as have_role

pytestmark = pytest.mark.django_db


def give(cast, person, role, *, by, school="school", **extra):
    where = getattr(cast, school) if school else None
    return give_role(
        person=person,
        role=role,
        trust=cast.trust,
        school=where,
        start_date=TODAY,
        by=by,
        at=NOW,
        **extra,
    )


def events() -> list[str]:
    return list(Entry.objects.order_by("position").values_list("event", flat=True))


def test_an_office_manager_gives_a_role_at_her_school(cast) -> None:
    row = give(cast, cast.teacher, "AUDIT", by=cast.office)
    assert cast.teacher.holds("AUDIT", TODAY, cast.school)
    assert not cast.teacher.holds("AUDIT", TODAY, cast.other_school)
    assert events() == ["role.given"]
    assert Entry.objects.get().object_id == str(row.pk)


def test_others_are_refused(cast) -> None:
    for person in (cast.teacher, cast.head, cast.dsl, cast.comms, cast.ceo, cast.officer):
        with pytest.raises(Denied):
            give(cast, cast.colleague, "AUDIT", by=person)
    with pytest.raises(Denied):
        give(cast, cast.other_teacher, "AUDIT", by=cast.office, school="other_school")
    with pytest.raises(Hidden):
        give(cast, cast.colleague, "AUDIT", by=cast.outsider)
    assert events() == []


@pytest.mark.parametrize("role", [role.code for role in ROLES if not role.is_relation])
def test_nobody_gives_a_role_to_themself(cast, role) -> None:
    for giver, school in ((cast.office, "school"), (cast.admin, "school"), (cast.admin, None)):
        with pytest.raises(Denied, match="to yourself"):
            give(cast, giver, role, by=giver, school=school)


@pytest.mark.parametrize("role", ["TADMIN", "CEO", "OFFICER", "TSL", "COMMS", "STAFF"])
def test_an_office_manager_gives_nothing_for_the_whole_trust(cast, role) -> None:
    with pytest.raises(Denied):
        give(cast, cast.teacher, role, by=cast.office, school=None)
    with pytest.raises(ValidationError):
        give(cast, cast.teacher, "OFFICER", by=cast.office)


def test_a_role_is_held_where_it_can_be_held(cast) -> None:
    with pytest.raises(ValidationError, match="is held at a school"):
        give(cast, cast.teacher, "DSL", by=system_user(), school=None)
    with pytest.raises(ValidationError, match="for the whole trust"):
        give(cast, cast.teacher, "CEO", by=system_user())
    with pytest.raises(ValidationError, match="Select a role"):
        give(cast, cast.teacher, "MOD", by=cast.admin)
    with pytest.raises(ValidationError, match="does not belong"):
        give(cast, cast.outsider, "SLT", by=system_user())


def test_one_headteacher_at_a_time_and_the_sentence_says_who(cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        give(cast, cast.deputy_head, "HEAD", by=system_user())
    assert refusal.value.message_dict == {
        "ends_current": [
            "Priya Nair is headteacher of Ashdown Academy. End that role on 19 November 2026 first"
        ]
    }
    assert not cast.deputy_head.holds("HEAD", TODAY)


def test_the_other_headteacher_is_ended_on_the_day_before(cast) -> None:
    give(cast, cast.deputy_head, "HEAD", by=system_user(), ends_current=True)
    old = RoleAssignment.objects.get(person=cast.head, role="HEAD")
    assert old.end_date == date(2026, 11, 19)
    assert [cast.head.holds("HEAD", TODAY), cast.deputy_head.holds("HEAD", TODAY)] == [False, True]
    assert events() == ["role.ended", "role.given"]


def test_the_only_deputy_cannot_be_the_office_manager(cast) -> None:
    only = RoleAssignment.objects.get(person=cast.deputy_dsl, role="DDSL")
    with pytest.raises(ValidationError, match="only deputy"):
        give(cast, cast.deputy_dsl, "ADMIN", by=system_user())
    give(cast, cast.office, "DDSL", by=system_user())  # one of two is allowed
    with pytest.raises(ValidationError, match="only deputy"):
        end_role(assignment=only, end_date=TODAY, by=system_user(), at=NOW)
    only.refresh_from_db()
    assert only.end_date is None


def test_a_deputy_who_lays_the_role_down_stops_nobody_from_replacing_the_lead(cast) -> None:
    give(cast, cast.office, "DDSL", by=system_user())
    other = RoleAssignment.objects.get(person=cast.deputy_dsl, role="DDSL")
    lay_down_role(assignment=other, by=cast.deputy_dsl, at=NOW)
    lead = RoleAssignment.objects.get(person=cast.dsl, role="DSL")
    tomorrow = NOW + timedelta(days=1)
    end_role(assignment=lead, end_date=TODAY, by=system_user(), at=tomorrow)
    give_role(
        person=cast.deputy_head,
        role="DSL",
        trust=cast.trust,
        school=cast.school,
        start_date=tomorrow.date(),
        by=system_user(),
        at=tomorrow,
    )
    assert cast.deputy_head.holds("DSL", tomorrow.date(), cast.school)


def test_a_role_ends_on_its_last_day(cast) -> None:
    row = have_role(cast.network, "AUDIT", trust=cast.trust, school=cast.school)
    end_role(assignment=row, end_date=TODAY, by=cast.office, at=NOW)
    assert cast.network.holds("AUDIT", TODAY)
    assert not cast.network.holds("AUDIT", date(2026, 11, 21))
    assert events() == ["role.ended"]


def test_ending_a_role_asks_leave(cast) -> None:
    row = RoleAssignment.objects.get(person=cast.network, role="NETMAN")
    for person, refusal in (
        (cast.teacher, Denied),
        (cast.other_head, Hidden),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            end_role(assignment=row, end_date=TODAY, by=person, at=NOW)


def test_the_last_portal_administrator_stays(cast) -> None:
    row = RoleAssignment.objects.get(person=cast.admin, role="TADMIN")
    with pytest.raises(ValidationError, match="Add another portal administrator"):
        end_role(assignment=row, end_date=TODAY, by=cast.admin, at=NOW)
    have_role(make_person("Max Lund", trust=cast.trust), "TADMIN", trust=cast.trust)
    end_role(assignment=row, end_date=TODAY, by=cast.admin, at=NOW)


def test_who_has_left_by_then_is_no_other_administrator(cast) -> None:
    row = RoleAssignment.objects.get(person=cast.admin, role="TADMIN")
    leaver = make_person("Max Lund", trust=cast.trust, leaving_date=TODAY)
    have_role(leaver, "TADMIN", trust=cast.trust)
    with pytest.raises(ValidationError, match="Add another portal administrator"):
        end_role(assignment=row, end_date=TODAY, by=cast.admin, at=NOW)


@pytest.mark.parametrize("ended", [date(2026, 7, 31), date(2026, 12, 31)])
def test_an_ended_role_is_not_brought_back_by_another_end(cast, ended) -> None:
    """Not by its holder either, who may give themself no role."""
    row = have_role(cast.office, "AUDIT", trust=cast.trust, school=cast.school)
    RoleAssignment.objects.filter(pk=row.pk).update(end_date=ended)
    row.refresh_from_db()
    for by in (cast.office, cast.admin):
        with pytest.raises(ValidationError, match="Give it again for the time after that"):
            end_role(assignment=row, end_date=date(2030, 1, 1), by=by, at=NOW)
    assert not cast.office.holds("AUDIT", date(2027, 1, 1))


def test_the_same_role_twice_is_refused(cast) -> None:
    with pytest.raises(ValidationError, match="already network manager here"):
        give(cast, cast.network, "NETMAN", by=system_user())
