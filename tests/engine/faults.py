"""What is done to a running portal: kills, silence, files that are no messages."""

from __future__ import annotations

import os
import random
import signal
import time
import uuid
from pathlib import Path
from typing import NamedTuple

from kombu.utils.json import dumps

from tests.engine.portal import Portal, until

BACK_AFTER_END = 20.0  # seconds, as promised
BACK_AFTER_SILENCE = 90.0


class Return(NamedTuple):
    """How many seconds a part was away, and how many of them its successor stood in the queue for a processor."""

    seconds: float
    queued: float

    @property
    def own(self) -> float:
        """What the portal itself took: on a machine of ten times too much work the rest is not its doing."""
        return self.seconds - self.queued


def kill(portal: Portal, part: str) -> Return:
    """End this part outright, and wait for its successor's first sign of life."""
    pid = portal.pid(f"portalpart {part}")
    began = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    until(lambda: not Path(f"/proc/{pid}").exists(), 30, f"nobody noticed that {part} ended")
    return awaited(portal, part, pid, began)


def awaited(portal: Portal, part: str, old: int, began: float) -> Return:
    def others() -> list[int]:
        return [pid for pid in portal.pids(f"portalpart {part}") if pid != old]

    until(lambda: bool(others()) and portal.is_back(part), 180, f"{part} never came back")
    return Return(time.monotonic() - began, queued(others()[0]))


def queued(pid: int) -> float:
    """Seconds for which this process was ready and had no processor."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9


def kill_web(portal: Portal) -> None:
    """One of the web server's processes, not the one that watches them."""
    master, *others = sorted(portal.pids("gunicorn"))
    victim = random.choice(others)
    os.kill(victim, signal.SIGKILL)
    until(lambda: len(set(portal.pids("gunicorn")) - {victim}) > len(others), 90, "no web process")


def silence(portal: Portal, part: str) -> int:
    pid = portal.pid(f"portalpart {part}")
    os.kill(pid, signal.SIGSTOP)
    return pid


def good() -> dict:
    """A message as Celery writes it, of a task that exists nowhere."""
    number = str(uuid.uuid4())
    return {
        "body": "W1tdLCB7fSwge31d",  # [[], {}, {}]
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": {"lang": "py", "task": "nobody.has.this", "id": number, "root_id": number},
        "properties": {
            "correlation_id": number,
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": "celery"},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": str(uuid.uuid4()),
        },
    }


def changed(**parts: object) -> bytes:
    return dumps({**good(), **parts}).encode()


def inner(part: str, **parts: object) -> bytes:
    whole = good()
    return dumps({**whole, part: {**whole[part], **parts}}).encode()


def broken_texts() -> list[bytes]:
    """Empty, half, of another shape, or of the right shape with nonsense inside."""
    whole = dumps(good()).encode()
    shapes = [
        b"",
        b"\0",
        b"{",
        b"null",
        b"[]",
        b"1",
        b'"x"',
        b"{}",
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ]
    halves = [whole[: len(whole) // 2], whole[:-1], whole[1:], whole + b"x"]
    outer = [
        changed(body=5),
        changed(body="%%%"),
        changed(body="e30="),
        changed(body="bm8="),
        changed(headers=None),
        changed(headers=[]),
        changed(properties=None),
        changed(properties={}),
        changed(**{"content-type": "application/x-python-serialize"}),
        changed(**{"content-encoding": "nonsense"}),
        changed(**{"content-encoding": 7}),
    ]
    headers = [
        inner("headers", task=task) for task in (None, [], {}, 5, "", "x" * 10_000, "celery.chord")
    ]
    headers += [inner("headers", id=number) for number in (None, [], 5, "")]
    headers += [
        inner("headers", **{name: value})
        for name in ("eta", "expires", "timelimit", "retries", "group", "stamps", "argsrepr")
        for value in ("nonsense", 5, [], {}, [1, 2, 3], -1, "9999-99-99")
    ]
    properties = [
        inner("properties", **{name: value})
        for name in ("delivery_tag", "delivery_info", "body_encoding", "priority", "reply_to")
        for value in ("nonsense", 5, [], {}, None)
    ]
    return [*shapes, *halves, *outer, *headers, *properties]


def plant(folder: Path, texts: list[bytes], queue: str = "celery") -> int:
    """Put these into the queue as messages, and some things that are no files; how many."""
    for number, text in enumerate(texts):
        name = f"{number:020d}_{uuid.uuid4().hex}_0.{queue}.msg"
        (folder / name).write_bytes(text)
    (folder / f"{1:020d}_{uuid.uuid4().hex}_0.{queue}.msg").mkdir()
    (folder / f"{2:020d}_{uuid.uuid4().hex}_0.{queue}.msg").symlink_to("/nowhere")
    os.mkfifo(folder / f"{3:020d}_{uuid.uuid4().hex}_0.{queue}.msg")
    (folder / "a name that is none").write_bytes(b"x")
    (folder / f".{queue}.msg").write_bytes(b"x")
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.celery.msg"))).write_bytes(b"x")
    return len(texts) + 6
