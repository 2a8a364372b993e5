"""Posts and who holds them; who holds what, vacancies first; who to turn to."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from access.check import Denied, Hidden
from audit.models import Entry
from people import contacts
from people.actions import add_post, end_holding, give_post, hold_post, suspend_person
from people.models import Holding, Post, RoleAssignment
from people.person.people_page import seats
from people.places import Place
from tests.factories import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db


def test_a_post_is_added_once_at_a_school(cast) -> None:
    post = add_post(
        title=" HoD  (Art)", trust=cast.trust, school=cast.school, by=cast.office, at=NOW
    )
    assert post.title == "HoD (Art)"
    with pytest.raises(ValidationError, match="already a post called hod"):
        add_post(title="hod (art)", trust=cast.trust, school=cast.school, by=cast.office, at=NOW)
    add_post(title="HoD (Art)", trust=cast.trust, school=cast.other_school, by=cast.admin, at=NOW)
    with pytest.raises(ValidationError, match="Enter the title"):
        add_post(title=" ", trust=cast.trust, school=cast.school, by=cast.office, at=NOW)


def test_posts_are_given_by_who_keeps_the_list(cast) -> None:
    post = Post.objects.get(title="Network manager")
    row = hold_post(
        post=post, person=cast.teacher, start_date=TODAY, acting=True, by=cast.office, at=NOW
    )
    assert row.acting and post in cast.teacher.posts_on(TODAY)
    for person, refusal in ((cast.head, Denied), (cast.teacher, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            hold_post(post=post, person=cast.colleague, start_date=TODAY, by=person, at=NOW)
    with pytest.raises(ValidationError, match="already holds this post"):
        hold_post(post=post, person=cast.teacher, start_date=TODAY, by=cast.office, at=NOW)
    with pytest.raises(ValidationError, match="does not belong"):
        hold_post(post=post, person=cast.outsider, start_date=TODAY, by=cast.office, at=NOW)
    assert [entry.event for entry in Entry.objects.all()] == ["post.held"]


def test_a_new_post_is_given_in_one_go(cast) -> None:
    row = give_post(
        person=cast.teacher,
        title="HoD (Art)",
        trust=cast.trust,
        school=cast.school,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    assert row.post.title == "HoD (Art)"


def test_a_post_ends_on_its_last_day(cast) -> None:
    row = Holding.objects.get(person=cast.network)
    with pytest.raises(Denied):
        end_holding(holding=row, end_date=TODAY, by=cast.teacher, at=NOW)
    with pytest.raises(Hidden):
        end_holding(holding=row, end_date=TODAY, by=cast.other_head, at=NOW)
    with pytest.raises(ValidationError, match="after the first day"):
        end_holding(holding=row, end_date=date(2019, 1, 1), by=cast.office, at=NOW)
    end_holding(holding=row, end_date=TODAY, by=cast.office, at=NOW)
    assert cast.network.posts_on(date(2026, 11, 21)) == []
    with pytest.raises(ValidationError, match="This post ends on 20 November 2026"):
        end_holding(holding=row, end_date=date(2030, 1, 1), by=cast.office, at=NOW)


def test_vacancies_come_first(cast) -> None:
    RoleAssignment.objects.filter(role="DSL", school=cast.school).update(end_date=date(2026, 11, 1))
    add_post(title="HoD (Art)", trust=cast.trust, school=cast.school, by=cast.office, at=NOW)
    found = seats(Place(cast.trust, cast.school), TODAY)
    assert [seat.name for seat in found[:2]] == ["Designated safeguarding lead", "HoD (Art)"]
    assert all(not seat.is_vacant for seat in found[2:])
    comms = next(seat for seat in found if seat.name == "Communications manager")
    assert [row.person for row in comms.holders] == [cast.comms]  # held for the whole trust


def test_whoever_is_suspended_holds_their_post_and_roles_still(cast, client) -> None:
    """To everybody else they are away: no vacancy, which would tell."""
    suspend_person(person=cast.deputy_head, by=cast.ceo, at=NOW)
    client.force_login(cast.office)
    seen = client.get(reverse("people:roles")).content.decode()
    rows = [row for row in seen.split("<tr") if cast.deputy_head.full_name in row]
    assert len(rows) >= 2 and not any("Vacant" in row for row in rows)


def test_the_page_is_for_those_who_see_people(cast, client) -> None:
    page = reverse("people:roles")
    client.force_login(cast.office)
    assert "Every role that is needed" in client.get(page).content.decode()
    client.force_login(cast.teacher)
    assert client.get(page).status_code == 403


def test_who_to_turn_to(cast) -> None:
    make_person("Grace Wren", "DDSL", trust=cast.trust, school=cast.school)
    RoleAssignment.objects.filter(person__given_name="Grace", role="DDSL").update(order=1)
    found = contacts.contacts(cast.school, TODAY)
    assert (found.dsl, found.head) == (cast.dsl, cast.head)
    assert [person.given_name for person in found.deputies] == ["Sam", "Grace"]
    assert contacts.holder("COMMS", school=cast.school, on=TODAY) == cast.comms
    assert contacts.holder("DSL", school=cast.other_school, on=TODAY) == cast.other_dsl
    assert contacts.missing(TODAY, school=cast.other_school) == ["DDSL", "ADMIN"]
    assert contacts.missing(TODAY, trust=cast.trust) == []
