"""A closed channel that is back, and an account run in the school's name: who is told, and that nobody else is (S11, M43 to M45)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.life import actions as life
from accounts_registry.models import Channel
from audit.models import Entry
from incidents import actions
from incidents.models import Incident
from notifications.models import Message
from tests.accounts_registry.builders import close_steps, ready
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.incidents.world import readers, told
from workflow.moves import WrongState

# Three months after the day it closed.
LATER = datetime(2027, 2, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def closed(cast: Cast) -> Channel:
    channel = life.start_closing(
        channel=ready(cast), planned_closing=TODAY, reason="aim_met", by=cast.head, at=NOW
    )
    close_steps(channel, cast.office)
    return life.close(channel=channel, date_closed=TODAY, by=cast.office, at=NOW)


def report(channel: Channel, by: Any, result: str = "back", at: datetime = LATER, **more: Any):
    return actions.report_reappearance(channel=channel, result=result, by=by, at=at, **more)


def frozen(channel: Channel) -> dict[str, Any]:
    channel.refresh_from_db()
    return {
        name: getattr(channel, name)
        for name in ("status", "date_opened", "date_closed", "closure_reason", "closure_evidence")
    }


def test_s11_it_is_back_and_m44_is_told(closed: Channel, cast: Cast) -> None:
    before = frozen(closed)
    incident = report(closed, cast.office, note="A post of last week", old_login=True)
    assert (incident.route, incident.tier, incident.category) == (
        "M44",
        "VIS-1",
        "unauthorised-account",
    )
    assert (incident.severity, incident.second_category) == ("moderate", "account-compromise")
    assert incident.handler == cast.head
    assert readers(incident) == told(incident) == {"Priya", "Ravi", "Nell"}
    # Monday 22 February: within one school day.
    assert incident.moves_on_at == LATER + timedelta(days=1)
    assert frozen(closed) == before
    assert list(closed.reappearance_checks.values_list("months", "result")) == [
        (1, "back"),
        (3, "back"),
        (12, ""),
    ]


def test_nobody_else_sees_it_or_hears_of_it(closed: Channel, cast: Cast) -> None:
    incident = report(closed, cast.office, note="Somebody posts there again")
    those = {cast.head, cast.comms, cast.network}
    for person in cast.everybody():
        seen = Incident.objects.visible_to(person, on=LATER.date()).filter(pk=incident.pk).exists()
        assert seen is (person in those), person
    receipt = Message.objects.get(kind="report")
    assert receipt.recipient == cast.office
    for message in Message.objects.filter(reference=incident.reference):
        assert "Somebody posts" not in message.text and "AshdownArt" not in message.text


def test_the_register_keeps_the_finding_and_never_the_words(
    closed: Channel, cast: Cast, client: Client
) -> None:
    incident = report(closed, cast.office, note="Somebody posts there again")
    assert not closed.reappearance_checks.exclude(note="").exists()
    client.force_login(cast.line_manager)
    page = client.get(closed.get_absolute_url()).content.decode()
    assert incident.reference not in page and "Somebody posts" not in page


def test_an_old_login_that_is_not_in_use_is_no_second_category(closed: Channel, cast: Cast) -> None:
    assert report(closed, cast.office).second_category == ""


def test_the_same_finding_twice_is_one_concern(closed: Channel, cast: Cast) -> None:
    report(closed, cast.office)
    assert report(closed, cast.office) is None
    assert Incident.objects.count() == 1
    assert Entry.objects.filter(event="concern.reported").count() == 1
    assert Entry.objects.filter(event="channel.looked_for").count() == 1


def test_still_gone_and_somebody_elses_are_no_concern(closed: Channel, cast: Cast) -> None:
    assert report(closed, cast.office, "gone") is None
    assert report(closed, cast.office, "others", note="A shop in Leeds") is None
    assert not Incident.objects.exists()
    assert closed.reappearance_checks.filter(note="A shop in Leeds").exists()


def test_somebody_who_claims_to_be_us_is_m45(closed: Channel, cast: Cast) -> None:
    incident = report(closed, cast.office, "fake", note="Uses our crest")
    assert (incident.route, incident.category, incident.tier) == ("M45", "impersonation", "VIS-1")
    assert incident.handler == cast.comms
    assert readers(incident) == told(incident) == {"Ravi", "Priya"}
    # The school has told no dates of that term: the next working day, and never later.
    assert incident.moves_on_at == LATER + timedelta(days=1)


def test_an_account_run_in_our_name_is_m43(closed: Channel, cast: Cast) -> None:
    incident = actions.report_unapproved(
        channel=closed, what="Live since May", by=cast.head, at=LATER
    )
    assert (incident.route, incident.category) == ("M43", "unauthorised-account")
    assert incident.handler == cast.comms
    assert readers(incident) == told(incident) == {"Ravi", "Priya"}


def test_who_may_look(closed: Channel, cast: Cast) -> None:
    for person, refusal in (
        (cast.teacher, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            report(closed, person)
    assert not Incident.objects.exists()


def test_an_open_channel_cannot_be_back(cast: Cast) -> None:
    with pytest.raises(WrongState, match="not closed"):
        report(ready(cast), cast.office)


def test_a_channel_of_the_trust_is_reported_at_a_school(closed: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=closed.pk).update(school=None)
    with pytest.raises(WrongState, match="belongs to the trust"):
        report(closed, cast.comms)
    assert report(closed, cast.comms, "gone") is None


def test_it_ends_with_a_takedown_or_a_new_request(closed: Channel, cast: Cast) -> None:
    incident = report(closed, cast.office)
    with pytest.raises(Denied, match="taken it down"):
        actions.record_outcome(
            incident=incident, by=cast.head, outcome="no-action", reason="Never mind", at=LATER
        )
    settled = actions.record_outcome(
        incident=incident, by=cast.head, outcome="taken-down", reason="Reference 12", at=LATER
    )
    assert settled.outcome == "taken-down"


def test_other_concerns_never_end_so(closed: Channel, cast: Cast) -> None:
    incident = report(closed, cast.office, "fake")
    with pytest.raises(Denied):
        actions.record_outcome(
            incident=incident, by=cast.comms, outcome="taken-down", reason="x", at=LATER
        )


# ---- The page ----------------------------------------------------------------------------------

PAGE = "/channels/ch9001/still-gone/"


def test_the_office_looks_and_records(closed: Channel, cast: Cast, client: Client) -> None:
    client.force_login(cast.office)
    page = client.get(PAGE).content.decode()
    assert "It was closed on 20 November 2026" in page and "Due on 20 December 2026" in page
    assert client.post(PAGE, {}).content.decode().count("Select what you see") == 2
    lacks = client.post(PAGE, {"result": "back", "note": "A post <i>"}).content.decode()
    assert lacks.count("Select whether our old login could be in use") == 2
    assert "A post &lt;i&gt;" in lacks
    assert not Incident.objects.exists()
    sent = client.post(PAGE, {"result": "back", "note": "A post", "old_login": "yes"})
    assert sent.headers["Location"] == closed.get_absolute_url()
    assert Incident.objects.get().second_category == "account-compromise"
    assert client.get(PAGE).status_code == 200


def test_the_page_is_for_closed_channels_of_ones_own(
    closed: Channel, cast: Cast, client: Client
) -> None:
    for person, status in ((cast.teacher, 403), (cast.outsider, 404), (cast.network, 200)):
        client.force_login(person)
        assert client.get(PAGE).status_code == status
    Channel.objects.filter(pk=closed.pk).update(status="open", date_closed=None)
    client.force_login(cast.office)
    assert client.get(PAGE).status_code == 302


# ---- S9, the channel's side --------------------------------------------------------------------


def test_s9_a_channel_live_before_its_approval(cast: Cast, client: Client) -> None:
    from approvals import actions as approvals
    from tests.approvals.stage import approved
    from tests.approvals.test_settle import check_everything

    request = approved(cast)
    check_everything(request.channel, cast.office, NOW)
    early = date(2026, 11, 9)
    for person, refusal in ((cast.office, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            approvals.open_early(channel=request.channel, date_opened=early, by=person, at=NOW)
    with pytest.raises(ValidationError):
        approvals.open_early(channel=request.channel, date_opened=TODAY, by=cast.head, at=NOW)
    client.force_login(cast.head)
    page = f"/channels/{request.channel.reference.lower()}/open/early/"
    assert "for ever" in client.get(page).content.decode()
    channel = approvals.open_early(channel=request.channel, date_opened=early, by=cast.head, at=NOW)
    request.refresh_from_db()
    assert (channel.status, channel.date_opened, channel.retrospective) == ("open", early, True)
    assert request.status == "opened"
    incident = Incident.objects.get()
    assert (incident.route, incident.status) == ("M43", "reported")
    assert told(incident) == {"Ravi", "Priya"}
    with pytest.raises(WrongState):
        approvals.open_early(channel=channel, date_opened=early, by=cast.head, at=NOW)
