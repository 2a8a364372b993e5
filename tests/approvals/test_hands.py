"""Nobody makes themself the line of their own request: not with a puppet, a puppet's puppet or another hat."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.check import Denied
from approvals import actions
from approvals.models import Request
from approvals.route.signers import players_of, route_of
from people.lines import actions as lines
from people.lines import rows as lines_rows
from people.system import system_user
from tests.approvals.stage import at_head, draft, later, ready, sent, sign
from tests.factories import NOW, TODAY, give_role, make_away, make_person

NEXT_DAY = later(days=1)
TONIGHT = later(days=1, hours=15)


def given(cast, person, role, *, by, at=NEXT_DAY, confirmed_by=None, school="here"):
    row = give_role(
        person, role, trust=cast.trust, school=cast.school if school == "here" else None
    )
    row.given_by, row.given_at, row.confirmed_by = by, at, confirmed_by or cast.ceo
    row.start_date = TODAY
    row.save()
    return row


def puppet(cast, name="Pip Puppet"):
    return make_person(name, trust=cast.trust, school=cast.school)


def signers(request):
    return {step.code: step.signer for step in route_of(request, TODAY)}


@pytest.mark.parametrize(("role", "code"), [("COMMS", "comms"), ("HEAD", "head")])
@pytest.mark.parametrize("as_", ["proposer", "confirmer"])
def test_whom_the_author_put_there_while_it_was_a_draft_does_not_sign(cast, role, code, as_):
    request = draft(cast, author=cast.office)
    person = puppet(cast)
    by = {"proposer": (cast.office, cast.ceo), "confirmer": (cast.admin, cast.office)}[as_]
    given(cast, person, role, by=by[0], confirmed_by=by[1])
    make_first(person, role)
    found = signers(request)
    assert person not in found.values()
    assert found[code] is not None


def make_first(person, role):
    """The puppet alone holds it, as far as the school goes."""
    from people.models import RoleAssignment

    RoleAssignment.objects.filter(role=role).exclude(person=person).update(order=5)
    RoleAssignment.objects.filter(role=role, person=person).update(order=0)


def test_nor_whom_somebody_named_in_it_put_there(cast):
    request = draft(cast)
    person = puppet(cast)
    given(cast, person, "COMMS", by=cast.admin, confirmed_by=cast.colleague)
    assert person not in signers(request).values()


def test_nor_whom_somebody_put_there_who_was_named_and_taken_out_again(cast):
    request = draft(cast)
    actions.save_task(
        request=request,
        task="people",
        answers={"people": [{"part": "poster", "person": cast.network}]},
        by=cast.teacher,
        at=NOW,
    )
    people_now = [
        {"part": part, "person": one}
        for part in ("administrator", "moderator", "poster")
        for one in (cast.colleague, cast.teacher)
    ]
    request = actions.save_task(
        request=request, task="people", answers={"people": people_now}, by=cast.teacher, at=NOW
    )
    person = puppet(cast)
    given(cast, person, "COMMS", by=cast.network, confirmed_by=cast.ceo)
    assert person not in signers(request).values()


def test_nor_do_they_sign_by_another_hat(cast):
    """The line manager has had the leadership team's role from somebody named: the next in line signs."""
    request = draft(cast)
    given(cast, cast.line_manager, "SLT", by=cast.admin, confirmed_by=cast.colleague)
    assert signers(request)["line_manager"] == cast.deputy_head


def test_nor_a_puppets_puppet(cast):
    request = draft(cast, author=cast.office)
    first, second = puppet(cast), puppet(cast, "Pat Puppet")
    given(cast, first, "ADMIN", by=cast.office)
    given(cast, second, "COMMS", by=first)
    assert second not in signers(request).values()


def test_whom_the_author_proposed_long_before_signs(cast):
    person = puppet(cast)
    given(cast, person, "COMMS", by=cast.office, at=NOW - timedelta(days=200))
    request = draft(cast, author=cast.office)
    assert signers(request)["comms"] == person


def test_the_step_of_whom_the_author_confirmed_afterwards_moves_on(cast):
    """The successor of a head is put there by the author while it waits: the deputy signs."""
    request = at_head(cast, author=cast.teacher)
    person = puppet(cast)
    given(cast, person, "HEAD", by=cast.teacher)
    request.stages.filter(code="head").update(signer=person)
    with pytest.raises(Denied, match="You cannot sign as headteacher here now"):
        sign(request, person, at=NEXT_DAY)
    actions.move_steps(by=system_user(), at=TONIGHT)
    assert Request.objects.get(pk=request.pk).current_stage.signer == cast.head


def test_a_head_the_author_put_there_approves_no_risks_and_settles_no_condition(cast):
    request = at_head(cast)
    person = puppet(cast)
    given(cast, person, "HEAD", by=cast.teacher)
    with pytest.raises(Denied, match="had a hand in your role"):
        actions.approve_risk(request=request, by=person, at=NEXT_DAY)


def test_a_role_given_after_sending_and_confirmed_by_nobody_signs_nothing(cast):
    request = at_head(cast)
    person = puppet(cast)
    row = given(cast, person, "DHT", by=cast.admin)
    row.confirmed_by = None
    row.save()
    make_first(person, "DHT")
    make_away(cast.head, TODAY, TODAY + timedelta(days=9))
    actions.move_steps(by=system_user(), at=TONIGHT)
    assert Request.objects.get(pk=request.pk).current_stage.signer == cast.deputy_head


# ---- The line ----------------------------------------------------------------------------------


def test_an_author_who_chose_their_own_manager_gains_nothing(cast):
    person = puppet(cast)
    lines_rows.begin_line(person=cast.office, manager=person, by=cast.office, at=NOW)
    request = draft(cast, author=cast.office)
    found = signers(request)
    assert found == {
        "line_manager": cast.deputy_head,
        "comms": cast.comms,
        "head": cast.head,
    }
    step = route_of(request, TODAY)[0]
    assert step.why.startswith("The author's line manager was entered by the author")


def test_nor_one_whose_manager_was_chosen_by_somebody_they_gave_the_list_to(cast):
    helper, person = puppet(cast, "Hal Helper"), puppet(cast)
    given(cast, helper, "ADMIN", by=cast.office, at=NOW - timedelta(days=300))
    lines_rows.begin_line(person=cast.office, manager=person, by=helper, at=NOW)
    assert person not in signers(draft(cast, author=cast.office)).values()


def test_a_change_while_it_is_a_draft_leaves_the_manager_it_was_begun_with(cast):
    cast.office.line_manager = cast.deputy_head
    cast.office.save()
    request = draft(cast, author=cast.office)
    person = puppet(cast)
    lines_rows.begin_line(person=cast.office, manager=person, by=cast.office, at=NEXT_DAY)
    request = Request.objects.get(pk=request.pk)
    assert signers(request)["line_manager"] == cast.deputy_head


def test_a_change_once_it_is_sent_changes_nothing(cast):
    request = sent(cast)
    person = puppet(cast)
    lines_rows.begin_line(person=cast.teacher, manager=person, by=cast.office, at=NEXT_DAY)
    sign(
        request,
        cast.line_manager,
        outcome="return",
        reason="Please say more about the aims here.",
        tasks=["purpose"],
        at=NEXT_DAY,
    )
    request.refresh_from_db()
    actions.save_task(
        request=request,
        task="purpose",
        answers={"aims": "More aims than before."},
        by=cast.teacher,
        at=NEXT_DAY,
    )
    request = actions.send(request=request, by=cast.teacher, at=NEXT_DAY)
    assert request.line_manager == cast.line_manager
    assert request.current_stage.signer == cast.line_manager


def test_an_own_line_stays_own_when_it_is_sent_again(cast):
    person = puppet(cast)
    lines_rows.begin_line(person=cast.office, manager=person, by=cast.office, at=NOW)
    request = sent(cast, author=cast.office)
    assert request.line_is_own
    assert players_of(request, TODAY).line_is_own


def test_a_line_that_somebody_named_has_drawn_meanwhile_ends_there(cast):
    """The manager's own manager is entered by somebody with a hand in it: they do not stand in."""
    request = draft(cast, author=cast.office)
    cast.office.line_manager = cast.line_manager
    cast.office.save()
    person = puppet(cast)
    lines_rows.begin_line(person=cast.line_manager, manager=person, by=cast.office, at=NEXT_DAY)
    request = Request.objects.get(pk=request.pk)
    assert players_of(request, TODAY).line == [cast.line_manager]


def test_the_office_changes_the_manager_of_others_without_harm(cast):
    request = draft(cast)
    lines_rows.begin_line(person=cast.teacher, manager=cast.deputy_head, by=cast.admin, at=NOW)
    request = Request.objects.get(pk=request.pk)
    assert signers(request)["line_manager"] == cast.deputy_head


def redrawn(cast, person, manager, *, by, confirmed_by, at):
    change = lines.propose_line(person=person, manager=manager, by=by, at=at)
    lines.confirm_lines(changes=[change], by=confirmed_by, at=at)


def test_a_manager_whom_the_author_proposed_meanwhile_is_no_line_though_the_head_confirmed(cast):
    cast.office.line_manager = cast.deputy_head
    cast.office.save()
    request = draft(cast, author=cast.office)
    redrawn(cast, cast.deputy_head, puppet(cast), by=cast.office, confirmed_by=cast.head, at=NOW)
    request = Request.objects.get(pk=request.pk)
    assert players_of(request, TODAY).line == [cast.deputy_head]


def test_a_manager_whom_the_head_has_confirmed_before_is_the_authors_line(cast):
    """Whoever keeps the list may be managed by somebody else one day: two people have said so."""
    redrawn(cast, cast.office, cast.deputy_head, by=cast.admin, confirmed_by=cast.head, at=NOW)
    request = draft(cast, author=cast.office)
    assert signers(request)["line_manager"] == cast.deputy_head
    assert not players_of(request, TODAY).line_is_own


def test_three_signatures_of_puppets_are_no_approval(cast):
    """An office manager with puppets for all three steps: none of the three is asked."""
    lines_rows.begin_line(person=cast.office, manager=(a := puppet(cast)), by=cast.office, at=NOW)
    request = draft(cast, author=cast.office)
    b, c = puppet(cast, "Bo Puppet"), puppet(cast, "Cy Puppet")
    given(cast, b, "COMMS", by=cast.office)
    given(cast, c, "HEAD", by=cast.office)
    make_first(b, "COMMS")
    make_first(c, "HEAD")
    ready(cast, cast.teacher, cast.colleague)
    request = actions.send(request=request, by=cast.office, at=NEXT_DAY)
    asked = {one.signer for one in request.stages.all()}
    assert not asked & {a, b, c, cast.office}
    assert asked == {cast.deputy_head, cast.comms, cast.head}


def test_who_takes_a_request_over_does_not_bring_a_line_of_their_own(cast):
    """A leaver's line manager who keeps the list of people, and has just given themself another manager."""
    cast.teacher.line_manager = cast.office
    cast.teacher.save()
    request = sent(cast)
    person = puppet(cast)
    lines_rows.begin_line(person=cast.office, manager=person, by=cast.office, at=NEXT_DAY)
    cast.teacher.leaving_date = TODAY - timedelta(days=1)
    cast.teacher.save()
    request = actions.adopt(request=request, by=cast.office, at=NEXT_DAY)
    assert signers(request)["line_manager"] == cast.deputy_head


def test_an_author_reads_who_decides(cast):
    request = sent(cast)
    with pytest.raises(Denied, match="own request. Dana Reid decides, as line manager"):
        sign(request, cast.teacher)
