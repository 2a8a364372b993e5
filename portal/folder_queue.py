"""Messages as files: whole or absent, kept until they are done, and set aside when they are bad.

A transport for Celery on one machine (docs/adr/0008). The queue's folder holds four others:
  new/    a message being written; renamed into in/ when it is whole
  in/     messages that wait
  taken/  a folder for each consumer with what it has not finished, and a lock that ends with its process
  bad/    what cannot be a message, or ended its worker five times
"""

from __future__ import annotations

import fcntl
import itertools
import logging
import os
import re
import shutil
import stat
import time
import uuid
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import virtual
from kombu.utils.json import dumps, loads

from portal import pulse
from workflow.promised import promised

log = logging.getLogger(__name__)
NUMBERS = itertools.count()
MOST_TAKES = 5  # a message that is given back more often ends its worker each time
MOST_BYTES = 10_000_000
NAME = re.compile(r"[0-9]+_[0-9a-f-]+(_[0-9]+)?\.[^/]+\.msg")
LOOK_EVERY = 10.0  # seconds between two looks for what dead consumers left
LEFT_AFTER = 24 * 3600.0  # seconds after which an unfinished file in new/ has no writer any more


class Bad(Exception):
    """This file is no message; says why in a few words."""


class Folders:
    """The four folders of a queue."""

    def __init__(self, root: Path) -> None:
        self.new, self.waiting = root / "new", root / "in"
        self.taken, self.bad = root / "taken", root / "bad"
        for folder in (self.new, self.waiting, self.taken, self.bad):
            folder.mkdir(parents=True, exist_ok=True)

    def publish(self, queue: str, payload: dict[str, Any]) -> None:
        """Written aside, then renamed: no reader ever sees half of it."""
        # The number keeps the order of what one process sends in the same instant of a coarse clock.
        sent = f"{time.time_ns():020d}{next(NUMBERS) % 1_000_000:06d}"
        name = f"{sent}_{uuid.uuid4().hex}_0.{queue}.msg"
        aside = self.new / name
        aside.write_bytes(dumps(payload).encode())
        aside.rename(self.waiting / name)

    def names(self, queue: str) -> list[str]:
        """What waits in this queue, the oldest first; what cannot be a message's name is set aside."""
        found = [path.name for path in self.waiting.iterdir()]
        for name in found:
            if not NAME.fullmatch(name):
                self.set_aside(self.waiting / name, "has not the name of a message")
        return sorted(name for name in found if belongs(name, queue))

    def set_aside(self, path: Path, why: str) -> None:
        # Its name may hold anything, its content too: neither belongs in a log.
        aside = self.bad / uuid.uuid4().hex
        try:
            path.rename(aside)
        except FileNotFoundError:
            return  # another consumer has just done so
        log.error("A message was set aside as %s because it %s", aside, why)

    def forget_unfinished(self) -> None:
        """What a publisher left half-written when it was killed."""
        for path in self.new.glob("*.msg"):
            with suppress(FileNotFoundError):  # it is whole by now, and has another name
                if path.stat().st_mtime < time.time() - LEFT_AFTER:
                    path.unlink()


def belongs(name: str, queue: str) -> bool:
    return name.partition(".")[2] == f"{queue}.msg" and NAME.fullmatch(name) is not None


class Hand:
    """What one consumer has taken and not finished. Its lock ends with its process, however that ends."""

    def __init__(self, folders: Folders) -> None:
        self.folders, self.held = folders, dict[str, Path]()
        name = uuid.uuid4().hex
        # Locked before anybody can find it and think that its owner is dead.
        aside, self.path = folders.new / name, folders.taken / name
        aside.mkdir()
        self.lock = os.open(aside / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        aside.rename(self.path)

    def take(self, name: str) -> dict[str, Any] | None:
        """The message of this file; None when somebody else was quicker, or when it is none."""
        path = self.path / name
        try:
            (self.folders.waiting / name).rename(path)
        except FileNotFoundError:
            if not self.path.is_dir():
                raise ChannelError(f"{self.path} was taken away from a running worker") from None
            return None
        try:
            payload = read(path)
        except Bad as fault:
            self.folders.set_aside(path, str(fault))
            return None
        self.held[payload["properties"]["delivery_tag"]] = path
        return payload

    def finish(self, tag: Any) -> None:
        if path := self.held.pop(tag, None):
            path.unlink(missing_ok=True)

    def give_back(self, tag: Any) -> None:
        if path := self.held.pop(tag, None):
            put_back(self.folders, path)

    def close(self) -> None:
        for tag in list(self.held):
            self.give_back(tag)
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self.lock)


def read(path: Path) -> dict[str, Any]:
    """The message of this file, of the shape that kombu relies on."""
    facts = path.lstat()
    if not stat.S_ISREG(facts.st_mode):
        raise Bad("is no file")
    if facts.st_size > MOST_BYTES:
        raise Bad("is too long")
    try:
        payload = loads(path.read_bytes().decode())
    except (OSError, ValueError, RecursionError):
        raise Bad("cannot be read") from None
    if not has_shape(payload):
        raise Bad("has not the shape of a message")
    return payload


def has_shape(payload: Any) -> bool:
    if not isinstance(payload, dict) or not isinstance(payload.get("body"), str):
        return False
    properties, headers = payload.get("properties"), payload.get("headers")
    return (
        isinstance(properties, dict)
        and isinstance(properties.get("delivery_tag"), str)
        and isinstance(properties.get("delivery_info"), dict)
        and properties.get("body_encoding") in (None, "utf-8", "base64")
        and isinstance(headers, dict)
        and isinstance(headers.get("task"), str)
        and isinstance(headers.get("id"), str)
        and payload.get("content-type") == "application/json"
    )


def put_back(folders: Folders, path: Path) -> None:
    """Let it be taken again, once more in its name; too often, and it is not."""
    stem, _, queue = path.name.partition(".")
    first, _, takes = stem.rpartition("_")
    if not takes.isdecimal() or int(takes) + 1 >= MOST_TAKES:
        return folders.set_aside(path, f"was taken {MOST_TAKES} times and never finished")
    path.rename(folders.waiting / f"{first}_{int(takes) + 1}.{queue}")
    return None


def release_the_dead(folders: Folders) -> int:
    """Put back what consumers held that are no more; how many messages."""
    count = 0
    for path in folders.taken.iterdir():
        lock = lock_of_the_dead(path)
        if lock is None:
            continue
        for message in path.glob("*.msg"):
            put_back(folders, message)
            count += 1
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)
    return count


def lock_of_the_dead(path: Path) -> int | None:
    """The lock of this consumer's folder, if its process holds it no longer."""
    try:
        lock = os.open(path / "lock", os.O_RDWR)
    except OSError:  # being made, or being released by somebody else
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


class QoS(virtual.QoS):
    """Keeps the files in step with what Celery has finished, refused or not come to."""

    channel: Any
    # Closing the channel gives files back; nothing is written anew.
    restore_at_shutdown = False

    def ack(self, delivery_tag: Any) -> None:
        self.channel.hand.finish(delivery_tag)
        super().ack(delivery_tag)

    def reject(self, delivery_tag: Any, requeue: bool = False) -> None:
        hand = self.channel.hand
        hand.give_back(delivery_tag) if requeue else hand.finish(delivery_tag)
        super().ack(delivery_tag)


class Channel(virtual.Channel):
    """Each message has one consumer, and every consumer says when it has finished."""

    QoS = QoS
    do_restore = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = promised(promised(self.connection.client).transport_options)
        self.folders = Folders(Path(options["folder"]))
        self.found: dict[str, list[str]] = {}
        self.looked = float("-inf")
        self._hand: Hand | None = None

    @property
    def hand(self) -> Hand:
        if self._hand is None:
            self._hand = Hand(self.folders)
            self.folders.forget_unfinished()
        return self._hand

    def _put(self, queue: str, message: dict[str, Any], **_: Any) -> None:
        try:
            self.folders.publish(queue, message)
        except OSError as fault:
            raise ChannelError(f"The queue cannot be written: {fault.strerror}") from fault

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        if time.monotonic() - self.looked >= LOOK_EVERY:
            self.looked = time.monotonic()
            release_the_dead(self.folders)
        # One listing serves many messages: what comes meanwhile is younger anyway.
        names = self.found.get(queue) or self.folders.names(queue)[::-1]
        self.found[queue] = names
        while names:
            if (payload := self.hand.take(names.pop())) is not None:
                return payload
        raise Empty

    def _size(self, queue: str) -> int:
        return len(self.folders.names(queue))

    def _purge(self, queue: str) -> int:
        names = self.folders.names(queue)
        for name in names:
            (self.folders.waiting / name).unlink(missing_ok=True)
        return len(names)

    def close(self) -> None:
        super().close()
        if self._hand is not None:
            self._hand.close()
            self._hand = None


class Transport(virtual.Transport):
    """Celery's filesystem:// on this machine."""

    implements = virtual.Transport.implements.extend(
        asynchronous=False, exchange_type=frozenset(["direct", "topic"])
    )
    Channel = Channel
    # Exchanges and bindings are the same for every connection of a process.
    global_state = virtual.BrokerState()
    default_port = 0
    driver_type = driver_name = "filesystem"

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.state = self.global_state

    def driver_version(self) -> str:
        return "1"

    def drain_events(self, connection: Any, timeout: Any = None, **kwargs: Any) -> None:
        """Called by the worker again and again: the sign that it still looks for messages."""
        pulse.beat()
        super().drain_events(connection, timeout=timeout, **kwargs)
