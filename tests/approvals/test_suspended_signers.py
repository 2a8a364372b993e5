"""Whoever suspends a signer, or holds their role back, gains no signature; let in again the signer has the step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.check import Denied, Hidden
from approvals import actions
from approvals.api import waiting_for
from notifications.models import Message
from people import actions as people
from people.models import Appointment, RoleAssignment, User, Witness
from tests.approvals.stage import at_head, later, ready, sent, sign
from tests.approvals.test_stand_ins import TOMORROW, TONIGHT, current, letters, overnight
from tests.factories import NOW, TODAY
from workflow.moves import WrongState


def suspend(person, by):
    return people.suspend_person(person=person, by=by, at=NOW)


def drop(*people_) -> None:
    """They hold no role any more, so none of them stands in."""
    RoleAssignment.objects.filter(person__in=people_).update(end_date=TODAY - timedelta(days=1))


def may_sign(request) -> set[User]:
    people_ = User.objects.present(TODAY)
    return {person for person in people_ if request in waiting_for(person, TODAY)}


@pytest.fixture
def at_the_head(cast):
    request = at_head(cast)
    ready(cast, cast.teacher, cast.colleague)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    return request


def test_a_suspended_heads_step_stays_and_goes_to_nobody_who_suspended_them(cast, at_the_head):
    drop(cast.deputy_head)
    suspend(cast.head, cast.ceo)
    assert overnight() == 1 and overnight(later(hours=16)) == 0
    assert current(at_the_head).signer == cast.head and not letters("decision_moved")
    assert cast.chair in may_sign(at_the_head) and cast.ceo not in may_sign(at_the_head)
    with pytest.raises((WrongState, Denied, Hidden)):
        sign(at_the_head, cast.ceo, at=TONIGHT)
    letter = Message.objects.get(kind="decision_asked", recipient=cast.chair)
    assert "is said to be away" in letter.text and "suspend" not in letter.text


def test_let_in_again_the_head_signs_and_nobody_else(cast, at_the_head):
    drop(cast.deputy_head)
    suspend(cast.head, cast.ceo)
    overnight()
    people.end_suspension(person=cast.head, by=cast.ceo, at=TONIGHT)
    for person in (cast.chair, cast.ceo):
        with pytest.raises((WrongState, Denied, Hidden)):
            sign(at_the_head, person, at=TONIGHT)
    overnight(TOMORROW)
    sign(at_the_head, User.objects.get(pk=cast.head.pk), at=TOMORROW)


def test_what_a_stand_in_signed_meanwhile_stays_signed(cast, at_the_head):
    suspend(cast.head, cast.ceo)
    overnight()
    sign(at_the_head, cast.deputy_head, at=TOMORROW)
    assert at_the_head.stages.get(code="head").decided_by == cast.deputy_head


def test_nor_by_suspending_who_would_stand_in(cast, at_the_head):
    """The head is away by their own word, and the chief executive suspends the deputy."""
    suspend(cast.deputy_head, cast.ceo)
    last = TODAY + timedelta(days=9)
    people.record_away(person=cast.head, start_date=TODAY, end_date=last, by=cast.head, at=NOW)
    overnight()
    assert current(at_the_head).signer == cast.chair


def test_with_nobody_but_who_suspended_them_it_waits(cast, at_the_head):
    drop(cast.deputy_head, cast.chair)
    suspend(cast.head, cast.ceo)
    assert overnight() == 0
    assert current(at_the_head).signer == cast.head and not may_sign(at_the_head)


def test_a_head_who_suspends_a_line_manager_keeps_the_last_signature_alone(cast):
    """One signature is never enough: a second signatory is asked besides."""
    cast.line_manager.line_manager = cast.head
    cast.line_manager.save()
    request = sent(cast)
    suspend(cast.line_manager, cast.head)
    overnight()
    assert current(request).signer == cast.line_manager
    assert [row.signer for row in current(request).stand_ins.all()] == [cast.deputy_head]


def test_an_author_who_suspends_a_signer_does_not_pick_another(cast):
    request = sent(cast, author=cast.head)
    assert current(request).signer == cast.ceo
    User.objects.filter(pk=cast.ceo.pk).update(
        suspended_until=TODAY + timedelta(days=9), suspended_by=cast.head
    )
    assert overnight() == 0 and current(request).signer == cast.ceo


def test_suspended_when_it_is_sent_the_head_is_stood_in_for_as_if_away(cast):
    """The step waits with the head, and a stand-in who has not suspended them is asked when it comes to it."""
    ready(cast, cast.teacher, cast.colleague)
    drop(cast.deputy_head)
    suspend(cast.head, cast.ceo)
    request = at_head(cast)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    stage = current(request)
    assert (stage.code, stage.signer, stage.capacity) == ("head", cast.head, "Headteacher")
    assert overnight() == 1
    assert cast.chair in may_sign(request) and not {cast.ceo, cast.head} & may_sign(request)
    assert cast.chair.email in letters("decision_asked")
    assert sign(request, cast.chair, at=TOMORROW)


def test_suspended_while_it_is_on_its_way_too(cast):
    ready(cast, cast.teacher, cast.colleague)
    request = sent(cast)
    suspend(cast.head, cast.ceo)
    overnight()
    sign(request, cast.line_manager)
    sign(request, cast.comms)
    overnight(TOMORROW)
    assert current(request).signer == cast.head
    assert cast.deputy_head in may_sign(request)


def test_a_head_whose_role_is_held_back_when_it_is_sent_keeps_the_step(cast):
    found = of_the_head(cast, "suspended", suspended_by=cast.ceo)
    RoleAssignment.objects.filter(pk=found.assignment_id).update(suspended_at=NOW)
    request = at_head(cast)
    overnight()
    assert current(request).signer == cast.head
    assert [row.signer for row in current(request).stand_ins.all()] == [cast.deputy_head]


def test_a_communications_manager_who_is_suspended_too(cast):
    suspend(cast.comms, cast.ceo)
    request = sent(cast)
    assert request.stages.get(code="comms").signer == cast.comms


# ---- Roles ---------------------------------------------------------------------------------------


def of_the_head(cast, status: str, **more) -> Appointment:
    row = RoleAssignment.objects.get(person=cast.head, role="HEAD")
    about = {"trust": cast.trust, "school": cast.school, "role": "HEAD", "assignment": row}
    said = {"person": cast.head, "proposed_by": cast.office, "proposed_at": NOW, "settled_at": NOW}
    return Appointment.objects.create(**{**about, **said, "status": status, **more})


def test_nor_by_holding_back_the_heads_role(cast, at_the_head):
    drop(cast.deputy_head)
    found = of_the_head(cast, "suspended", suspended_by=cast.ceo)
    RoleAssignment.objects.filter(pk=found.assignment_id).update(suspended_at=NOW)
    overnight()
    assert current(at_the_head).signer == cast.head
    assert [row.signer for row in current(at_the_head).stand_ins.all()] == [cast.chair]
    with pytest.raises(Denied, match="You cannot sign as headteacher here now"):
        sign(at_the_head, cast.head, at=TONIGHT)
    RoleAssignment.objects.filter(pk=found.assignment_id).update(suspended_at=None)
    with pytest.raises((WrongState, Denied, Hidden)):
        sign(at_the_head, cast.chair, at=TONIGHT)
    sign(at_the_head, cast.head, at=TONIGHT)


@pytest.mark.parametrize("agreed", [False, True])
def test_nor_by_ending_it_against_the_heads_word(cast, at_the_head, agreed):
    drop(cast.deputy_head, cast.head)
    agreed_at = NOW if agreed else None
    found = of_the_head(cast, "done", kind="end", agreed_at=agreed_at)
    Witness.objects.create(appointment=found, person=cast.ceo, confirmed_at=NOW)
    overnight()
    assert current(at_the_head).signer == (cast.ceo if agreed else cast.chair)


def test_nor_by_taking_back_ones_own_confirmation(cast, at_the_head):
    drop(cast.deputy_head, cast.head)
    found = of_the_head(cast, "taken_back")
    Witness.objects.create(appointment=found, person=cast.ceo, confirmed_at=NOW)
    overnight()
    assert current(at_the_head).signer == cast.chair
