"""Against a real mail server that misbehaves in every way it can: nothing is lost, and nobody waits for long."""

from __future__ import annotations

import datetime
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import override_settings

from notifications import delivery, smtp
from notifications.models import Message
from tests.cast import Cast
from tests.factories import NOW
from tests.notifications.server import DRIP, DROP, HANG, Server, deaf, server
from tests.notifications.test_deliver import waiting

pytestmark = pytest.mark.django_db
DEADLINES = {"connect": 0.5, "reply": 0.5, "letter": 1.0}
# A loaded machine may take this much longer than the deadlines say.
SLOW = 5


def sending(port: int, **more: Any) -> Any:
    return override_settings(
        SENDS_EMAIL=True,
        EMAIL_BACKEND="notifications.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        MAIL_DEADLINES=DEADLINES,
        **{"EMAIL_USE_TLS": False, **more},
    )


@pytest.fixture
def running() -> Iterator[Server]:
    with server() as one, sending(one.port):
        yield one


def deliver(later: timedelta = timedelta()) -> int:
    return delivery.deliver_waiting(clock=lambda: NOW + later)


def took(work: Callable[[], Any]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("stage", "fault"),
    [
        ("greeting", HANG),
        ("ehlo", HANG),
        ("mail", HANG),
        ("rcpt", HANG),
        ("data", HANG),
        ("yes", HANG),
        ("greeting", DRIP),
        ("rcpt", DRIP),
        ("letter", DROP),
        ("yes", DROP),
    ],
)
def test_a_server_that_hangs_or_dies_costs_its_deadline_and_no_letter(
    running: Server, cast: Cast, stage: str, fault: str
) -> None:
    message = waiting(cast.teacher)
    running.faults[stage] = fault
    assert took(deliver) < DEADLINES["letter"] + SLOW
    message.refresh_from_db()
    assert (message.state, message.blame, message.attempts) == ("waiting", "server", 1)
    running.faults.clear()
    assert deliver(timedelta(hours=1)) == 1
    assert [letter.message_id for letter in running.taken] == [f"<{message.pk}@testserver>"]


def test_a_connection_that_hangs_costs_its_deadline(cast: Cast) -> None:
    message = waiting(cast.teacher)
    with deaf() as port, sending(port):
        assert took(deliver) < DEADLINES["connect"] + SLOW
    message.refresh_from_db()
    assert (message.state, message.blame) == ("waiting", "server")


def test_a_goodbye_that_hangs_sends_nothing_twice(
    running: Server, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "GOODBYE", 0.3)
    waiting(cast.teacher)
    running.faults["quit"] = HANG
    assert deliver() == 1
    assert Message.objects.get().state == "sent"
    assert deliver(timedelta(days=1)) == 0
    assert len(running.taken) == 1


def test_a_slow_yes_is_waited_for(running: Server, cast: Cast) -> None:
    """Giving up before the last yes would send the letter again and again."""
    running.slow["yes"] = 0.6
    waiting(cast.teacher)
    with override_settings(MAIL_DEADLINES={"connect": 5, "reply": 0.3, "letter": 20}):
        assert deliver() == 1


def test_one_refused_of_many_harms_no_other(running: Server, cast: Cast) -> None:
    for number, person in enumerate((cast.head, cast.teacher, cast.dsl)):
        waiting(person, number)
    running.for_one[cast.teacher.email or ""] = {"rcpt": "550 5.1.1 No such user"}
    assert deliver() == 2
    refused = Message.objects.get(recipient=cast.teacher)
    assert (refused.state, refused.blame, refused.attempts) == ("failed", "address", 1)
    assert refused.problem == "550 5.1.1 No such user"
    assert deliver(timedelta(days=1)) == 0


@pytest.mark.parametrize(
    ("stage", "answer", "state", "blame"),
    [
        ("rcpt", "450 4.2.0 Greylisted", "waiting", "letter"),
        ("rcpt", "550 5.1.1 Unknown", "failed", "address"),
        ("rcpt", "554 5.7.1 Relay access denied", "waiting", "portal"),
        ("rcpt", "530 5.7.0 Authentication required", "waiting", "portal"),
        ("data", "554 5.6.0 Not this", "failed", "address"),
        ("yes", "452 4.3.1 Full", "waiting", "letter"),
        ("yes", "550 5.7.60 Not as this sender", "waiting", "portal"),
        ("mail", "550 5.7.1 Not from you", "waiting", "portal"),
        ("mail", "451 4.3.0 Later", "waiting", "server"),
        ("greeting", "554 No service", "waiting", "portal"),
        ("greeting", "421 Busy", "waiting", "server"),
    ],
)
def test_who_is_to_blame(
    running: Server, cast: Cast, stage: str, answer: str, state: str, blame: str
) -> None:
    message = waiting(cast.teacher)
    running.faults[stage] = answer
    deliver()
    message.refresh_from_db()
    assert (message.state, message.blame, message.problem) == (state, blame, answer)


def test_a_wrong_password_is_the_portals_fault(running: Server, cast: Cast) -> None:
    message = waiting(cast.teacher)
    running.faults["auth"] = "535 5.7.8 Bad credentials"
    with override_settings(EMAIL_HOST_USER="portal", EMAIL_HOST_PASSWORD="wrong"):
        assert deliver() == 0
        message.refresh_from_db()
        assert (message.state, message.blame) == ("waiting", "portal")
        # Nothing goes over a connection that was never signed in to.
        assert deliver(timedelta(hours=1)) == 0
    assert running.taken == []


def test_letters_say_that_no_machine_need_answer(running: Server, cast: Cast) -> None:
    waiting(cast.teacher)
    deliver()
    raw = running.taken[0].raw
    assert b"Auto-Submitted: auto-generated" in raw
    assert b"X-Auto-Response-Suppress: All" in raw


def test_what_comes_back_has_paths_of_its_own(running: Server, cast: Cast) -> None:
    paths = {
        "EMAIL_BOUNCES_TO": "back@ours.example",
        "EMAIL_RESTRICTED_BOUNCES_TO": "r@ours.example",
    }
    waiting(cast.teacher)
    waiting(cast.dsl, restricted=True)
    with override_settings(**paths):
        deliver()
    senders = {letter.recipient: letter.sender for letter in running.taken}
    assert senders == {cast.teacher.email: "back@ours.example", cast.dsl.email: "r@ours.example"}
    assert all(b"From: Official Channels <channels@" in letter.raw for letter in running.taken)


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key."""
    import ipaddress

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=9000))
        .not_valid_after(now + timedelta(days=9000))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.mark.parametrize("implicit", [True, False], ids=["from the first byte", "STARTTLS"])
def test_tls_of_both_kinds(
    identity: Path, cast: Cast, implicit: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(identity)
    message = waiting(cast.teacher)
    how = {"EMAIL_USE_SSL": implicit, "EMAIL_USE_TLS": not implicit}
    with server(ours, implicit=implicit) as one, sending(one.port, **how):
        deliver()
        message.refresh_from_db()
        assert (message.state, message.blame) == ("waiting", "portal")
        assert "certificate verify failed" in message.problem
        trusting = ssl.create_default_context(cafile=str(identity))
        monkeypatch.setattr(smtp.EmailBackend, "ssl_context", trusting)
        assert deliver(timedelta(hours=1)) == 1
        assert len(one.taken) == 1
