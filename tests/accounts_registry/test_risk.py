"""A risk assessment: heading by heading, sent, approved by somebody else, reviewed (requirements 3.12)."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.models import Channel
from accounts_registry.reviews import risks
from accounts_registry.reviews.actions import risk
from audit.models import Entry
from notifications.models import Message
from tests.accounts_registry.builders import add
from tests.factories import NOW, TODAY
from workflow.moves import WrongState

PAGE = "/channels/ch0001/risk-assessment/"
SECTION = {
    "risk": "A photo stays up",
    "likelihood": 3,
    "impact": 4,
    "control": "Two people look every day",
    "left": 1,
}
CONFIRMED = {
    "policy_confirmations": list(risks.POLICIES),
    "good_practice_confirmed": True,
    "dsl_consulted_on": None,
    "dpia_needed": "no",
    "dpia_reference": "",
}


@pytest.fixture
def channel(cast):
    return add(cast)


def write(channel, by, heading="legal", **changes):
    return risk.write_risk_assessment(
        channel=channel, heading=heading, by=by, at=NOW, **{**SECTION, **changes}
    )


def write_all(channel, by, **confirmed):
    for heading in risks.HEADINGS:
        write(channel, by, heading)
    return risk.confirm_risk(channel=channel, by=by, at=NOW, **{**CONFIRMED, **confirmed})


def asked():
    return Message.objects.filter(kind="risk_to_approve")


def page(person, address=PAGE, data=None, follow=False):
    client = Client()
    client.force_login(person)
    return client.post(address, data, follow=follow) if data is not None else client.get(address)


@pytest.mark.clause("Q-5.3-18")
def test_all_of_it_from_the_first_heading_to_the_next_review(cast, channel):
    write_all(channel, cast.office)
    risk.send_risk(channel=channel, by=cast.office, at=NOW)
    assert set(asked().values_list("recipient", flat=True)) == {cast.head.pk}
    assert page(cast.head, f"{PAGE}approve/", {}).status_code == 302
    channel.refresh_from_db()
    assert str(channel.risk_review_due) == "2027-11-20"
    text = page(cast.office).content.decode()
    assert "Approved by Priya Nair on 20 November 2026." in text
    assert "12 of 25" in text and "4 of 25" in text
    for event in ("channel_risk.sent", "channel_risk.approved"):
        assert Entry.objects.filter(event=event).count() == 1


def test_it_is_sent_once_and_approved_once(cast, channel):
    write_all(channel, cast.office)
    for _ in range(2):
        risk.send_risk(channel=channel, by=cast.office, at=NOW)
    for _ in range(2):
        risk.approve_channel_risk(channel=channel, by=cast.head, at=NOW)
    assert asked().count() == 1
    assert Entry.objects.filter(event="channel_risk.approved").count() == 1


def test_what_is_missing_is_said_and_bars_sending(cast, channel):
    write(channel, cast.office)
    assert "Before it can be sent" in page(cast.office).content.decode()
    with pytest.raises(WrongState, match="cannot be sent yet. Answer “Reputation”"):
        risk.send_risk(channel=channel, by=cast.office, at=NOW)


def test_the_safeguarding_lead_is_asked_where_pupils_are_concerned(cast, channel):
    Channel.objects.update(audience=[{"group": "own_pupils", "age_from": 11, "age_to": 16}])
    write_all(channel, cast.office)
    with pytest.raises(WrongState, match="Ask the designated safeguarding lead"):
        risk.send_risk(channel=channel, by=cast.office, at=NOW)
    risk.confirm_risk(
        channel=channel, by=cast.office, at=NOW, **{**CONFIRMED, "dsl_consulted_on": TODAY}
    )
    assert risk.send_risk(channel=channel, by=cast.office, at=NOW).sent_at == NOW


def test_nobody_approves_what_they_wrote_a_part_of(cast, channel):
    write_all(channel, cast.office)
    write(channel, cast.head, "neglect")
    risk.send_risk(channel=channel, by=cast.office, at=NOW)
    with pytest.raises(Denied, match="that you wrote"):
        risk.approve_channel_risk(channel=channel, by=cast.head, at=NOW)


def test_who_stands_in_does_so_only_where_the_head_wrote_it(cast, channel):
    write_all(channel, cast.office)
    risk.send_risk(channel=channel, by=cast.office, at=NOW)
    with pytest.raises(Denied, match="Only the headteacher"):
        risk.approve_channel_risk(channel=channel, by=cast.deputy_head, at=NOW)


def test_the_deputy_approves_what_the_head_wrote(cast, channel):
    write_all(channel, cast.head)
    risk.send_risk(channel=channel, by=cast.head, at=NOW)
    assert set(asked().values_list("recipient", flat=True)) == {cast.deputy_head.pk}
    with pytest.raises(Denied):
        risk.approve_channel_risk(channel=channel, by=cast.head, at=NOW)
    assert risk.approve_channel_risk(channel=channel, by=cast.deputy_head, at=NOW).is_approved


def test_a_new_version_begins_with_the_answers_of_the_last(cast, channel):
    write_all(channel, cast.office)
    with pytest.raises(WrongState, match="not been sent"):
        risk.approve_channel_risk(channel=channel, by=cast.head, at=NOW)
    risk.send_risk(channel=channel, by=cast.office, at=NOW)
    with pytest.raises(WrongState, match="waits for the headteacher"):
        write(channel, cast.office)
    risk.approve_channel_risk(channel=channel, by=cast.head, at=NOW)
    new = risk.start_risk_version(channel=channel, by=cast.office, at=NOW)
    assert (new.version, new.sections["legal"]["risk"]) == (2, "A photo stays up")
    assert new.policy_confirmations == []
    assert "Earlier versions" in page(cast.office).content.decode()


def test_somebody_who_is_late_is_told_who_began_another_version(cast, channel):
    write_all(channel, cast.office)
    risk.send_risk(channel=channel, by=cast.office, at=NOW)
    risk.approve_channel_risk(channel=channel, by=cast.head, at=NOW)
    risk.start_risk_version(channel=channel, by=cast.comms, at=NOW)
    with pytest.raises(
        WrongState, match="Ravi Shah started another version while you were editing"
    ):
        write(channel, cast.office, version=1)


def test_bad_answers_stand_beside_their_field_and_what_was_typed_stays(cast, channel):
    typed = {**SECTION, "left": 5, "version": 0, "control": "Tell the DSL"}
    text = page(cast.office, f"{PAGE}legal/", typed).content.decode()
    assert text.count("must not be more than before") == 2 and "Tell the DSL" in text
    text = page(cast.office, f"{PAGE}legal/", {"version": 0}).content.decode()
    assert "Enter what could go wrong" in text and "Select how likely it is" in text
    text = page(cast.office, f"{PAGE}legal/", {**typed, "left": 1, "control": "pw=abc123"}).content
    assert b"Do not enter a password" in text
    assert channel.risk_assessments.count() == 0
    assert page(cast.office, f"{PAGE}nothing-of-the-kind/").status_code == 404


def test_a_done_impact_assessment_has_a_reference(cast, channel):
    with pytest.raises(ValidationError, match="Enter the reference"):
        risk.confirm_risk(
            channel=channel, by=cast.office, at=NOW, **{**CONFIRMED, "dpia_needed": "done"}
        )


def test_refusals(cast, channel):
    for person, refusal in ((cast.teacher, Denied), (cast.dsl, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            write(channel, person)
    assert page(cast.other_teacher).status_code == 403
    assert page(cast.outsider).status_code == 404


def test_it_keeps_no_password_and_is_not_written_for_a_channel_that_is_over(cast, channel):
    with pytest.raises(ValidationError, match="Do not enter a password"):
        write_all(channel, cast.office, dpia_reference="The password is Tr0ub4dor&3x")
    Channel.objects.filter(pk=channel.pk).update(status="cancelled")
    before = channel.risk_assessments.count()
    with pytest.raises(WrongState, match="not in use"):
        write(channel, cast.office)
    assert channel.risk_assessments.count() == before
