"""A mail server for tests: takes letters on loopback, and can stop with one in hand."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes


class Sink(socketserver.ThreadingTCPServer):
    """Keeps the Message-ID of each letter it has said yes to. At `stop_at` it waits before its yes."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.taken: list[str] = []
        self.offered = 0
        self.stop_at = 0
        self.has_stopped = threading.Event()
        self.go_on = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    server: Sink

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        with suppress(ConnectionError):  # a sender may be killed at any moment
            self.talk()

    def talk(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline():
            command = line.strip().upper()
            if command == b"DATA":
                self.say("354 go on")
                self.take(self.letter())
            elif command == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 yes")
        return None

    def letter(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def take(self, letter: bytes) -> None:
        self.server.offered += 1
        if self.server.offered == self.server.stop_at:
            self.server.has_stopped.set()
            self.server.go_on.wait(60)
        self.server.taken.append(str(message_from_bytes(letter)["Message-ID"]))
        self.say("250 taken")


@contextmanager
def sink() -> Iterator[Sink]:
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.go_on.set()
            server.shutdown()
