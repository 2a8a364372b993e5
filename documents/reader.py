"""The process in which one file is read: limits first, then the reader, an answer in lines of JSON, and the end.

It is started by `apart` and is part of no web page. Nothing here or below may import Django: the
process starts in about 25 ms, and knows no setting, key or database of ours.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from documents.refusals import Refused

NO_MEMORY, STOPPED = 77, 78  # what the process ends with, beside what the system ends it with
Reader = Callable[..., Iterator[Any]]


def main(reader: str, options: str, memory: int, seconds: int) -> None:
    """Answer about the file at standard input, and end without tidying up."""
    lacking = confine(memory, seconds)
    try:
        tell({"limits": lacking})
        for answer in _found(reader)(_file(), **json.loads(options)):
            tell({"found": answer})
        tell({"end": True})
    except Refused as refusal:
        tell({"refused": refusal.why, "about": refusal.about})
    except MemoryError:
        os._exit(NO_MEMORY)
    except BaseException as problem:  # a panic of the native reader is no Exception
        tell({"stopped": type(problem).__name__})
        os._exit(STOPPED)
    sys.stdout.buffer.flush()
    os._exit(0)


def confine(memory: int, seconds: int) -> list[str]:
    """Bind this process for good; the names of the limits that the system does not have."""
    try:
        import resource
    except ImportError:
        return ["all"]
    wanted = {
        "AS": memory,
        "CPU": seconds,  # told first, and ended a second later
        "CORE": 0,
        "FSIZE": 0,  # no file is written
        "NPROC": 0,  # no process is started
    }
    lacking = [name for name, most in wanted.items() if not _bound(resource, name, most)]
    with suppress(OSError), Path("/proc/self/oom_score_adj").open("w") as score:
        score.write("1000")  # a machine that runs out of memory ends this process, not the portal
    return lacking


def _bound(resource: Any, name: str, most: int) -> bool:
    try:
        last = most + 1 if name == "CPU" else most
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, last))
    except (AttributeError, ValueError, OSError):
        return False
    return True


def tell(what: dict[str, Any]) -> None:
    line = json.dumps(what, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")


def _found(reader: str) -> Reader:
    module, _, name = reader.partition(":")
    found: Reader = getattr(import_module(module), name)
    return found


def _file() -> BinaryIO:
    file = sys.stdin.buffer
    file.seek(0)
    return file
