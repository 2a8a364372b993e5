"""Suspending somebody: at once, by one person above, seen as away by everybody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from access.check import Denied, Hidden
from audit.models import Entry
from notifications.models import Message
from people import actions
from people.models import User
from people.way_in import actions as way_in
from tests.cast import Cast
from tests.factories import NOW, TODAY, give_role, make_person

PASSWORD = "correct horse battery"


def suspend(cast: Cast, person: User, by: User, **more: object) -> User:
    return actions.suspend_person(person=person, by=by, at=NOW, **more)


def told() -> set[str]:
    rows = Message.objects.filter(kind="person.suspension_begun")
    return set(rows.values_list("recipient__given_name", flat=True))


def test_who_may_suspend_whom(cast: Cast) -> None:
    for by, person in (
        (cast.office, cast.dsl),
        (cast.admin, cast.dsl),
        (cast.dsl, cast.teacher),
        (cast.head, cast.head),
        (cast.head, cast.ceo),
        (cast.head, cast.other_teacher),
        (cast.outsider, cast.dsl),
        (cast.ceo, cast.ceo),
    ):
        with pytest.raises((Denied, Hidden)):
            suspend(cast, person, by)
    for by, person in (
        (cast.head, cast.dsl),
        (cast.ceo, cast.head),
        (cast.chair, cast.office),
        (cast.ceo, cast.other_teacher),
    ):
        assert suspend(cast, person, by).is_suspended(TODAY)


def test_they_hold_nothing_and_sign_in_nowhere(cast: Cast, client: Client) -> None:
    client.force_login(cast.dsl)
    suspend(cast, cast.dsl, cast.head)
    assert client.get("/").status_code == 302  # signed out
    assert not client.login(email=cast.dsl.email, password=PASSWORD)
    gone = User.objects.get(pk=cast.dsl.pk)
    assert gone.roles_on(TODAY) == () and gone not in User.objects.present(TODAY)
    day = gone.suspended_until + timedelta(days=1)
    assert gone.holds("DSL", day)


def test_it_ends_after_ten_school_days_and_not_again_by_the_same_person(cast: Cast) -> None:
    assert suspend(cast, cast.dsl, cast.head).suspended_until == date(2026, 12, 4)
    actions.end_suspension(person=cast.dsl, by=cast.ceo, at=NOW + timedelta(days=1))
    later, back = NOW + timedelta(days=3), User.objects.get(pk=cast.dsl.pk)
    with pytest.raises(Denied, match="once in the last 90 days"):
        actions.suspend_person(person=back, by=cast.head, at=later)
    again = actions.suspend_person(person=back, by=cast.ceo, at=later)
    assert again.is_suspended(later.date())


def test_all_holders_are_told_and_no_letter_goes_to_who_has_died(cast: Cast) -> None:
    suspend(cast, cast.dsl, cast.head, writes_to_them=False)
    assert told() == {"Priya", "Sam", "Ivor", "Ruth", "Gwen"}
    suspend(cast, cast.teacher, cast.head)
    assert "Jo" in told()
    events = Entry.objects.filter(event="person.suspended")
    assert events.count() == 2 and all(entry.reason == "" for entry in events)


def test_the_page_is_there_for_whoever_is_written_to(cast: Cast, client: Client) -> None:
    actions.suspend_person(person=cast.deputy_dsl, by=cast.head, at=NOW)
    letters = Message.objects.filter(kind="person.suspension_begun").exclude(
        recipient=cast.deputy_dsl
    )
    assert letters.exists()
    for letter in letters.select_related("recipient"):
        client.force_login(letter.recipient)
        assert client.get(letter.link).status_code == 200, letter.recipient


def test_a_suspended_person_stops_nothing(cast: Cast) -> None:
    change = way_in.propose_way_in(person=cast.dsl, sends_link=True, by=cast.office, at=NOW)
    suspend(cast, cast.dsl, cast.head)
    change.refresh_from_db()
    with pytest.raises(Denied):
        way_in.stop_by_link(change=change, at=NOW)


def test_in_the_browser(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    page = reverse("people:detail", args=[cast.dsl.pk])
    assert "Suspend them" in client.get(page).content.decode()
    client.post(reverse("people:suspend", args=[cast.dsl.pk]), {"writes_to_them": "on"})
    assert "Suspended until 4 December 2026" in client.get(page).content.decode()
    client.force_login(cast.office)
    seen = client.get(page).content.decode()
    assert "uspended" not in seen and "Away" in seen
    client.force_login(cast.head)
    client.post(reverse("people:end_suspension", args=[cast.dsl.pk]))
    assert not User.objects.get(pk=cast.dsl.pk).is_suspended(TODAY)
    again = client.get(page).content.decode()
    assert "Suspend them" not in again and "in the last 90 days" in again


def test_nobody_suspends_who_hears_concerns_about_them(cast: Cast, client: Client) -> None:
    vice = make_person("Vera Lane", "VICE_CHAIR", trust=cast.trust, school=cast.school)
    gwen, trust_chair = (
        cast.safeguarding_lead,
        make_person("Cora Vale", "CHAIR", trust=cast.trust, category="trustee"),
    )
    User.objects.filter(pk=cast.head.pk).update(line_manager=None)
    head = User.objects.get(pk=cast.head.pk)
    for by, person in (
        (head, cast.chair),
        (head, vice),
        (cast.ceo, gwen),
        (cast.ceo, trust_chair),
    ):
        with pytest.raises(Denied, match="hears concerns about you"):
            suspend(cast, person, by)
        client.force_login(by)
        page = client.get(reverse("people:detail", args=[person.pk])).content.decode()
        assert person.full_name in page and "Suspend them" not in page
    for person in (gwen, cast.ceo, trust_chair):
        with pytest.raises((Denied, Hidden)):
            suspend(cast, person, head)
    assert suspend(cast, cast.chair, trust_chair).is_suspended(TODAY)
    assert suspend(cast, gwen, trust_chair).is_suspended(TODAY)


def test_a_head_of_two_schools_suspends_the_chair_of_neither(cast: Cast) -> None:
    other = make_person("Orla Peel", "CHAIR", trust=cast.trust, school=cast.other_school)
    give_role(cast.head, "HEAD", trust=cast.trust, school=cast.other_school)
    for person in (cast.chair, other):
        with pytest.raises(Denied, match="hears concerns about you.*Nobody here can alone"):
            suspend(cast, person, cast.head)
    make_person("Cora Vale", "CHAIR", trust=cast.trust, category="trustee")
    with pytest.raises(Denied, match="Cora Vale can do this"):
        suspend(cast, cast.chair, cast.head)


def test_a_chief_executive_suspends_no_chair_of_the_trust_or_its_schools(cast: Cast) -> None:
    """Where the trust has no chair, a report about the chief executive goes to a school's."""
    vice = make_person("Vera Lane", "VICE_CHAIR", trust=cast.trust, school=cast.other_school)
    for person in (cast.chair, vice, cast.safeguarding_lead):
        with pytest.raises(Denied, match="hears concerns about you"):
            suspend(cast, person, cast.ceo)
    assert suspend(cast, cast.head, cast.ceo).is_suspended(TODAY)


def test_who_cannot_sign_in_is_given_a_number_and_no_link(cast: Cast) -> None:
    User.objects.filter(pk=cast.head.pk).update(phone="01632 960777")
    cast.head.refresh_from_db()
    suspend(cast, cast.dsl, cast.head)
    letters = Message.objects.filter(kind="person.suspension_begun")
    own = letters.get(recipient=cast.dsl).text
    assert f"phone {cast.head.full_name} on 01632 960777." in own
    assert "://" not in own.partition("\n-- \n")[0]
    assert "it is about your own account" in own and "look after" not in own
    assert "you hold a head or safeguarding role" in letters.get(recipient=cast.ceo).text


def test_where_who_did_it_has_no_number_the_office_is_phoned(cast: Cast) -> None:
    User.objects.filter(pk=cast.ceo.pk).update(phone="")
    cast.ceo.refresh_from_db()
    suspend(cast, cast.dsl, cast.ceo)
    own = Message.objects.get(kind="person.suspension_begun", recipient=cast.dsl).text
    assert f"The office of {cast.school.name} on {cast.school.office_phone}" in own
