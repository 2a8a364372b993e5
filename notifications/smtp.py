"""SMTP with deadlines that do not move: for the connection, each whole reply, and the whole letter.

The library's own timeout begins again with every byte, so a server that sends one byte every
twenty seconds would hold a sender for ever.
"""

from __future__ import annotations

import math
import smtplib
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail.backends import smtp

TOO_SLOW = "The mail server did not answer in time"
GOODBYE = 5  # seconds for the server to answer QUIT: by then every letter is settled


class Replies:
    """What the server says, line by line, until a moment."""

    def __init__(self, sock: Any) -> None:
        self.sock = sock
        self.kept = b""
        self.until = 0.0

    def readline(self, limit: int) -> bytes:
        while b"\n" not in self.kept and len(self.kept) < limit:
            self.sock.settimeout(left(self.until))
            more = self.sock.recv(4096)
            if not more:
                break
            self.kept += more
        end = min(self.kept.find(b"\n") + 1 or len(self.kept), limit)
        line, self.kept = self.kept[:end], self.kept[end:]
        return line

    def close(self) -> None:
        self.kept = b""


def left(until: float) -> float:
    """Seconds until then; raises TimeoutError when it has passed."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError(TOO_SLOW)
    return seconds


class Patient(smtplib.SMTP):
    """A conversation that ends by `until`, and each reply in it within its own time."""

    def __init__(self, *args: Any, until: float, **options: Any) -> None:
        self.until = until
        self.waits: Iterator[float] = iter(())
        super().__init__(*args, **options)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = Replies(self.sock)
        if self.file is not None:
            wait = next(self.waits, settings.MAIL_DEADLINES["reply"])
            self.file.until = min(time.monotonic() + wait, self.until)
        return super().getreply()

    def send(self, s: Any) -> None:
        if self.sock is not None:
            try:
                self.sock.settimeout(min(left(self.until), settings.MAIL_DEADLINES["reply"]))
            except TimeoutError as late:
                self.close()
                raise smtplib.SMTPServerDisconnected(TOO_SLOW) from late
        super().send(s)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """The last yes may take as long as the letter: giving up before it would send the letter twice."""
        self.waits = iter((settings.MAIL_DEADLINES["reply"], math.inf))
        try:
            return super().data(msg)
        finally:
            self.waits = iter(())


class PatientTLS(Patient, smtplib.SMTP_SSL):
    """The same where the whole connection is encrypted from its first byte."""


class EmailBackend(smtp.EmailBackend):
    """Django's, with a deadline for the whole letter, the opening of its connection included."""

    until = math.inf
    is_fresh = False
    connection: Any
    _partial_connection: Any

    @property
    def connection_class(self) -> Any:
        return partial(PatientTLS if self.use_ssl else Patient, until=self.until)

    def open(self) -> bool | None:
        if self.connection:
            return False
        self._begin()
        self.is_fresh = True
        try:
            return super().open()
        except OSError:
            self.drop()
            raise

    def _begin(self) -> None:
        self.until = time.monotonic() + settings.MAIL_DEADLINES["letter"]
        if self.connection:
            self.connection.until = self.until

    def _send(self, email_message: Any) -> bool:
        if not self.is_fresh:
            self._begin()
        self.is_fresh = False
        return bool(super()._send(email_message))  # type: ignore[misc]  # Django's own, which its stubs leave out

    def close(self) -> None:
        if self.connection:
            self.connection.until = time.monotonic() + GOODBYE
        super().close()

    def drop(self) -> None:
        """Hang up without a word: half a conversation is no use to the next letter."""
        for connection in (self.connection, self._partial_connection):
            if connection:
                connection.close()
        self.connection = self._partial_connection = None
