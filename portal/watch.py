"""Parts that run as long as the portal does: one that ends, or falls silent, is started again.

`python -m portal.watch worker` (or mail, or beat) watches one part by itself, for a container; bin/run watches all of them.
It sets up nothing of Django and asks no database: whoever watches must not fail with what is watched.
"""

from __future__ import annotations

import argparse
import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

log = logging.getLogger("portal.watch")
ROOT = Path(__file__).resolve().parent.parent
PAUSES = (1, 2, 4, 8, 10)  # seconds before each new start; the last one again and again
SETTLED = 60.0  # seconds of life after which the pauses begin anew
SILENCE = 60.0  # seconds without a sign of life
LOADING = 180.0  # seconds until the first one: on a machine with too much to do, loading takes long
PATIENCE = 15.0  # seconds that parts have to stop by themselves
# In a container, which is given ten more: whoever carries letters finishes the one in hand.
PATIENCE_ALONE = {"worker": 50.0, "beat": 50.0, "mail": 140.0}
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


class WatchedPart:
    """One process that has to run, and how often it has ended lately."""

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        gives_signs: bool = True,
        keeps_open: Iterable[int] = (),
        on_end: Callable[[str], None] = lambda name: None,
        silence: float = SILENCE,
        loading: float = LOADING,
    ) -> None:
        self.name, self.command = name, command
        self.silence, self.loading = silence, loading
        self.gives_signs, self.keeps_open, self.on_end = gives_signs, tuple(keeps_open), on_end
        self.process: subprocess.Popen | None = None
        self.signs = -1
        self.began = self.heard = self.earliest = self.due = 0.0
        self.ends = 0

    def start(self) -> subprocess.Popen:
        command, keeps = self.command, self.keeps_open
        if self.gives_signs:
            self.signs, pipe = os.pipe()
            os.set_blocking(self.signs, False)
            command = [*command, "--signs", str(pipe), "--after", str(self.due)]
            keeps = (*keeps, pipe)
        try:
            self.process = subprocess.Popen(
                command, cwd=ROOT, pass_fds=keeps, preexec_fn=end_with_parent
            )
        finally:
            if self.gives_signs:
                os.close(pipe)
        self.began = self.heard = time.monotonic()
        return self.process

    def look(self) -> None:
        """Start it when it is time; see whether it has ended or fallen silent."""
        if self.process is None:
            if time.monotonic() >= self.earliest:
                self.start()
        elif (code := self.process.poll()) is not None:
            self.ended(how(code))
        elif self.is_silent():
            silent = time.monotonic() - self.heard
            self.process.kill()
            self.process.wait()
            self.ended(f"gave no sign of life for {silent:.0f} s and was stopped")

    def is_silent(self) -> bool:
        """Heard first and judged then: whoever watches may itself have been asleep."""
        if not self.gives_signs:
            return False
        if read_all(self.signs):
            self.heard = time.monotonic()
        patience = self.silence if self.heard > self.began else self.loading
        return time.monotonic() - self.heard > patience

    def ended(self, why: str) -> None:
        life = time.monotonic() - self.began
        if life >= SETTLED:
            self.ends = 0
        pause = PAUSES[min(self.ends, len(PAUSES) - 1)]
        self.ends += 1
        self.plan(pause)
        self.forget()
        words = "The %s %s after %.0f s; it is started again in %d s"
        log.warning(words, self.name, why, life, pause)
        self.on_end(self.name)

    def plan(self, pause: float) -> None:
        """When it works again. A part that gives signs loads its program during the pause and waits there,

        unless it ended while it waited: then loading it is what fails.
        """
        now = time.monotonic()
        loads_early = self.gives_signs and now >= self.due
        self.due = now + pause
        self.earliest = now if loads_early else self.due

    def forget(self) -> None:
        self.process = None
        if self.signs >= 0:
            os.close(self.signs)
            self.signs = -1


def read_all(pipe: int) -> bool:
    """Whether anything was said."""
    try:
        return bool(os.read(pipe, 65536))
    except BlockingIOError:
        return False


def how(code: int) -> str:
    return f"ended by itself with code {code}" if code >= 0 else f"was ended by {name_of(-code)}"


def name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def end_with_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """On Linux: if whoever started this process is killed outright, it is told to stop."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, number)


def part(name: str, **more: Any) -> WatchedPart:
    """worker, mail or beat."""
    return WatchedPart(name, [sys.executable, "manage.py", "portalpart", name], **more)


def watch(parts: list[WatchedPart]) -> NoReturn:
    while True:
        for each in parts:
            each.look()
        time.sleep(0.25)


def end(parts: list[WatchedPart], patience: float = PATIENCE) -> None:
    running = [each.process for each in parts if each.process]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + patience
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def stop_on_signals() -> None:
    for number in STOPPING:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, stop)


def stop(*_: Any) -> None:
    # One signal is enough: a second one would interrupt the tidying.
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise Stop


def main() -> None:
    parser = argparse.ArgumentParser(prog="portal.watch", description=__doc__)
    parser.add_argument("part", choices=sorted(PATIENCE_ALONE))
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    name = parser.parse_args().part
    parts = [part(name)]
    stop_on_signals()
    try:
        watch(parts)
    except Stop:
        pass
    finally:
        end(parts, PATIENCE_ALONE[name])


if __name__ == "__main__":
    main()
