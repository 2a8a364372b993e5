"""The handler's verbs, each with its litany: works, recorded, tells the right people, refused to others, stale, twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from access.check import Denied, Hidden
from audit.models import Entry as LedgerEntry
from incidents import actions
from incidents.concern.models.incidents import IncidentQuerySet
from incidents.models import Entry, Incident, Reader
from incidents.routing import escalation
from notifications.models import Message, Notice
from people.system import system_user
from tests.factories import NOW, TODAY
from tests.incidents.world import answers, readers, send, told
from workflow.moves import WrongState

LATER = NOW + timedelta(minutes=20)


@pytest.fixture
def incident(cast) -> Incident:
    return send(cast)


def outsiders(cast) -> list:
    return [person for person in cast.everybody() if person not in (cast.dsl, cast.deputy_dsl)]


VERBS = {
    "mark_seen": {},
    "add_entry": {"kind": "note", "text": "Spoke to her"},
    "add_referral": {"body": "police", "made_at": NOW},
    "resume": {"said": "Go on"},
    "record_outcome": {"outcome": "in-school", "reason": "Done"},
    "close": {"safeguarding_reference": "CP-1"},
    "reopen": {"reason": "More"},
    "meet_condition": {"role": "HEAD", "when": "serious"},
}


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_without_sight_can_do_anything(cast, incident, verb) -> None:
    for person in outsiders(cast):
        with pytest.raises(Hidden):
            getattr(actions, verb)(incident=incident, by=person, at=LATER, **VERBS[verb])
    assert Incident.objects.get(pk=incident.pk).status == "reported"


@pytest.mark.parametrize("verb", VERBS)
def test_a_reader_by_name_reads_and_does_no_more(cast, incident, verb) -> None:
    actions.share(
        incident=incident, by=cast.dsl, person=cast.line_manager, reason="Tutor", at=LATER
    )
    with pytest.raises(Denied):
        getattr(actions, verb)(incident=incident, by=cast.line_manager, at=LATER, **VERBS[verb])


def test_marking_as_seen_stops_the_clock_and_tells_the_reporter(cast, incident) -> None:
    seen = actions.mark_seen(incident=incident, by=cast.deputy_dsl, at=LATER)
    assert (seen.status, seen.handler, seen.moves_on_at, seen.seen_at) == (
        "acknowledged",
        cast.deputy_dsl,
        None,
        LATER,
    )
    assert (
        "Sam Hill has seen your report"
        in Message.objects.get(subject="Your report has been seen").text
    )
    assert LedgerEntry.objects.filter(event="concern.seen", restricted=True).count() == 1
    with pytest.raises(WrongState):
        actions.mark_seen(incident=incident, by=cast.dsl, at=LATER)
    assert LedgerEntry.objects.filter(event="concern.seen").count() == 1


def test_writing_marks_it_as_seen_and_begins_it(cast, incident) -> None:
    actions.add_entry(incident=incident, by=cast.dsl, kind="child", text="He is safe", at=LATER)
    incident.refresh_from_db()
    assert incident.status == "in_progress"
    assert [entry.kind for entry in incident.entries.all()] == ["system", "child"]


def test_a_correction_is_a_new_line_and_the_old_one_stays(cast, incident) -> None:
    wrong = actions.add_entry(
        incident=incident, by=cast.dsl, kind="note", text="In October", at=LATER
    )
    right = actions.add_entry(
        incident=incident, by=cast.dsl, kind="note", text="In September", corrects=wrong, at=LATER
    )
    assert (right.kind, right.corrects, Entry.objects.get(pk=wrong.pk).text) == (
        "correction",
        wrong,
        "In October",
    )
    wrong.text = "changed"
    with pytest.raises(Exception, match="never changed"):
        wrong.save()


def test_a_line_of_another_concern_cannot_be_corrected_here(cast, incident) -> None:
    other = send(cast, by=cast.colleague)
    line = actions.add_entry(incident=other, by=cast.dsl, kind="note", text="x", at=LATER)
    with pytest.raises(Denied):
        actions.add_entry(
            incident=incident, by=cast.dsl, kind="note", text="y", corrects=line, at=LATER
        )


def test_a_referral_that_asks_to_wait_makes_it_wait(cast, incident) -> None:
    referral = actions.add_referral(
        incident=incident,
        by=cast.dsl,
        body="lado",
        made_at=NOW,
        their_reference="NS-44",
        asks_to_wait=True,
        at=LATER,
    )
    incident.refresh_from_db()
    assert (incident.status, referral.their_reference) == ("awaiting_external", "NS-44")
    with pytest.raises(WrongState):
        actions.record_outcome(
            incident=incident, by=cast.dsl, outcome="in-school", reason="x", at=LATER
        )
    actions.resume(incident=incident, by=cast.dsl, said="They closed it", at=LATER)
    incident.refresh_from_db()
    assert incident.status == "in_progress"
    assert incident.referrals.get().closed_at == LATER
    with pytest.raises(WrongState):
        actions.resume(incident=incident, by=cast.dsl, said="", at=LATER)


def closed(cast, incident) -> Incident:
    actions.record_outcome(
        incident=incident, by=cast.dsl, outcome="in-school", reason="Spoken to", at=LATER
    )
    return actions.close(incident=incident, by=cast.dsl, safeguarding_reference="CP-1", at=LATER)


def test_closing_needs_the_safeguarding_reference(cast, incident) -> None:
    actions.record_outcome(
        incident=incident, by=cast.dsl, outcome="in-school", reason="Spoken to", at=LATER
    )
    with pytest.raises(Denied, match="Enter the reference"):
        actions.close(incident=incident, by=cast.dsl, safeguarding_reference=" ", at=LATER)


def test_closing_tells_the_reporter_that_it_is_over_and_no_more(cast, incident) -> None:
    done = closed(cast, incident)
    assert (done.status, done.safeguarding_reference, done.outcome_reason) == (
        "closed",
        "CP-1",
        "Spoken to",
    )
    message = Message.objects.get(subject="Your report has been dealt with")
    assert message.recipient == cast.teacher and "Spoken" not in message.text
    with pytest.raises(WrongState):
        actions.add_entry(incident=incident, by=cast.dsl, kind="note", text="x", at=LATER)
    with pytest.raises(WrongState):
        actions.close(incident=incident, by=cast.dsl, safeguarding_reference="CP-1", at=LATER)


def test_a_closed_concern_can_be_reopened(cast, incident) -> None:
    closed(cast, incident)
    assert (
        actions.reopen(incident=incident, by=cast.dsl, reason="A second pupil", at=LATER).status
        == "in_progress"
    )
    with pytest.raises(WrongState):
        actions.reopen(incident=incident, by=cast.dsl, reason="again", at=LATER)


def test_every_opening_is_counted_and_recorded(cast, incident) -> None:
    for _ in range(3):
        actions.record_opening(incident=incident, by=cast.dsl, at=LATER)
    sight = Reader.objects.get(incident=incident, person=cast.dsl)
    assert (sight.times_opened, sight.first_opened_at) == (3, LATER)
    assert (
        LedgerEntry.objects.filter(
            event="concern.opened", actor_id=cast.dsl.pk, restricted=True
        ).count()
        == 3
    )
    with pytest.raises(Hidden):
        actions.record_opening(incident=incident, by=cast.head, at=LATER)


def test_a_condition_tells_the_head_only_when_it_is_met(cast, incident) -> None:
    assert not Incident.objects.visible_to(cast.head, on=TODAY).exists()
    actions.meet_condition(incident=incident, by=cast.dsl, role="HEAD", when="serious", at=LATER)
    assert Incident.objects.visible_to(cast.head, on=TODAY).get() == incident
    assert told(incident) == {"Amal", "Priya"}
    for role, when in (("HEAD", "serious"), ("HR", "staff")):
        actions_before = LedgerEntry.objects.count()
        try:
            actions.meet_condition(incident=incident, by=cast.dsl, role=role, when=when, at=LATER)
        except Denied:
            assert LedgerEntry.objects.count() == actions_before
    assert Message.objects.filter(recipient=cast.head).count() == 1


def test_sharing_is_by_name_with_a_reason_and_an_end(cast, incident) -> None:
    actions.share(
        incident=incident,
        by=cast.dsl,
        person=cast.line_manager,
        reason="Form tutor",
        until=TODAY,
        at=LATER,
    )
    assert Incident.objects.visible_to(cast.line_manager, on=TODAY).exists()
    assert not Incident.objects.visible_to(cast.line_manager, on=TODAY + timedelta(days=1)).exists()
    assert LedgerEntry.objects.get(event="concern.shared").data == {
        "with": str(cast.line_manager.pk)
    }
    actions.end_share(incident=incident, by=cast.dsl, person=cast.line_manager, at=LATER)
    assert not Incident.objects.visible_to(cast.line_manager, on=TODAY).exists()
    assert not Notice.objects.filter(recipient=cast.line_manager).exists()


def test_nobody_shares_with_another_trust_or_with_somebody_it_is_about(cast) -> None:
    incident = send(cast, option="adult-behaviour", kinds=("adult",), people=[cast.deputy_head])
    with pytest.raises(Denied):
        actions.share(incident=incident, by=cast.head, person=cast.outsider, reason="x", at=LATER)
    with pytest.raises(Denied, match="They cannot be given access"):
        actions.share(
            incident=incident, by=cast.head, person=cast.deputy_head, reason="x", at=LATER
        )


def test_nobody_takes_away_what_the_route_gave(cast, incident) -> None:
    for by, person in ((cast.deputy_dsl, cast.dsl), (cast.dsl, cast.deputy_dsl), (cast.dsl, cast.dsl)):  # fmt: skip
        with pytest.raises(Denied, match="Only what was shared by name"):
            actions.end_share(incident=incident, by=by, person=person, at=LATER)
    actions.share(incident=incident, by=cast.dsl, person=cast.deputy_dsl, reason="x", at=LATER)
    with pytest.raises(Denied):
        actions.end_share(incident=incident, by=cast.dsl, person=cast.deputy_dsl, at=LATER)
    assert readers(incident) == {"Amal", "Sam"}


def test_a_share_keeps_nobody_off_the_ladder_and_ends_nothing_it_did_not_give(
    cast, incident
) -> None:
    head = cast.head
    facts = {"reason": "x", "until": TODAY, "at": NOW}
    actions.share(incident=incident, by=cast.dsl, person=head, **facts)
    for _ in ("the deputy", "the head"):
        Incident.objects.update(moves_on_at=NOW)
        assert actions.move_on_unseen(by=system_user(), at=NOW) == 1
    sight = incident.readers.get(person=head, ended_at=None)
    assert (sight.why, sight.may_handle, sight.until) == ("moved-on", True, None)
    with pytest.raises(Denied):
        actions.end_share(incident=incident, by=cast.dsl, person=head, at=NOW)


def test_the_button_stands_beside_what_was_shared_by_name_alone(cast, incident) -> None:
    actions.share(incident=incident, by=cast.dsl, person=cast.line_manager, reason="x", at=LATER)
    client = Client()
    client.force_login(cast.deputy_dsl)
    address = f"{incident.get_absolute_url()}who/"
    text = client.get(address).content.decode()
    assert text.count("Take back from") == 1 and "Take back from Dana Reid" in text
    client.post(f"{address}end/", {"person": str(cast.dsl.pk)})
    assert "Amal" in readers(incident)
    client.post(f"{address}end/", {"person": str(cast.line_manager.pk)})
    assert readers(incident) == {"Amal", "Sam"}


def test_naming_somebody_ends_their_sight_at_once_and_for_ever(cast, incident) -> None:
    actions.name_party(incident=incident, by=cast.dsl, person=cast.deputy_dsl, at=LATER)
    assert not Incident.objects.visible_to(cast.deputy_dsl, on=TODAY).exists()
    assert "Sam" not in readers(incident)
    with pytest.raises(Denied, match="They cannot be given access"):
        actions.share(incident=incident, by=cast.dsl, person=cast.deputy_dsl, reason="x", at=LATER)
    actions.name_party(incident=incident, by=cast.dsl, person=cast.deputy_dsl, at=LATER)
    assert incident.parties.filter(person=cast.deputy_dsl).count() == 1
    # An adult who works here is now concerned, so the head hears of it.
    assert "Priya" in readers(incident)


def test_naming_the_handler_passes_it_on(cast, incident) -> None:
    actions.name_party(incident=incident, by=cast.dsl, person=cast.dsl, at=LATER)
    incident.refresh_from_db()
    assert (incident.handler, incident.tier, readers(incident)) == (cast.head, "VIS-4", {"Priya"})
    assert "Priya" in told(incident)
    assert not Notice.objects.filter(
        recipient__in=[cast.dsl, cast.deputy_dsl], restricted=True
    ).exists()


def test_naming_the_head_takes_it_to_the_chief_executive_and_the_chair(cast, incident) -> None:
    actions.name_party(incident=incident, by=cast.dsl, person=cast.head, at=LATER)
    incident.refresh_from_db()
    assert (incident.tier, readers(incident)) == ("VIS-4", {"Ruth", "Ivor"})
    assert incident.handler == cast.ceo


def test_a_party_with_a_reader_row_still_sees_nothing(cast) -> None:
    incident = send(cast, option="adult-behaviour", kinds=("adult",), people=[cast.deputy_head])
    Reader.objects.create(
        incident=incident,
        person=cast.deputy_head,
        capacity="HEAD",
        may_handle=True,
        added_by=cast.head,
        added_at=NOW,
    )
    assert not Incident.objects.visible_to(cast.deputy_head, on=TODAY).exists()
    assert incident.relations_of(cast.deputy_head, TODAY) == set()


def test_the_reporter_adds_until_it_is_closed_and_reads_nothing(cast, incident) -> None:
    assert not Incident.objects.visible_to(cast.teacher, on=TODAY).exists()
    entry = actions.add_as_reporter(
        incident=incident, by=cast.teacher, text="Again last night", at=LATER
    )
    assert (entry.kind, entry.text) == ("added", "Again last night")
    assert (
        Message.objects.filter(
            recipient=cast.dsl, subject__startswith="Something was added"
        ).count()
        == 1
    )
    with pytest.raises(Hidden):
        actions.add_as_reporter(incident=incident, by=cast.colleague, text="x", at=LATER)
    closed(cast, incident)
    with pytest.raises(Denied):
        actions.add_as_reporter(incident=incident, by=cast.teacher, text="x", at=LATER)


def test_nothing_of_a_concern_can_be_deleted(cast, incident) -> None:
    actions.add_entry(incident=incident, by=cast.dsl, kind="note", text="x", at=LATER)
    actions.add_referral(incident=incident, by=cast.dsl, body="police", made_at=NOW, at=LATER)
    for table in ("incident", "party", "reader", "entry", "referral"):
        with pytest.raises(Exception, match="never changed"), connection.cursor() as cursor:
            from django.db import transaction

            with transaction.atomic():
                cursor.execute(f"DELETE FROM incidents_{table}")  # noqa: S608


def test_the_words_on_the_ledger_are_the_portals_own(cast, incident) -> None:
    actions.add_entry(incident=incident, by=cast.dsl, kind="note", text="secret words", at=LATER)
    closed(cast, incident)
    rows = LedgerEntry.objects.filter(event__startswith="concern.")
    assert rows and all(row.restricted and not row.reason for row in rows)
    assert all(set(row.data) <= {"from", "to", "with"} for row in rows)


def test_seeing_a_concern_is_one_question_of_the_database(
    cast, incident, django_assert_num_queries
) -> None:
    visible: IncidentQuerySet = Incident.objects.visible_to(cast.dsl, on=TODAY)
    with django_assert_num_queries(1):
        assert visible.count() == 1


def test_somebody_conflicted_is_not_told_when_a_condition_is_met(cast) -> None:
    incident = send(cast, by=cast.head)
    actions.meet_condition(incident=incident, by=cast.dsl, role="HEAD", when="serious", at=LATER)
    assert "Priya" not in readers(incident) and "Ruth" in readers(incident)


def test_whoever_told_of_themself_hears_nothing_more(cast) -> None:
    incident = actions.log_told(
        by=cast.dsl,
        school=cast.school,
        answers=answers(cast.school, "adult-behaviour", ("adult",), [cast.colleague]),
        told_by=cast.colleague,
        how_received="in-person",
        at=NOW,
    )
    actions.mark_seen(incident=incident, by=cast.head, at=LATER)
    assert not Message.objects.filter(recipient=cast.colleague).exists()
    assert not Incident.objects.sent_by(cast.colleague).exists()
    assert Incident.objects.sent_by(cast.dsl).exists()


def leave(person, on=TODAY) -> None:
    person.leaving_date = on - timedelta(days=1)
    person.save()


def test_a_concern_whose_people_have_left_is_handed_over(cast) -> None:
    incident = send(cast, option="adult-behaviour", kinds=("adult",), people=[cast.colleague])
    actions.add_entry(incident=incident, by=cast.head, kind="note", text="x", at=NOW)
    assert actions.move_on_unseen(by=system_user(), at=LATER) == 0
    leave(cast.head)
    assert actions.move_on_unseen(by=system_user(), at=LATER) == 1
    assert actions.move_on_unseen(by=system_user(), at=LATER) == 0
    incident.refresh_from_db()
    assert (incident.handler, incident.status) == (cast.ceo, "in_progress")
    [message] = Message.objects.filter(kind="concern", recipient=cast.ceo)
    assert "no longer does" in message.text and "Priya" not in message.text


def test_one_that_fails_holds_up_none_of_the_others(cast, monkeypatch) -> None:
    first, second = send(cast), send(cast, by=cast.colleague)
    real = escalation.next_place

    def fails(incident, **more):
        if incident.pk == first.pk:
            raise ValueError("no")
        return real(incident, **more)

    monkeypatch.setattr(escalation, "next_place", fails)
    later = max(first.moves_on_at, second.moves_on_at)
    assert actions.move_on_unseen(by=system_user(), at=later) == 1
    assert "Sam" in readers(second)
