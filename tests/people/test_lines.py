"""A change of line manager is told at once and counts once somebody above has confirmed it (fault R3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from notifications.models import Message
from people.actions import change_person
from people.lines import actions as lines
from people.lines.changes import LineChange
from people.lines.confirmers import confirmers_of
from people.lines.models import PastManager
from people.lines.open_changes import to_confirm
from people.models import User
from reminders.jobs import jobs_for
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_person


def propose(cast: Cast, person: User | None = None, manager: User | None = None) -> LineChange:
    person = person or cast.teacher
    change_person(person=person, line_manager=manager or cast.office, by=cast.office, at=NOW)
    return LineChange.objects.open().get(person=person)


def manager_of(person: User) -> User | None:
    return User.objects.get(pk=person.pk).line_manager


def told(what: str) -> set[str]:
    rows = Message.objects.filter(kind=f"line.{what}")
    return set(rows.values_list("recipient__given_name", flat=True))


def test_nothing_goes_by_it_until_the_head_confirms_it(cast: Cast) -> None:
    """The office makes everybody report to himself, and nobody would be left to hear what is said of him."""
    change = propose(cast)
    assert manager_of(cast.teacher) == cast.line_manager
    assert told("proposed") == {"Jo", "Dana", "Tom"} and told("to_confirm") == {"Priya"}
    assert "REM-49E" in {job.code for job in jobs_for(cast.head, TODAY)}
    for person in (cast.office, cast.dsl, cast.other_head, cast.ceo):
        assert "REM-49E" not in {job.code for job in jobs_for(person, TODAY)}
    lines.confirm_lines(changes=[change], by=cast.head, at=NOW)
    assert manager_of(cast.teacher) == cast.office and told("confirmed") == {"Jo", "Dana", "Tom"}
    assert PastManager.objects.get().manager == cast.line_manager


def test_who_confirms_whose(cast: Cast) -> None:
    for person, names in (
        (cast.teacher, {"Priya"}),
        (cast.other_teacher, {"Kay"}),
        (cast.head, {"Ruth", "Ivor"}),
        (cast.comms, {"Ruth"}),
    ):
        change = LineChange(person=person, after=cast.office, proposed_by=cast.admin)
        assert {one.given_name for one in confirmers_of(change, TODAY)} == names


def test_nobody_else_does(cast: Cast) -> None:
    change = propose(cast)
    for by in (cast.office, cast.admin, cast.teacher, cast.line_manager, cast.ceo):
        with pytest.raises(Denied):
            lines.confirm_lines(changes=[change], by=by, at=NOW)
    for by in (cast.dsl, cast.other_head, cast.outsider):
        with pytest.raises(Hidden):
            lines.confirm_lines(changes=[change], by=by, at=NOW)
    assert manager_of(cast.teacher) == cast.line_manager


def test_a_no_changes_nothing_and_a_later_one_takes_its_place(cast: Cast) -> None:
    first = propose(cast)
    second = propose(cast, manager=cast.deputy_head)
    first.refresh_from_db()
    assert first.status == "replaced"
    lines.decline_line(change=second, by=cast.head, at=NOW)
    assert manager_of(cast.teacher) == cast.line_manager and "Owen" in told("declined")


def test_to_go_back_takes_back_what_waits(cast: Cast) -> None:
    propose(cast)
    change_person(person=cast.teacher, line_manager=cast.line_manager, by=cast.office, at=NOW)
    assert not LineChange.objects.open().exists()


def test_a_circle_is_refused_when_proposed_and_when_confirmed(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="is managed by"):
        propose(cast, cast.line_manager, cast.teacher)
    change = propose(cast, cast.teacher, cast.colleague)
    User.objects.filter(pk=cast.colleague.pk).update(line_manager=cast.teacher)
    with pytest.raises(ValidationError, match="is managed by"):
        lines.confirm_lines(changes=[change], by=cast.head, at=NOW)


def test_one_press_confirms_what_stood_on_the_page(cast: Cast, client: Client) -> None:
    first, second = propose(cast), propose(cast, cast.colleague)
    client.force_login(cast.head)
    page = client.get("/to-confirm/").content.decode()
    assert "Confirm 2 changes" in page and "Lena Fox" in page
    client.post("/to-confirm/lines/", {"line": [str(first.pk)]})
    assert manager_of(cast.teacher) == cast.office
    assert manager_of(cast.colleague) == cast.line_manager
    client.post(f"/to-confirm/lines/{second.pk}/decline/")
    assert "Nothing waits for you" in client.get("/to-confirm/").content.decode()
    client.force_login(cast.teacher)
    client.post("/to-confirm/lines/", {"line": [str(second.pk)]})
    assert client.post(f"/to-confirm/lines/{second.pk}/decline/").status_code in (403, 404)


def test_however_many_wait_the_questions_are_as_many(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    propose(cast)
    cast.head.roles_on(TODAY)
    with django_assert_max_num_queries(9) as few:
        assert len(to_confirm(User.objects.get(pk=cast.head.pk), TODAY)) == 1
    for number in range(12):
        propose(cast, make_person(f"Una Number{number}", trust=cast.trust, school=cast.school))
    with django_assert_max_num_queries(len(few)) as many:
        assert len(to_confirm(User.objects.get(pk=cast.head.pk), TODAY)) == 13
    assert len(many) == len(few)


def test_the_letter_says_what_its_link_shows(cast: Cast) -> None:
    propose(cast, cast.teacher, cast.deputy_head)
    for letter in Message.objects.filter(kind="line.proposed").select_related("recipient"):
        is_own = letter.recipient == cast.teacher
        says = (
            "Your account shows whom you report to:" if is_own else "Your account shows your team:"
        )
        assert says in letter.text and "whom you report to, or who reports to you" in letter.text
