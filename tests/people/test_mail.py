"""The page of the mail, sending again, and who can be reached: from test letters alone, and never from a concern."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta
from io import StringIO
from itertools import cycle
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.test import Client, override_settings

from access.check import Denied, Hidden
from access.roles import APPOINTED
from audit.models import Entry
from incidents.routing.staffing import AT_EITHER, AT_SCHOOL, AT_TRUST
from notifications import actions, delivery
from notifications.models import Message, Notice
from people import actions as people
from people.mail.reach import KIND, last_monday, out_of_reach
from people.models import User
from portal import standing
from portal.tasks import heartbeat
from tests.cast import Cast, give_role
from tests.factories import NOW
from tests.incidents.world import send
from tests.notifications.test_deliver import failing, refuse_all, waiting

pytestmark = pytest.mark.django_db
MAIL = "/settings/mail/"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def with_a_mail_server() -> Any:
    with override_settings(SENDS_EMAIL=True), time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, person: User, address: str = MAIL) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return str(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()))


def refused(person: User, number: int = 1, **changes: Any) -> Message:
    told = {"state": "failed", "blame": "address", "failed_at": NOW, "attempts": 1}
    return waiting(person, number, **{**told, "problem": "550 5.1.1 No such user", **changes})


def test_the_page_says_what_became_of_each_letter(client: Client, cast: Cast) -> None:
    refused(cast.teacher, 1)
    refused(cast.head, 2, blame="server", problem="Connection refused")
    refused(cast.head, 3, sent_at=NOW)
    waiting(cast.teacher, 4, attempts=2, problem="451 Later", next_try_at=NOW + timedelta(hours=1))
    waiting(cast.teacher, 5, state="sent", sent_at=NOW)
    first = page(client, cast.office)
    assert "Refused" in first and "550 5.1.1 No such user" in first
    assert "Given up after 5 days" in first and "Came back" in first
    assert "Thing 4" not in first and "Thing 5" not in first
    queue = page(client, cast.admin, f"{MAIL}?show=waiting")
    assert "Tried 2 times" in queue and "451 Later" in queue
    assert "Taken by the mail server" in page(client, cast.admin, f"{MAIL}?show=sent")


def test_an_office_sees_the_letters_of_its_own_school(client: Client, cast: Cast) -> None:
    refused(cast.other_teacher, 1)
    refused(cast.outsider, 2)
    at_the_office, at_the_trust = page(client, cast.office), page(client, cast.admin)
    assert "Thing 1" not in at_the_office
    assert "Thing 1" in at_the_trust
    assert "Thing 2" not in at_the_office + at_the_trust


@pytest.mark.parametrize("who", ["teacher", "head", "dsl", "comms", "ceo"])
def test_nobody_else_sees_it(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(MAIL).status_code == 403


def test_sending_again_is_for_once_on_record_and_to_the_new_address(
    client: Client, cast: Cast
) -> None:
    message = refused(cast.teacher)
    User.objects.filter(pk=cast.teacher.pk).update(email="jo.bell@new.example")
    client.force_login(cast.office)
    for _ in range(2):
        assert client.post(f"{MAIL}{message.pk}/send-again/").status_code == 302
    message.refresh_from_db()
    assert (message.state, message.attempts, message.problem) == ("waiting", 0, "")
    assert (message.address, message.asked_again_at) == ("jo.bell@new.example", NOW)
    assert Entry.objects.filter(event="message.sent_again").count() == 1
    assert delivery.deliver_waiting(clock=lambda: NOW + MINUTE) == 1


def test_five_days_begin_anew(cast: Cast) -> None:
    message = refused(cast.teacher, created_at=NOW - timedelta(days=6))
    assert actions.send_again(message=message, by=cast.office, at=NOW)
    message.refresh_from_db()
    assert message.began_at == NOW


def test_a_letter_to_an_old_address_goes_there_again(cast: Cast) -> None:
    message = refused(cast.teacher, own_address=False, address="old@ashdown.example")
    actions.send_again(message=message, by=cast.office, at=NOW)
    message.refresh_from_db()
    assert message.address == "old@ashdown.example"


def test_what_is_restricted_cannot_be_sent_again(client: Client, cast: Cast) -> None:
    message = refused(cast.teacher, restricted=True)
    client.force_login(cast.admin)
    assert client.post(f"{MAIL}{message.pk}/send-again/").status_code == 404
    with pytest.raises(Hidden):
        actions.send_again(message=message, by=cast.admin, at=NOW)


def test_who_may_not_send_again(client: Client, cast: Cast) -> None:
    message = refused(cast.teacher)
    address = f"{MAIL}{message.pk}/send-again/"
    for person in (cast.head, cast.outsider, cast.other_head):
        client.force_login(person)
        assert client.post(address).status_code == 404
    client.force_login(cast.office)
    assert client.get(address).status_code == 405
    with override_settings(SENDS_EMAIL=False), pytest.raises(Denied, match="sends no mail"):
        actions.send_again(message=message, by=cast.office, at=NOW)
    message.refresh_from_db()
    assert message.state == "failed"


# ---- two worlds: with a concern and without -------------------------------------------------


def everything(client: Client, cast: Cast) -> list[str]:
    """All that those who look after the portal can see of the mail."""
    out = StringIO()
    call_command("outbox", "--json", stdout=out)
    tabs = ("", "?show=waiting", "?show=sent", "?show=kept")
    seen = [page(client, cast.admin, MAIL + tab) for tab in tabs]
    return [out.getvalue(), *seen, page(client, cast.office), page(client, cast.admin, "/")]


def test_no_byte_differs_when_there_is_a_concern(client: Client, cast: Cast) -> None:
    people.write_test_letters(at=NOW)
    Message.objects.filter(recipient=cast.dsl).update(
        state="failed", failed_at=NOW, problem="550 5.1.1 Unknown"
    )
    before = everything(client, cast)
    assert any("Amal Haddad" in seen for seen in before)
    # A letter to the lead, to her deputies and to whoever reported it, one of each standing.
    send(cast)
    send(cast, by=cast.colleague)
    restricted = list(Message.objects.filter(restricted=True))
    assert len(restricted) >= 4
    for letter, state in zip(restricted, cycle(("failed", "waiting", "sent", "leased"))):
        letter.state, letter.blame, letter.attempts = state, "portal", 3
        letter.failed_at = letter.sent_at = NOW
        letter.problem = "535 Bad credentials"
        letter.save()
    assert everything(client, cast) == before


# ---- test letters ---------------------------------------------------------------------------


def test_all_holders_of_roles_get_the_same_letter(cast: Cast) -> None:
    people.write_test_letters(at=NOW)
    letters = Message.objects.filter(kind=KIND)
    appointed = {
        cast.head,
        cast.deputy_head,
        cast.dsl,
        cast.deputy_dsl,
        cast.network,
        cast.chair,
        cast.ceo,
        cast.safeguarding_lead,
        cast.comms,
        cast.other_head,
        cast.other_dsl,
        cast.outsider,
    }
    assert {letter.recipient for letter in letters} == appointed
    assert {letter.subject for letter in letters} == {"A test from Official Channels"}
    assert not any(letter.restricted or letter.urgent for letter in letters)
    assert not Notice.objects.exists()


def test_the_roles_are_those_that_a_route_or_a_signature_can_name() -> None:
    assert (
        " ".join(APPOINTED) == "COMMS HEAD DHT SLT DSL DDSL NETMAN DPO HR CEO CHAIR VICE_CHAIR TSL"
    )
    assert {*AT_SCHOOL, *AT_TRUST, *AT_EITHER} <= set(APPOINTED)


def test_they_go_on_mondays_and_once(cast: Cast) -> None:
    first = people.write_test_letters(at=NOW)
    assert first == 12
    assert people.write_test_letters(at=NOW + timedelta(hours=3)) == 0
    monday = last_monday(NOW) + timedelta(days=7)
    assert people.write_test_letters(at=monday - MINUTE) == 0
    assert people.write_test_letters(at=monday) == first
    # The portal was off on Monday: they go as soon as it is back.
    assert people.write_test_letters(at=monday + timedelta(days=9)) == first


def test_one_goes_when_a_role_begins_or_an_address_changes(cast: Cast) -> None:
    people.write_test_letters(at=NOW)
    give_role(cast.teacher, "DDSL", trust=cast.trust, school=cast.school)
    assert people.write_test_letters(at=NOW + MINUTE) == 1
    User.objects.filter(pk=cast.teacher.pk).update(email="jo.bell@new.example")
    assert people.write_test_letters(at=NOW + 2 * MINUTE) == 1
    newest = Message.objects.filter(kind=KIND).order_by("created_at").last()
    assert newest is not None and newest.address == "jo.bell@new.example"


def test_a_portal_without_a_mail_server_writes_none(cast: Cast) -> None:
    with override_settings(SENDS_EMAIL=False):
        assert people.write_test_letters(at=NOW) == 0
        assert out_of_reach(User.objects.all(), at=NOW) == []


def lost(**changes: Any) -> list[str]:
    Message.objects.filter(kind=KIND).update(**changes)
    return [one.says for one in out_of_reach(User.objects.filter(given_name="Amal"), at=NOW)]


def test_whoever_a_test_letter_does_not_reach_is_a_gap(client: Client, cast: Cast) -> None:
    people.write_test_letters(at=NOW - timedelta(days=1))
    says = (
        "Amal Haddad, designated safeguarding lead of Ashdown Academy, cannot be reached by e-mail"
    )
    assert lost(state="sent") == []
    assert lost(state="waiting", created_at=NOW - timedelta(hours=23)) == []
    assert lost(state="waiting", created_at=NOW - timedelta(hours=24)) == [says]
    assert lost(state="failed", problem="550 5.1.1 Unknown") == [says]
    for person in (cast.office, cast.admin):
        assert says in page(client, person, "/")
        assert "550 5.1.1 Unknown" in page(client, person)
    assert says not in page(client, cast.head, "/")


def test_somebody_without_an_address_cannot_be_reached(cast: Cast) -> None:
    User.objects.filter(pk=cast.dsl.pk).update(email=None)
    people.write_test_letters(at=NOW)
    delivery.deliver_waiting(clock=lambda: NOW)
    assert [one.person for one in out_of_reach(User.objects.all(), at=NOW)] == [cast.dsl]


def test_other_letters_say_nothing_about_whom_one_can_reach(cast: Cast) -> None:
    people.write_test_letters(at=NOW)
    Message.objects.update(state="sent")
    refused(cast.dsl, 1)
    refused(cast.dsl, 2, restricted=True)
    assert out_of_reach(User.objects.all(), at=NOW) == []


def test_administrators_hear_that_the_server_does_not_accept_the_portal(
    client: Client, cast: Cast
) -> None:
    waiting(cast.teacher, blame="portal", problem="535 5.7.8 Bad credentials")
    for address in (MAIL, "/"):
        seen = page(client, cast.admin, address)
        assert "The mail server does not accept this portal" in seen
        assert "535 5.7.8 Bad credentials" in seen
    assert "Bad credentials" not in page(client, cast.head, "/")


# ---- a mail server that is never reached ----------------------------------------------------

AWAY = "The mail server cannot be reached"
REFUSED = "[Errno 111] Connection refused"


def try_in_vain(monkeypatch: pytest.MonkeyPatch, *minutes: int) -> None:
    """Rounds at these minutes after NOW that end at the connection."""
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "open", nobody_there)
        for minute in minutes:
            delivery.deliver_waiting(clock=lambda now=NOW + minute * MINUTE: now)


def nobody_there(self: Any) -> Any:
    raise ConnectionRefusedError(111, "Connection refused")


def places(client: Client, cast: Cast, minute: int) -> list[str]:
    """Where whoever looks after the portal would read of it, this many minutes after NOW."""
    with time_machine.travel(NOW + minute * MINUTE, tick=False):
        heartbeat()
        standing.forget()
        seen = [page(client, cast.admin, address) for address in (MAIL, "/", "/status/")]
        client.force_login(cast.head)
        return [*seen, client.get("/").content.decode()]


@pytest.fixture
def noted() -> Any:
    cache.clear()
    yield
    cache.clear()
    standing.forget()


def test_a_server_that_is_never_reached_is_told_after_a_quarter_of_an_hour(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, noted: None
) -> None:
    waiting(cast.teacher)
    try_in_vain(monkeypatch, 1, 7)
    assert not any(AWAY in seen for seen in places(client, cast, 15))
    mail, home, status, heads = places(client, cast, 16)
    assert "Every letter has arrived" not in mail
    for seen in (mail, home, status):
        assert AWAY in seen and REFUSED in seen and "9:01am" in seen
    assert "EMAIL_HOST" in mail and "EMAIL_HOST" in status
    assert "through the mail server in its settings" not in status
    assert f"{AWAY}: e-mails wait." in home and AWAY not in heads


def test_it_is_told_no_more_when_a_letter_goes(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, noted: None
) -> None:
    """Though others that failed wait for their next try."""
    waiting(cast.teacher, 1)
    try_in_vain(monkeypatch, 1, 7, 22)
    assert AWAY in places(client, cast, 25)[0]
    waiting(cast.teacher, 2)
    assert delivery.deliver_waiting(clock=lambda: NOW + 26 * MINUTE) == 1
    assert Message.objects.on_the_way().count() == 1
    assert not any(AWAY in seen for seen in places(client, cast, 27))


def test_an_answer_of_the_server_is_no_absence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = waiting(cast.teacher)
    try_in_vain(monkeypatch, 1)
    failing(monkeypatch)
    delivery.deliver_waiting(clock=lambda: NOW + 7 * MINUTE)
    letter.refresh_from_db()
    assert (letter.blame, letter.unreached_since) == ("letter", None)


@pytest.mark.parametrize("has_ordinary", [False, True])
def test_letters_about_concerns_neither_tell_nor_hide_it(
    client: Client,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    noted: None,
    has_ordinary: bool,
) -> None:
    if has_ordinary:
        waiting(cast.teacher)
    waiting(cast.dsl, 2, restricted=True)
    try_in_vain(monkeypatch, 1, 2, 7, 8, 23, 24)
    assert all(AWAY in seen for seen in places(client, cast, 25)[:3]) is has_ordinary
    waiting(cast.dsl, 3, restricted=True)
    assert delivery.deliver_waiting(clock=lambda: NOW + 26 * MINUTE) == 1
    seen = places(client, cast, 27)
    assert [AWAY in one for one in seen] == [has_ordinary] * 3 + [False]


def test_nothing_unseen_that_a_server_says_stands_on_the_page(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(cast.teacher)
    said = b"5.1.1 no\x00pe\x1b[31m\x07\xe2\x80\xaesuch"
    refuse_all(monkeypatch, smtplib.SMTPRecipientsRefused({"": (550, said)}))
    delivery.deliver_waiting(clock=lambda: NOW)
    seen = page(client, cast.office)
    assert "550 5.1.1 no pe [31m such" in seen
    assert not set("\0\x1b\x07\u202e") & set(seen)
