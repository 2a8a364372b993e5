"""What waits in the outbox goes out: once, in order of need, again after a failure, and never for ever."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings

from audit.models import Entry
from notifications import delivery
from notifications.models import Message
from notifications.refusals import NO_ADDRESS, refusal_of
from tests.cast import Cast
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_a_mail_server() -> Any:
    with override_settings(SENDS_EMAIL=True):
        yield


def waiting(person: Any, number: int = 1, **changes: Any) -> Message:
    told: dict[str, Any] = {
        "key": f"thing:{number}:{person.pk}",
        "kind": "test",
        "recipient": person,
        "address": person.email or "",
        "subject": f"Thing {number}",
        "text": "Dear Jo,\n\nDo it here:\n\nhttp://testserver/x/\n\n-- \nYou got this because.",
        "created_at": NOW,
        "next_try_at": NOW,
    }
    return Message.objects.create(**{**told, **changes})


def deliver(later: timedelta = timedelta()) -> int:
    return delivery.deliver_waiting(clock=lambda: NOW + later)


def failing(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """A mail server that refuses these addresses, or everybody."""
    send = EmailBackend.send_messages

    def refuse(self: Any, messages: Any) -> Any:
        if not addresses or messages[0].to[0] in addresses:
            refused = {messages[0].to[0]: (451, b"try again\r\nlater")}
            raise smtplib.SMTPRecipientsRefused(refused)
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_it_goes_out_with_the_same_words_in_html(cast: Cast) -> None:
    message = waiting(cast.teacher)
    assert deliver() == 1
    sent = mail.outbox[0]
    message.refresh_from_db()
    assert (message.state, message.sent_at, sent.to) == ("sent", NOW, [cast.teacher.email])
    assert sent.body == message.text
    html = str(sent.alternatives[0].content)
    assert "Do it here:" in html
    assert 'href="http://testserver/x/"' in html


def test_the_message_id_is_that_of_the_row(cast: Cast) -> None:
    message = waiting(cast.teacher)
    deliver()
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{message.pk}@testserver>"


def test_a_second_round_sends_nothing(cast: Cast) -> None:
    waiting(cast.teacher)
    assert (deliver(), deliver()) == (1, 0)
    assert len(mail.outbox) == 1


def test_what_is_urgent_goes_first(cast: Cast) -> None:
    waiting(cast.teacher, 1)
    waiting(cast.head, 2, urgent=True)
    deliver()
    assert [sent.subject for sent in mail.outbox] == ["Thing 2", "Thing 1"]


def test_a_claimed_letter_is_left_alone_until_its_lease_ends(cast: Cast) -> None:
    message = waiting(cast.teacher)
    assert delivery.claim(message.pk, at=NOW) is not None
    assert delivery.claim(message.pk, at=NOW) is None
    assert deliver(timedelta(minutes=2)) == 0
    assert deliver(timedelta(minutes=3)) == 1


def test_a_sender_who_was_too_slow_changes_nothing(cast: Cast) -> None:
    message = waiting(cast.teacher)
    slow = delivery.claim(message.pk, at=NOW)
    assert slow is not None
    deliver(timedelta(minutes=6))
    late = refusal_of(OSError("too late"))
    delivery._failed(slow, late, at=NOW + timedelta(minutes=7))
    message.refresh_from_db()
    assert message.state == "sent"


def test_a_sender_who_was_too_slow_leaves_it_to_who_has_it_now(cast: Cast) -> None:
    message = waiting(cast.teacher)
    slow = delivery.claim(message.pk, at=NOW)
    assert slow is not None
    now = delivery.claim(message.pk, at=NOW + timedelta(minutes=6))
    assert now is not None
    delivery._failed(slow, refusal_of(OSError("too late")), at=NOW + timedelta(minutes=7))
    message.refresh_from_db()
    assert (message.state, message.leased_until) == (Message.State.LEASED, now.leased_until)


@pytest.mark.parametrize(
    ("urgent", "pauses"),
    [(False, (5, 15, 30, 60, 120, 240, 240)), (True, (1, 2, 5, 10, 15, 30, 30))],
)
def test_it_is_tried_again_after_growing_pauses(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, urgent: bool, pauses: tuple[int, ...]
) -> None:
    failing(monkeypatch)
    message = waiting(cast.teacher, urgent=urgent)
    minutes = 0
    for pause in pauses:
        assert deliver(timedelta(minutes=minutes)) == 0
        message.refresh_from_db()
        minutes += pause
        assert message.next_try_at == NOW + timedelta(minutes=minutes)
    assert (message.state, message.problem) == ("waiting", "451 try again later")


def test_it_is_given_up_after_five_days_and_not_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch)
    message = waiting(cast.teacher)
    deliver(timedelta(days=5, minutes=-1))
    message.refresh_from_db()
    assert message.state == "waiting"
    deliver(timedelta(days=6))
    message.refresh_from_db()
    assert (message.state, message.attempts, message.blame) == ("failed", 2, "letter")
    assert message.failed_at == NOW + timedelta(days=6)
    assert Entry.objects.filter(event="message.failed", object_id=str(message.pk)).count() == 1
    assert deliver(timedelta(days=9)) == 0


def test_one_bad_letter_does_not_hold_up_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, cast.teacher.email or "")
    waiting(cast.teacher, 1)
    waiting(cast.head, 2)
    assert deliver() == 1
    assert mail.outbox[0].to == [cast.head.email]


def test_a_header_cannot_be_smuggled_in(cast: Cast) -> None:
    message = waiting(cast.teacher, subject="Hello\nBcc: everybody@elsewhere.example")
    deliver()
    message.refresh_from_db()
    assert (message.state, message.blame) == ("failed", "address")
    assert mail.outbox == []


def test_somebody_without_an_address_is_not_tried_again(cast: Cast) -> None:
    message = waiting(cast.teacher, address="")
    deliver()
    message.refresh_from_db()
    assert (message.state, message.problem) == ("failed", NO_ADDRESS)


def test_a_server_that_does_not_answer_is_asked_once_a_round(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def silent(self: Any) -> None:
        asked.append(1)
        raise TimeoutError("no answer")

    monkeypatch.setattr(EmailBackend, "open", silent)
    waiting(cast.teacher, 1)
    waiting(cast.head, 2)
    assert deliver() == 0
    assert len(asked) == 1


@override_settings(SENDS_EMAIL=False)
def test_without_a_mail_server_letters_are_kept(cast: Cast) -> None:
    message = waiting(cast.teacher)
    deliver()
    message.refresh_from_db()
    assert message.state == "kept"
    assert mail.outbox == []


def test_a_clock_that_was_set_back_holds_no_letter_up(cast: Cast) -> None:
    """Written, or in the hand of a sender that died, while the clock was an hour fast."""
    hour = timedelta(hours=1)
    waiting(cast.teacher, 1, created_at=NOW + hour, next_try_at=NOW + hour)
    waiting(cast.teacher, 2, state="leased", leased_until=NOW + hour + delivery.LEASE)
    held = waiting(cast.teacher, 3, state="leased", leased_until=NOW + delivery.LEASE)
    later = waiting(cast.teacher, 4, next_try_at=NOW + hour)
    assert deliver() == 2
    states = dict(Message.objects.values_list("pk", "state"))
    assert (states[held.pk], states[later.pk]) == ("leased", "waiting")


def test_what_a_server_says_is_kept_without_what_cannot_be_seen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A NUL is refused by PostgreSQL, and the rest would steer the terminal of whoever lists the outbox."""
    said = b"5.1.1 no\x00pe\x1b[31m\x07 \xe2\x80\xae\xff" + b" x" * 300
    refuse_all(monkeypatch, smtplib.SMTPRecipientsRefused({"": (550, said)}))
    waiting(cast.teacher, 1)
    waiting(cast.head, 2)
    assert deliver() == 0
    for message in Message.objects.all():
        assert message.state == "failed"
        assert message.problem.startswith("550 5.1.1 no pe [31m ")
        assert len(message.problem) <= 200
        assert message.problem.isprintable()


def refuse_all(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    def refuse(self: Any, messages: Any) -> Any:
        raise problem

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_a_refusal_that_cannot_be_written_down_stops_no_other_letter(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, str(cast.teacher.email))

    def unwritable(problem: Exception) -> Any:
        raise ValueError("A string literal cannot contain NUL")

    monkeypatch.setattr(delivery, "refusal_of", unwritable)
    refused, other = waiting(cast.teacher, 1), waiting(cast.head, 2)
    assert deliver() == 1
    refused.refresh_from_db()
    other.refresh_from_db()
    assert (refused.state, refused.problem) == ("waiting", delivery.NO_WORDS)
    assert other.state == "sent"


def test_a_letter_about_a_concern_holds_up_no_other_while_the_server_is_away(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How often a routine letter was tried would tell that there is one (appointments 7)."""

    def away(self: Any, messages: Any) -> Any:
        raise ConnectionRefusedError("Connection refused")

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    waiting(cast.head, restricted=True, urgent=True)
    routine = waiting(cast.office)
    deliver()
    routine.refresh_from_db()
    assert (routine.attempts, routine.unreached_since) == (1, NOW)
