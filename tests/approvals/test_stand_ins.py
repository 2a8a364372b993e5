"""Whoever signs is away, has left or signs here no longer: the step goes to a stand-in overnight (4.1.7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.check import Denied, Hidden
from approvals import actions
from approvals.models import Request
from audit.models import Entry
from notifications.models import Message, Notice
from people.models import RoleAssignment, User
from people.system import system_user
from schools.models import Setting
from tests.approvals.stage import at_head, draft, later, ready, sent, sign
from tests.factories import NOW, TODAY, give_role, make_away, make_person
from workflow.moves import WrongState

TONIGHT = later(hours=15, minutes=10)
TOMORROW = later(days=1)


def overnight(at=TONIGHT) -> int:
    return actions.move_steps(by=system_user(), at=at)


def current(request: Request):
    return Request.objects.get(pk=request.pk).current_stage


def away(person: User, days: int = 40) -> None:
    make_away(person, TODAY, TODAY + timedelta(days=days))


def letters(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def put_setting(cast, key, value):
    Setting.objects.create(
        trust=cast.trust, key=key, value=value, effective_from=NOW, changed_by_id=cast.admin.pk
    )


def test_a_line_manager_who_is_away_is_stood_in_for_by_theirs(cast):
    request = sent(cast)
    away(cast.line_manager)
    assert overnight() == 1
    stage = current(request)
    assert (stage.signer, stage.capacity) == (cast.deputy_head, "Next in line")
    assert stage.why == "Dana Reid is away, so Owen Lowe signs instead"
    assert stage.since == TONIGHT
    assert Entry.objects.filter(event="request.moved", object_ref=request.reference).count() == 1


def test_both_are_told_and_only_the_new_one_has_something_to_do(cast):
    request = sent(cast)
    away(cast.line_manager)
    overnight()
    moved = Message.objects.get(kind="decision_moved")
    assert moved.recipient == cast.line_manager
    assert "You are recorded as away, so Owen Lowe signs instead" in moved.text
    asked = Message.objects.filter(kind="decision_asked", recipient=cast.deputy_head).get()
    assert "Why you: Dana Reid is away, so Owen Lowe signs instead." in asked.text
    to_do = Notice.objects.unread().filter(
        needs_action=True, link__contains=request.reference.lower()
    )
    assert [one.recipient for one in to_do.filter(kind="decision_asked")] == [cast.deputy_head]


def test_a_second_night_moves_nothing_and_tells_nobody_again(cast):
    sent(cast)
    away(cast.line_manager)
    overnight()
    before = Message.objects.count()
    assert overnight(later(days=1, hours=15)) == 0
    assert Message.objects.count() == before


def test_it_does_not_jump_back_when_they_return(cast):
    request = sent(cast)
    away(cast.line_manager, days=1)
    overnight()
    assert overnight(later(days=5)) == 0
    assert current(request).signer == cast.deputy_head


def test_where_the_stand_in_goes_away_too_it_comes_back_to_whoever_is_here(cast):
    request = sent(cast)
    away(cast.line_manager, days=1)
    overnight()
    make_away(cast.deputy_head, TODAY + timedelta(days=4), TODAY + timedelta(days=9))
    assert overnight(later(days=5)) == 1
    assert current(request).signer == cast.line_manager
    asked = Message.objects.filter(kind="decision_asked", recipient=cast.line_manager)
    assert asked.count() == 2


def test_the_old_signer_signs_nothing_any_more(cast):
    request = sent(cast)
    away(cast.line_manager)
    overnight()
    with pytest.raises((WrongState, Denied, Hidden)):
        sign(request, cast.line_manager, at=TOMORROW)
    sign(request, cast.deputy_head, at=TOMORROW)
    assert current(request).code == "comms"


def test_the_next_in_line_who_signs_last_covers_that_step(cast):
    cast.line_manager.line_manager = cast.head
    cast.line_manager.save()
    request = sent(cast)
    away(cast.line_manager)
    assert overnight() == 1
    request.refresh_from_db()
    assert (request.status, request.current_stage.signer) == ("awaiting_comms", cast.comms)
    noted = request.decisions.get(outcome="not_required")
    assert noted.reason == "Dana Reid is away, and the next in line signs last"
    ready(cast, cast.teacher, cast.colleague)
    actions.agree(request=request, by=cast.colleague, at=TOMORROW)
    sign(request, cast.comms, at=TOMORROW)
    decision = sign(request, cast.head, at=TOMORROW)
    assert "as the author's line manager" in decision.statement


def test_two_people_sign_even_then(cast):
    put_setting(cast, "approval_chain", ["line_manager", "head"])
    cast.line_manager.line_manager = cast.head
    cast.line_manager.save()
    request = sent(cast)
    away(cast.line_manager)
    overnight()
    assert current(request).signer == cast.deputy_head
    assert current(request).capacity == "Second signatory"


@pytest.mark.parametrize(
    ("gone", "expected"),
    [((), "deputy_head"), (("deputy_head",), "ceo"), (("deputy_head", "ceo"), "chair")],
)
def test_the_head_is_stood_in_for_in_order(cast, gone, expected):
    request = at_head(cast)
    for person in (cast.head, *(getattr(cast, name) for name in gone)):
        away(person)
    overnight()
    assert current(request).signer == getattr(cast, expected)


def test_the_leadership_team_and_the_vice_chair_stand_in_for_the_head(cast):
    leader = make_person("Lee Ward", "SLT", trust=cast.trust, school=cast.school)
    vice = make_person("Vic Hart", "VICE_CHAIR", trust=cast.trust, school=cast.school)
    request = at_head(cast)
    for person in (cast.head, cast.deputy_head):
        away(person)
    overnight()
    assert current(request).signer == leader
    for person in (leader, cast.ceo, cast.chair):
        away(person)
    overnight(later(days=1, hours=15))
    assert current(request).signer == vice


def test_communications_are_stood_in_for_by_the_trusts_then_the_deputy_then_the_chair(cast):
    put_setting(cast, "small_school_second_signatory", [])
    RoleAssignment.objects.filter(person=cast.comms).update(school=cast.school)
    central = make_person("Cy Post", "COMMS", trust=cast.trust)
    request = sent(cast)
    sign(request, cast.line_manager)
    for gone, expected in (
        (cast.comms, central),
        (central, cast.deputy_head),
        (cast.deputy_head, cast.chair),
    ):
        away(gone)
        overnight()
        assert current(request).signer == expected


def test_who_has_signed_does_not_stand_in(cast):
    cast.teacher.line_manager = cast.deputy_head
    cast.teacher.save()
    request = draft(cast)
    actions.send(request=request, by=cast.teacher, at=NOW)
    sign(request, cast.deputy_head)
    sign(request, cast.comms)
    away(cast.head)
    overnight()
    assert current(request).signer == cast.ceo


@pytest.mark.parametrize("why", ["ended", "left"])
def test_a_head_who_signs_here_no_longer_is_stood_in_for(cast, why):
    request = at_head(cast)
    yesterday = TODAY - timedelta(days=1)
    held = RoleAssignment.objects.filter(person=cast.head, role="HEAD")
    if why == "ended":
        held.update(end_date=yesterday)
    else:
        User.objects.filter(pk=cast.head.pk).update(leaving_date=yesterday)
    overnight()
    assert current(request).signer == cast.deputy_head
    words = {"left": "does not work here now"}.get(why, "does not sign here now")
    assert current(request).why == f"Priya Nair {words}, so Owen Lowe signs instead"


@pytest.mark.parametrize(("confirmed", "signs"), [(True, True), (False, False)])
def test_only_a_confirmed_successor_takes_over(cast, confirmed, signs):
    request = at_head(cast)
    RoleAssignment.objects.filter(person=cast.head, role="HEAD").update(end_date=TODAY)
    new = make_person("New Head", trust=cast.trust, school=cast.school)
    row = give_role(new, "HEAD", trust=cast.trust, school=cast.school)
    row.start_date, row.given_by, row.given_at = TODAY + timedelta(days=1), cast.admin, TOMORROW
    row.confirmed_by = cast.ceo if confirmed else None
    row.save()
    overnight(later(days=1, hours=15))
    assert (current(request).signer == new) is signs


def test_a_step_still_to_come_moves_for_good_reasons_only(cast):
    request = sent(cast)
    away(cast.head)
    assert overnight() == 0
    RoleAssignment.objects.filter(person=cast.head, role="HEAD").update(
        end_date=TODAY - timedelta(days=1)
    )
    assert overnight() == 1
    assert request.stages.get(code="head").signer == cast.deputy_head
    assert not letters("decision_moved")


def test_where_nobody_stands_in_the_office_and_the_author_are_told_once(cast):
    request = at_head(cast)
    for person in (cast.head, cast.deputy_head, cast.ceo, cast.chair):
        away(person)
    overnight()
    overnight(later(days=1, hours=15))
    assert current(request).signer == cast.head
    assert letters("decision_stuck") == {cast.office.email, cast.teacher.email}
    assert Message.objects.filter(kind="decision_stuck").count() == 2


def test_one_request_that_fails_keeps_no_other_waiting(cast, monkeypatch, caplog):
    from approvals.actions import moving

    first, second = sent(cast), sent(cast, account_name="@AshdownPE2")
    away(cast.line_manager)
    real = moving.hindrance

    def failing(stage, request, on):
        if request.pk == min(first.pk, second.pk):
            raise RuntimeError("planted")
        return real(stage, request, on)

    monkeypatch.setattr(moving, "hindrance", failing)
    assert overnight() == 1
    assert "could not be moved" in caplog.text


def test_the_story_says_why_and_who(cast, client):
    request = sent(cast)
    away(cast.line_manager)
    overnight()
    client.force_login(cast.teacher)
    page = client.get(request.get_absolute_url()).content.decode()
    assert "Dana Reid is away, so Owen Lowe signs instead (step of the line manager)" in page
    assert "With Owen Lowe" in page


def test_at_sending_a_chain_that_one_absence_empties_is_said(cast, client):
    request = draft(cast)
    client.force_login(cast.teacher)
    url = f"/requests/{request.reference.lower()}/check-answers/"
    assert "nobody can sign as" not in client.get(url).content.decode()
    RoleAssignment.objects.filter(role__in=("DHT", "CEO", "CHAIR")).update(
        end_date=TODAY - timedelta(days=1)
    )
    page = client.get(url).content.decode()
    assert "If Priya Nair is away, nobody can sign as headteacher instead" in page


# ---- An author who has left --------------------------------------------------------------------


def leave(person: User) -> None:
    User.objects.filter(pk=person.pk).update(leaving_date=TODAY - timedelta(days=1))


def test_the_line_manager_of_a_leaver_is_told_once_and_takes_over_with_one_press(cast, client):
    request = sent(cast)
    sign(request, cast.line_manager)
    leave(cast.teacher)
    overnight()
    overnight(later(days=1, hours=15))
    assert [one.recipient for one in Message.objects.filter(kind="request_left")] == [
        cast.line_manager
    ]
    client.force_login(cast.line_manager)
    assert "Take over this request" in client.get(request.get_absolute_url()).content.decode()
    client.post(f"/requests/{request.reference.lower()}/adopt/")
    request.refresh_from_db()
    assert (request.author, request.status) == (cast.line_manager, "returned")
    assert not request.decisions.standing().exists()


def test_who_takes_over_signs_nothing_and_everybody_is_asked_again(cast):
    request = at_head(cast)
    leave(cast.teacher)
    actions.adopt(request=request, by=cast.line_manager, at=TOMORROW)
    request.refresh_from_db()
    people = [
        {"part": part, "person": person}
        for part in ("administrator", "moderator")
        for person in (cast.colleague, cast.line_manager)
    ]
    actions.save_task(
        request=request,
        task="people",
        answers={"people": [*people, {"part": "poster", "person": cast.colleague}]},
        by=cast.line_manager,
        at=TOMORROW,
    )
    request = actions.send(request=request, by=cast.line_manager, at=TOMORROW)
    now = request.stages.filter(revision=2)
    assert [one.signer for one in now] == [cast.deputy_head, cast.comms, cast.head]
    assert {one.state for one in now} == {"current", "waiting"}
    with pytest.raises(Denied):
        sign(request, cast.line_manager, at=TOMORROW)


def test_nobody_else_takes_over_and_nobody_while_the_author_is_here(cast):
    request = sent(cast)
    with pytest.raises((Denied, Hidden)):
        actions.adopt(request=request, by=cast.line_manager, at=TOMORROW)
    leave(cast.teacher)
    for person in (cast.head, cast.office, cast.colleague, cast.comms):
        with pytest.raises((Denied, Hidden)):
            actions.adopt(request=request, by=person, at=TOMORROW)
    leave(cast.line_manager)
    actions.adopt(request=request, by=cast.head, at=TOMORROW)


def test_a_leavers_request_is_withdrawn_by_whoever_could_take_it_over(cast):
    request = sent(cast)
    leave(cast.teacher)
    actions.withdraw(request=request, by=cast.line_manager, at=TOMORROW)
    request.refresh_from_db()
    assert (request.status, request.withdrawn_by) == ("withdrawn", cast.line_manager)
