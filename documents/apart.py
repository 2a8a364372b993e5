"""Reads a file that somebody sent in a process of its own (ADR 0013).

The process has a limit of memory and of time, and neither our settings nor our connections. Whatever
becomes of it, the portal gets an answer or a refusal with a reason. It is started by its own command
line and not by a fork, so that any thread of a web server or of the worker may ask.
"""

from __future__ import annotations

import io
import json
import logging
import os
import re
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from documents.reader import NO_MEMORY
from documents.refusals import Refused

log = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
BOOT = (
    "import json, sys; a = json.loads(sys.argv[1]); sys.path[:] = a.pop('path'); "
    "from documents.reader import main; main(**a)"
)
PIECE = 256 * 1024
MOST_AT_ONCE = 2
PATIENCE = 2  # seconds to wait for a turn: whoever waits holds a thread that other pages need
_turns = threading.BoundedSemaphore(MOST_AT_ONCE)
_warned: set[str] = set()

SAYS = {
    "memory": "The selected file needs more memory than we allow. Make a smaller one and select that",
    "time": "The selected file takes longer to read than we allow. Make a smaller one and select that",
    "died": "The selected file could not be read: it stopped our reader. Save it again and select the new file",
    "busy": "Other files are being read at the moment. Wait a minute and select the file again",
    "unavailable": "Files cannot be read at the moment. Try again later, or tell whoever looks after this portal",
}


@dataclass(frozen=True)
class Limits:
    """Memory and answer in bytes; seconds of processor time, and three times that by the clock."""

    memory: int = 512 * MEGABYTE
    seconds: int = 20
    answer: int = 64 * MEGABYTE


def read(reader: str, source: bytes | BinaryIO, limits: Limits, **options: Any) -> Iterator[Any]:
    """What "module:function" finds in the file, one thing at a time; the process has ended by then. Raises Refused.

    The function takes the file and `options`, yields what JSON can hold and may raise Refused.
    """
    if not _turns.acquire(timeout=PATIENCE):
        raise Refused("busy")
    try:
        answer = _answer(reader, source, limits, options)
    finally:
        _turns.release()
    return _found(answer, reader)


def _answer(
    reader: str, source: bytes | BinaryIO, limits: Limits, options: dict[str, Any]
) -> bytes:
    """Everything the process said. Raises Refused where it came to no good end."""
    try:
        with _on_disk(source) as file:
            process = _start(reader, file, limits, options)
    except OSError:
        log.exception("The process that reads files could not be started")
        raise Refused("unavailable") from None
    with process:
        try:
            answer, why = _heard(process, limits)
        finally:
            process.kill()
    why = why or _end(process.returncode)
    if why:
        log.warning("%s: %s (%s) %s", reader, why, process.returncode, _last_word(answer))
        raise Refused(why)
    return answer


def _on_disk(source: bytes | BinaryIO) -> BinaryIO:
    """The file with a number of its own, which the other process can go to and fro in."""
    if not isinstance(source, bytes):
        try:
            return os.fdopen(os.dup(source.fileno()), "rb")
        except (AttributeError, OSError):  # it lies in memory
            source.seek(0)
            source = source.read()
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever asked closes it)
    file.write(source)
    file.flush()
    return file


def _start(
    reader: str, file: BinaryIO, limits: Limits, options: dict[str, Any]
) -> subprocess.Popen[bytes]:
    about = {
        "path": sys.path,
        "reader": reader,
        "options": json.dumps(options),
        "memory": limits.memory,
        "seconds": limits.seconds,
    }
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-c", BOOT, json.dumps(about)],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )


def _heard(process: subprocess.Popen[bytes], limits: Limits) -> tuple[bytes, str]:
    """What it says until it ends, says too much or takes too long; and why it must be ended, else nothing."""
    assert process.stdout is not None
    until = time.monotonic() + limits.seconds * 3
    heard = bytearray()
    with selectors.DefaultSelector() as ear:
        ear.register(process.stdout, selectors.EVENT_READ)
        while ear.select(max(0.0, until - time.monotonic())):
            piece = os.read(process.stdout.fileno(), PIECE)
            if not piece:
                process.wait()
                return bytes(heard), ""
            heard += piece
            if len(heard) > limits.answer:
                return b"", "memory"
    return b"", "time"


def _end(code: int) -> str:
    """Why a process ended that way; nothing where it ended by itself."""
    if code == 0:
        return ""
    if code in (NO_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
        return "memory"
    return "time" if code == -signal.SIGXCPU else "died"


def _last_word(answer: bytes) -> str:
    """The kind of fault that stopped it, where it could still say so; never what the file says."""
    found = re.search(rb'\{"stopped":"(\w{1,40})"\}\n$', answer)
    return found[1].decode() if found else ""


def _found(answer: bytes, reader: str) -> Iterator[Any]:
    """What was found, line by line. What the process says is not believed further than that."""
    for line in io.BytesIO(answer):
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            break
        if "found" in said:
            yield said["found"]
        elif "refused" in said:
            raise Refused(said["refused"], **said["about"])
        elif "limits" in said:
            _warn(said["limits"])
        elif "end" in said:
            return
        else:
            break
    log.warning("%s gave half an answer, or nonsense", reader)
    raise Refused("died")


def _warn(lacking: list[str]) -> None:
    """Once for each limit: this system cannot bind the process, so a hostile file can take the machine's memory."""
    for name in set(lacking) - _warned:
        _warned.add(name)
        log.error("This system has no limit %s for the process that reads files (ADR 0013)", name)
