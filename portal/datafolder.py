"""The folder that holds one portal: whose it is, and that only one portal runs on it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Refused(Exception):
    """The folder may not be opened; says why in one line."""


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Hold the folder; yields the lock for child processes to inherit, so that it lasts as long as they do."""
    path = folder / "run.lock"
    lock = take(path)
    try:
        yield lock
    finally:
        path.unlink(missing_ok=True)
        os.close(lock)


def take(path: Path) -> int:
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise Refused(f"The portal is already running on {path.parent}.") from None
        if is_still_there(path, lock):
            return lock
        # The portal that held it has just stopped and taken the file away.
        os.close(lock)


def is_still_there(path: Path, lock: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(lock).st_ino
    except FileNotFoundError:
        return False


class Purpose:
    """What a data folder is for: "demo", "embedded", or "loading" while the demo is being made."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "purpose"

    def read(self) -> str:
        return self.path.read_text().strip() if self.path.exists() else ""

    def write(self, purpose: str) -> None:
        self.path.write_text(f"{purpose}\n")


def refuse_other_purpose(folder: Path, wanted: str) -> None:
    """A demo never opens on real data, where anybody could be anybody; nor real work on a demo."""
    found = Purpose(folder).read()
    if wanted == "demo" and found == "embedded":
        raise Refused(
            f"{folder} holds a portal of your own: start it with bin/run --empty, "
            "or set PORTAL_DATA_DIR to another folder for the demo."
        )
    if wanted == "embedded" and found in {"demo", "loading"}:
        raise Refused(
            f"{folder} holds the demo: start it with bin/run, "
            "or set PORTAL_DATA_DIR to another folder for a portal of your own."
        )


def forget_half_loaded_demo(folder: Path) -> None:
    """A first start that was interrupted begins again."""
    if Purpose(folder).read() == "loading":
        for leftover in folder.glob("portal.sqlite3*"):
            leftover.unlink()
