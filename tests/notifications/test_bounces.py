"""Letters that come back are read in; what is forged, huge, nested or not ours changes nothing."""

from __future__ import annotations

import io
import mailbox
import sys
import unicodedata
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from notifications import actions, bounces
from notifications.models import Message
from tests.cast import Cast
from tests.notifications.test_deliver import waiting

pytestmark = pytest.mark.django_db

NOTICE = """From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: back@ours.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <made-by-the-server@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I could not deliver your message.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--b1
Content-Type: {returned}

From: Official Channels <channels@ours.example>
To: {address}
Subject: Cover needed
Message-ID: {message_id}

--b1--
"""


def notice(message: Message, **changes: str) -> bytes:
    said = {
        "address": message.address,
        "action": "failed",
        "returned": "message/rfc822",
        "message_id": f"<{message.pk}@testserver>",
        **changes,
    }
    return NOTICE.format(**said).encode()


def sent(person: Any, **changes: Any) -> Message:
    return waiting(person, state="sent", sent_at=None, **changes)


def read(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("read_bounces", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_letter_that_came_back_is_marked_with_the_servers_reason(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, returned: str
) -> None:
    message = sent(cast.teacher)
    said = read(notice(message, returned=returned), monkeypatch)
    message.refresh_from_db()
    assert (message.state, message.blame) == ("failed", "address")
    assert message.problem == "550 5.1.1 No such user"
    assert said == f"{cast.teacher.email}: Thing 1: 550 5.1.1 No such user\n"
    assert Entry.objects.filter(event="message.failed").count() == 1


def test_reading_it_again_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    message = sent(cast.teacher)
    assert read(notice(message), monkeypatch)
    assert read(notice(message), monkeypatch) == ""
    assert Entry.objects.filter(event="message.failed").count() == 1


def test_a_restricted_letter_comes_back_without_a_word(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = sent(cast.dsl, restricted=True)
    assert read(notice(message), monkeypatch) == ""
    message.refresh_from_db()
    assert message.state == "failed"
    assert Entry.objects.get(event="message.failed").restricted


def nested(depth: int) -> bytes:
    mail = MIMEMultipart("report")
    inner = mail
    for _ in range(depth):
        below = MIMEMultipart("mixed")
        inner.attach(below)
        inner = below
    return mail.as_bytes()


def hostile(message: Message) -> dict[str, bytes]:
    ordinary = EmailMessage()
    ordinary["Message-ID"] = f"<{message.pk}@testserver>"
    ordinary.set_content("Action: failed\nFinal-Recipient: rfc822; " + message.address)
    inside = notice(message)
    return {
        "nothing": b"",
        "no mail at all": bytes(range(256)) * 50,
        "an ordinary mail that says so": ordinary.as_bytes(),
        "only delayed": notice(message, action="delayed"),
        "delivered": notice(message, action="delivered"),
        "another address": notice(message, address="somebody@elsewhere.example"),
        "a letter we never wrote": notice(message, message_id=f"<{uuid4()}@testserver>"),
        "another portal's letter": notice(message, message_id=f"<{message.pk}@elsewhere.example>"),
        "no letter": notice(message, message_id=""),
        "a Message-ID of nonsense": notice(message, message_id="<%s@testserver>" % ("a" * 9000)),
        "packed deeper": b"Content-Type: multipart/mixed; boundary=o\n\n--o\n"
        + inside
        + b"\n--o--",
        "cut off": inside[: len(inside) // 2],
        "endless headers": b"X-A: b\n" * 200_000 + inside,
        "a huge one": inside.replace(b"I could", b"I could" + b" not" * 1_000_000),
        "nested": nested(60),
        "nested past sense": b"".join(
            f"Content-Type: multipart/report; boundary=b{n}\n\n--b{n}\n".encode()
            for n in range(3000)
        ),
        "a wrong character set": inside.replace(b"text/plain", b"text/plain; charset=nonsense"),
        "a bad encoding": inside.replace(
            b"Content-Type: message/rfc822",
            b"Content-Transfer-Encoding: base64\nContent-Type: text/rfc822-headers",
        ),
    }


HARMLESS = {"a wrong character set"}  # it is a real notice all the same


def test_hostile_mail_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    message = sent(cast.teacher)
    for name, raw in hostile(message).items():
        said = read(raw, monkeypatch)
        state = Message.objects.get().state
        if name not in HARMLESS:
            assert (name, said, state) == (name, "", "sent")
        Message.objects.update(state="sent")


def test_a_letter_that_has_not_arrived_cannot_come_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, state in enumerate(("waiting", "leased", "kept", "failed")):
        message = waiting(cast.teacher, number, state=state)
        assert read(notice(message), monkeypatch) == ""
        message.refresh_from_db()
        assert message.state == state


def test_mailboxes_of_every_kind(cast: Cast, tmp_path: Path) -> None:
    one, two = sent(cast.teacher), sent(cast.head)
    maildir = mailbox.Maildir(tmp_path / "maildir")
    mbox = mailbox.mbox(tmp_path / "mbox")
    for box in (maildir, mbox):
        for message in (one, two):
            box.add(notice(message))
        box.close()
    (tmp_path / "one").write_bytes(notice(one))
    for name, number in (("maildir", 2), ("mbox", 2), ("one", 1)):
        Message.objects.update(state="sent")
        out = io.StringIO()
        call_command("read_bounces", str(tmp_path / name), stdout=out)
        assert len(out.getvalue().splitlines()) == number, name
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("read_bounces", str(tmp_path / "nowhere"))


def test_a_reason_is_one_line_and_not_long(cast: Cast) -> None:
    raw = notice(sent(cast.teacher)).replace(b"No such user", b"no " * 300)
    found = bounces.bounce_in(raw)
    assert found is not None
    assert len(found.reason) <= 200
    assert "\n" not in found.reason


# What no database, terminal or page should get: NUL, colours, a bell, a turned direction, half a character.
UNSEEN = "\0\x1b[31m\x07\u202e\u200b\x9b\udc80"


def is_clean(text: str) -> bool:
    return all(unicodedata.category(one)[0] != "C" for one in text.rstrip("\n"))


@pytest.mark.parametrize(
    "field", ["Diagnostic-Code: smtp; ", "Status: ", "Final-Recipient: rfc822; "]
)
def test_nothing_unseen_comes_out_of_a_bounce(cast: Cast, field: str) -> None:
    dirty = field.encode() + UNSEEN.encode("utf-8", "surrogateescape")
    found = bounces.bounce_in(notice(sent(cast.teacher)).replace(field.encode(), dirty))
    assert found is not None
    assert is_clean(found.reason)
    assert is_clean(found.address)
    assert len(found.address) <= bounces.LONGEST_ADDRESS


def test_a_nul_in_a_reason_or_an_address_stops_no_other_letter(
    cast: Cast, tmp_path: Path, capfd: pytest.CaptureFixture
) -> None:
    letters = [sent(person) for person in (cast.teacher, cast.head, cast.dsl)]
    box = mailbox.mbox(tmp_path / "mbox")
    box.add(notice(letters[0]).replace(b"No such", b"no\x00pe \x1b[31m\x07 such"))
    box.add(notice(letters[1], address="\0" + letters[1].address))
    box.add(notice(letters[2]))
    box.close()
    call_command("read_bounces", str(tmp_path / "mbox"))
    call_command("outbox")
    said = capfd.readouterr().out
    assert is_clean(said.replace("\n", ""))
    assert "550 5.1.1 no pe [31m such user" in said
    assert set(Message.objects.values_list("state", flat=True)) == {"failed"}


def test_one_that_cannot_be_taken_in_is_told_of_and_stops_no_other(
    cast: Cast,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    take, letters = actions.take_bounce, [sent(cast.teacher), sent(cast.head)]

    def fail_at_first(*, bounce: bounces.Bounce, at: Any) -> Message | None:
        if bounce.message_id == letters[0].pk:
            raise ValueError(bounce.address)
        return take(bounce=bounce, at=at)

    monkeypatch.setattr(actions, "take_bounce", fail_at_first)
    box = mailbox.mbox(tmp_path / "mbox")
    for letter in letters:
        box.add(notice(letter))
    box.close()
    with pytest.raises(CommandError, match="Not everything could be taken in"):
        call_command("read_bounces", str(tmp_path / "mbox"), stdout=io.StringIO())
    assert list(Message.objects.filter(state="failed")) == [letters[1]]
    assert "ValueError" in caplog.text
    assert letters[0].address not in caplog.text
