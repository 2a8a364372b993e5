"""Another's word that a signer is away adds a stand-in and takes nobody off; an unknown person signs nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.check import Denied, Hidden
from approvals import actions
from approvals.api import waiting_for
from approvals.models import Request, StandIn
from notifications.models import Message, Notice
from people import actions as people
from people.known.knowers import to_get_to_know
from people.models import RoleAssignment, User
from tests.approvals.stage import at_head, later, ready, sent, sign
from tests.approvals.test_stand_ins import TOMORROW, TONIGHT, away, current, letters, overnight
from tests.factories import NOW, TODAY
from workflow.moves import WrongState


def said_away(person, by, days: int = 40):
    last = TODAY + timedelta(days=days)
    return people.record_away(person=person, start_date=TODAY, end_date=last, by=by, at=NOW)


def to_decide(person) -> list[Request]:
    return list(waiting_for(person, TODAY))


def asked(person):
    return Notice.objects.filter(recipient=person, kind="decision_asked", read_at=None)


@pytest.fixture
def at_the_head(cast):
    request = at_head(cast)
    ready(cast, cast.teacher, cast.colleague)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    return request


def test_both_may_sign_and_nothing_moves(cast, at_the_head) -> None:
    said_away(cast.head, cast.office)
    assert overnight() == 1 and overnight(later(hours=16)) == 0
    assert current(at_the_head).signer == cast.head
    assert to_decide(cast.head) == to_decide(cast.deputy_head) == [at_the_head]
    assert not letters("decision_moved")
    letter = Message.objects.get(kind="decision_asked", recipient=cast.deputy_head)
    assert "Priya Nair is said to be away, so Owen Lowe may sign too" in letter.text
    assert "as deputy headteacher" in letter.text


def test_the_first_to_sign_has_it(cast, at_the_head, client) -> None:
    said_away(cast.head, cast.office)
    overnight()
    client.force_login(cast.deputy_head)
    url = f"/requests/{at_the_head.reference.lower()}/decision/"
    assert client.get(url).status_code == 200
    sign(at_the_head, cast.deputy_head, at=TOMORROW)
    at_the_head.refresh_from_db()
    stage = at_the_head.stages.get(code="head")
    assert (at_the_head.status, stage.signer, stage.decided_by) == (
        "approved",
        cast.deputy_head,
        cast.deputy_head,
    )
    assert stage.moves.get().sentence == "Priya Nair is said to be away, so Owen Lowe signs instead"
    assert not asked(cast.head).exists()
    with pytest.raises((WrongState, Denied, Hidden)):
        sign(at_the_head, cast.head, at=TOMORROW)


def test_the_signer_signs_all_the_same(cast, at_the_head) -> None:
    said_away(cast.head, cast.office)
    overnight()
    sign(at_the_head, cast.head, at=TOMORROW)
    assert not asked(cast.deputy_head).exists()
    assert not StandIn.objects.filter(ended_at=None).exists()
    assert not at_the_head.stages.get(code="head").moves.exists()


def test_taken_back_at_once_the_stand_ins_turn_is_over(cast, at_the_head, client) -> None:
    row = said_away(cast.head, cast.office)
    overnight()
    people.cancel_away(absence=row, by=cast.head, at=TONIGHT)
    assert to_decide(cast.deputy_head) == []
    with pytest.raises((WrongState, Denied, Hidden)):
        sign(at_the_head, cast.deputy_head, at=TONIGHT)
    overnight(TOMORROW)
    assert not asked(cast.deputy_head).exists()
    assert not Request.objects.get(pk=at_the_head.pk).relations_of(cast.deputy_head, TODAY)
    assert current(at_the_head).signer == cast.head


def test_with_two_said_away_nobody_picks_who_signs(cast, at_the_head) -> None:
    """The next is added, and those before them may sign still."""
    said_away(cast.head, cast.office)
    said_away(cast.deputy_head, cast.office)
    assert overnight() == 2
    for person in (cast.head, cast.deputy_head, cast.ceo):
        assert to_decide(person) == [at_the_head]
    row = cast.deputy_head.absences.get()
    people.cancel_away(absence=row, by=cast.deputy_head, at=TONIGHT)
    with pytest.raises((WrongState, Denied, Hidden)):
        sign(at_the_head, cast.ceo, at=TONIGHT)
    sign(at_the_head, cast.deputy_head, at=TONIGHT)


def test_what_the_author_says_of_it_counts_for_nothing(cast) -> None:
    request = at_head(cast, author=cast.teacher)
    cast.head.line_manager = cast.teacher
    cast.head.save()
    said_away(cast.head, cast.teacher)
    assert overnight() == 0
    assert to_decide(cast.deputy_head) == []
    assert current(request).signer == cast.head


def test_nor_what_somebody_says_whom_the_author_gave_the_list(cast) -> None:
    RoleAssignment.objects.filter(person=cast.office, role="ADMIN").update(given_by=cast.teacher)
    at_head(cast)
    said_away(cast.head, cast.office)
    assert overnight() == 0 and to_decide(cast.deputy_head) == []


def test_ones_own_word_moves_it_as_before(cast, at_the_head) -> None:
    said_away(cast.head, cast.office)
    overnight()
    people.record_away(
        person=cast.head,
        start_date=TODAY,
        end_date=TODAY + timedelta(days=9),
        by=cast.head,
        at=TONIGHT,
    )
    overnight(later(days=1, hours=15))
    assert current(at_the_head).signer == cast.deputy_head
    assert not StandIn.objects.filter(ended_at=None).exists()


def test_where_the_next_in_line_signs_last_a_second_signatory_may_sign_too(cast) -> None:
    cast.line_manager.line_manager = cast.head
    cast.line_manager.save()
    request = sent(cast)
    said_away(cast.line_manager, cast.office)
    overnight()
    assert current(request).signer == cast.line_manager
    assert [row.signer for row in current(request).stand_ins.all()] == [cast.deputy_head]


# ---- Whom nobody has spoken to -----------------------------------------------------------------


def unknown(person: User) -> User:
    User.objects.filter(pk=person.pk).update(known_at=None, last_login=NOW)
    return User.objects.get(pk=person.pk)


def test_an_unknown_line_manager_signs_nothing_and_reads_whom_to_ask(cast, client) -> None:
    request = sent(cast)
    manager = unknown(cast.line_manager)
    with pytest.raises(Denied, match="once somebody has spoken to you"):
        sign(request, manager)
    client.force_login(manager)
    page = client.get(f"/requests/{request.reference.lower()}/decision/")
    assert page.status_code == 403 and "Priya Nair" in page.content.decode()
    assert manager in to_get_to_know(cast.head, TODAY)
    client.force_login(cast.head)
    assert "Say whether it is Dana Reid" in client.get("/").content.decode()
    assert "Dana Reid" in client.get("/to-confirm/").content.decode()
    people.know_person(person=manager, by=cast.head, at=NOW)
    sign(request, User.objects.get(pk=manager.pk))
    assert current(request).code == "comms"


def test_whoever_has_no_step_waiting_is_not_asked_about(cast) -> None:
    sent(cast)
    assert unknown(cast.colleague) not in to_get_to_know(cast.head, TODAY)


def test_after_five_school_days_a_stand_in_may_sign_too(cast) -> None:
    request = sent(cast)
    unknown(cast.line_manager)
    assert overnight() == 0
    assert overnight(later(days=8)) == 1
    sign(request, cast.deputy_head, at=later(days=8))
    assert current(request).code == "comms"


def test_the_word_of_somebody_unknown_moves_nothing(cast, at_the_head) -> None:
    away(unknown(cast.head))
    assert overnight() == 1
    assert current(at_the_head).signer == cast.head
    assert to_decide(cast.deputy_head) == [at_the_head]


def test_the_unknown_stand_in_for_nobody(cast, at_the_head) -> None:
    unknown(cast.deputy_head)
    away(cast.head)
    overnight()
    assert current(at_the_head).signer == cast.ceo
