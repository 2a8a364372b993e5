"""Reporting: the rows, the people told, what they are told, and what is kept sealed."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from access.check import Denied, Hidden
from audit.models import Entry as LedgerEntry
from incidents import actions
from incidents.models import Draft, Incident, Party
from notifications.models import Message, Notice
from tests.factories import NOW, TODAY, make_away
from tests.incidents.world import WORDS, answers, readers, send, told


def test_a_report_reaches_the_safeguarding_lead_and_nobody_else(cast) -> None:
    incident = send(cast)
    assert incident.handler == cast.dsl
    assert told(incident) == {"Amal"}
    assert readers(incident) == {"Amal", "Sam"}
    assert [party.kind for party in incident.parties.all()] == ["pupil"]
    event = LedgerEntry.objects.get(event="concern.reported")
    assert (event.restricted, event.reason, event.data) == (True, "", {})


def test_the_reference_is_random_and_easy_to_say(cast) -> None:
    references = {send(cast).reference for _ in range(5)}
    assert len(references) == 5
    for reference in references:
        assert (
            len(reference) == 11 and reference[:2] == "C-" and not set(reference[2:]) & set("01OIL")
        )


def test_what_was_sent_cannot_be_read_in_the_database(cast) -> None:
    incident = send(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM incidents_incident")
        [(stored,)] = cursor.fetchall()
    assert WORDS.encode() not in bytes(stored)
    assert json.loads(Incident.objects.get(pk=incident.pk).answers)["what"] == WORDS


def test_the_e_mail_says_a_time_and_a_reference_and_nothing_else(cast) -> None:
    incident = send(cast)
    [message] = Message.objects.filter(kind="concern")
    assert message.subject == f"Action needed now: {incident.reference}"
    assert "A report was sent to you at 9am" in message.text
    assert "If you cannot by 11am, Sam Hill will be asked." in message.text
    assert incident.moves_on_at.hour == 11
    for word in (WORDS, "pupil", "contact", "safeguarding", cast.teacher.family_name):
        assert word not in message.text.replace(message.link, "") + message.subject + message.kind


def test_the_reporter_gets_a_receipt_without_a_word_of_it(cast) -> None:
    incident = send(cast)
    receipt = Message.objects.get(recipient=cast.teacher)
    assert receipt.subject == "Your report was sent"
    assert (
        f"Reference {incident.reference}. If you have not heard by 11am, phone Amal Haddad, 01632 960114."
        in receipt.text
    )


def test_the_person_named_is_told_nothing(cast) -> None:
    incident = send(cast, option="adult-behaviour", kinds=("adult",), people=[cast.deputy_head])
    assert incident.handler == cast.head
    assert readers(incident) == {"Priya"}
    assert not Message.objects.filter(recipient=cast.deputy_head).exists()
    assert not Notice.objects.filter(recipient=cast.deputy_head).exists()


def test_a_report_with_nobody_safe_to_send_to_is_not_sent(cast) -> None:
    everybody = [cast.ceo, cast.chair, cast.safeguarding_lead, cast.head, cast.dsl]
    with pytest.raises(Denied):
        send(cast, option="staff-contact", kinds=("adult", "head"), people=everybody)
    assert not Incident.objects.exists() and not Message.objects.exists()


def test_a_route_that_changed_since_it_was_shown_is_shown_again(cast) -> None:
    given = answers(cast.school)
    from incidents.routing import plan

    shown = plan.digest(
        plan.route_for(given, school=cast.school, reporter=cast.teacher, on=TODAY), given
    )
    make_away(cast.dsl, TODAY, TODAY)
    with pytest.raises(actions.RouteChanged):
        actions.send_report(by=cast.teacher, school=cast.school, answers=given, at=NOW, shown=shown)
    assert not Incident.objects.exists()


def test_sending_takes_the_draft_away(cast) -> None:
    given = answers(cast.school)
    actions.save_draft(by=cast.teacher, answers=given, at=NOW)
    actions.send_report(by=cast.teacher, school=cast.school, answers=given, at=NOW)
    assert not Draft.objects.exists()


def test_an_unanswered_report_is_refused(cast) -> None:
    with pytest.raises(Denied):
        send(cast, what=" ")


def test_nobody_reports_at_a_school_of_another_trust(cast) -> None:
    with pytest.raises(Hidden):
        send(cast, by=cast.outsider)


def test_a_report_is_about_what_it_was_about_for_ever(cast) -> None:
    incident = send(cast, option="adult-behaviour", kinds=("adult",), people=[cast.colleague])
    with pytest.raises(Exception, match="never changed"):
        Party.objects.filter(incident=incident).delete()


def test_absence_by_somebody_elses_word_adds_a_stand_in_and_takes_nobody_off(cast) -> None:
    """Appointments 5: the office says that the lead is away, and she hears of it all the same."""
    make_away(cast.dsl, TODAY, TODAY)
    assert told(send(cast)) == {"Sam"}
    cast.dsl.absences.update(recorded_by=cast.office)
    incident = send(cast)
    assert told(incident) == {"Amal", "Sam"} and incident.handler == cast.dsl
