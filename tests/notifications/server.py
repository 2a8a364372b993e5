"""A mail server for tests with faults to order: it refuses, hangs, drips, hangs up, on loopback and with TLS."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from typing import NamedTuple

HANG, DROP, DRIP = "hang", "drop", "drip"


class Taken(NamedTuple):
    """A letter that the server has said yes to."""

    message_id: str
    sender: str
    recipient: str
    at: float
    raw: bytes


class Server(socketserver.ThreadingTCPServer):
    """`faults` gives a stage its fault: an answer such as "550 no", HANG, DROP or DRIP; `for_one` does so for one
    recipient; `slow` makes a stage wait so many seconds.

    The stages are greeting, ehlo, auth, mail, rcpt, data, letter (half of it read), yes and quit.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None = None, implicit: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.tls, self.implicit = tls, implicit
        self.faults: dict[str, str] = {}
        self.slow: dict[str, float] = {}
        self.for_one: dict[str, dict[str, str]] = {}
        self.taken: list[Taken] = []
        self.greeted = 0
        self.hung = 0
        self.is_over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def mend(self) -> None:
        """No faults from here on; whoever hangs is let go."""
        self.faults, self.for_one, self.slow = {}, {}, {}
        self.is_over.set()
        self.is_over = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is what these tests are about."""


class Gone(Exception):
    """The conversation is over."""


class Session(socketserver.BaseRequestHandler):
    server: Server
    request: socket.socket

    def handle(self) -> None:
        self.kept, self.recipient, self.sender = b"", "", ""
        try:
            if self.server.implicit and self.server.tls:
                self.encrypt()
            self.server.greeted += 1
            self.answer("greeting", "220 here")
            while line := self.line():
                self.hear(line)
        except (Gone, OSError):
            pass
        finally:
            self.request.close()

    def encrypt(self) -> None:
        assert self.server.tls
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)

    def hear(self, line: str) -> None:
        verb = line.split()[0].upper()
        if verb in ("EHLO", "HELO"):
            more = "250-STARTTLS\r\n" if self.server.tls and not self.server.implicit else ""
            self.answer("ehlo", f"250-here\r\n{more}250 AUTH PLAIN")
        elif verb == "STARTTLS":
            self.say("220 go")
            self.encrypt()
        elif verb == "AUTH":
            self.answer("auth", "235 known")
        elif verb == "MAIL":
            self.sender = between(line)
            self.answer("mail", "250 yes")
        elif verb == "RCPT":
            self.recipient = between(line)
            self.answer("rcpt", "250 yes")
        elif verb == "DATA":
            if self.answer("data", "354 go on"):
                self.letter()
        elif verb == "QUIT":
            self.answer("quit", "221 bye")
            raise Gone
        else:
            self.say("250 yes")

    def letter(self) -> None:
        raw = b""
        while not raw.endswith(b"\r\n.\r\n"):
            raw += self.more()
            if self.fault("letter"):
                raise Gone
        if self.answer("yes", "250 taken"):
            mail = message_from_bytes(raw[:-3])
            taken = Taken(
                str(mail["Message-ID"]), self.sender, self.recipient, time.monotonic(), raw
            )
            self.server.taken.append(taken)

    def fault(self, stage: str) -> str:
        mine = self.server.for_one.get(self.recipient, {}) if self.recipient else {}
        return mine.get(stage) or self.server.faults.get(stage, "")

    def answer(self, stage: str, usual: str) -> bool:
        """Say the usual, or what was ordered instead; whether it was the usual."""
        ordered = self.fault(stage)
        time.sleep(self.server.slow.get(stage, 0))
        if ordered == HANG:
            self.server.hung += 1
            self.server.is_over.wait(600)
            raise Gone
        if ordered == DROP:
            raise Gone
        if ordered == DRIP:
            self.drip()
        self.say(ordered or usual)
        return not ordered

    def drip(self) -> None:
        """A byte every tenth of a second, and never the end of the line."""
        while not self.server.is_over.wait(0.1):
            self.request.sendall(b"2")
        raise Gone

    def say(self, line: str) -> None:
        self.request.sendall(f"{line}\r\n".encode())

    def line(self) -> str:
        while b"\n" not in self.kept:
            self.kept += self.more()
        line, _, self.kept = self.kept.partition(b"\n")
        return line.decode().strip()

    def more(self) -> bytes:
        more = self.request.recv(65536)
        if not more:
            raise Gone
        return more


def between(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]


@contextmanager
def server(tls: ssl.SSLContext | None = None, *, implicit: bool = False) -> Iterator[Server]:
    with Server(tls, implicit) as running:
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield running
        finally:
            running.is_over.set()
            running.shutdown()


@contextmanager
def deaf() -> Iterator[int]:
    """A port on which nobody takes a call: the connection itself hangs."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen(0)
        callers = [socket.socket() for _ in range(3)]
        for caller in callers:
            caller.setblocking(False)
            caller.connect_ex(ear.getsockname())
        try:
            yield ear.getsockname()[1]
        finally:
            for caller in callers:
                caller.close()
