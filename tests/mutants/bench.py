"""A copy of the repository in which mutants are tried: none ever stands in the tree that people work on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.everything import NO_TESTS
from tests.mutants.drawing import Mutant
from tests.mutants.rooms import ROOT, Room

FAILED_OR_WOULD_NOT_START = {1, 2, 3}  # pytest's own codes, an import that fails among them
UNDER_PYTEST = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--reuse-db", "--tb=short")
LEAST_LIMIT = 60  # seconds; three times what the tests take without a fault, where that is more
FIRST_LIMIT = 1800


class Bench:
    """Under a folder of its own: the copied tree, the data of a first run, and a copy of it for each other."""

    def __init__(self, folder: Path) -> None:
        self.tree, self.words = folder / "tree", folder / "words.txt"
        self.first, self.data, self.scratch = folder / "first", folder / "data", folder / "scratch"
        self._copy_tree()
        self.first.mkdir()
        made = self._pytest(["tests/access"], {"PORTAL_TESTS_FOLDER": str(self.first)})
        assert made == 0, f"the tests' database could not be made:\n{self.said()}"

    def _copy_tree(self) -> None:
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        for name in filter(None, found.stdout.split("\0")):
            if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.tree / name)
        for name in ("build", "node_modules"):
            if (ROOT / name).exists():
                (self.tree / name).symlink_to((ROOT / name).resolve())

    def said(self) -> str:
        return self.words.read_text()[-6000:]

    def seconds_without_fault(self, room: Room) -> int:
        """How long the judges of a room take; they must find nothing where nothing is wrong."""
        began = time.monotonic()
        assert self._judge(room, FIRST_LIMIT) == 0, f"without any fault:\n{self.said()}"
        return int(time.monotonic() - began) + 1

    def verdict(self, mutant: Mutant, seconds: int) -> str:
        """killed, survived, or timed_out: its tests never end, and somebody would see that."""
        place = self.tree / mutant.path
        try:
            place.write_text(mutant.mutated())
            code = self._judge(mutant.room, max(LEAST_LIMIT, 3 * seconds))
        finally:
            shutil.copy2(ROOT / mutant.path, place)
        assert code is None or code in {0} | FAILED_OR_WOULD_NOT_START, (mutant.key, self.said())
        return {None: "timed_out", 0: "survived"}.get(code, "killed")

    def _judge(self, room: Room, limit: int) -> int | None:
        """No migrations, as the tables stand already; no compiled files, as a fault would stay in them."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(self.first, self.data)
        apart = {"PORTAL_TESTS_FOLDER": str(self.data), "PYTHONDONTWRITEBYTECODE": "1"}
        return self._pytest(["--no-migrations", *room.judges], apart, limit)

    def _pytest(
        self, arguments: list[str], apart: dict[str, str], limit: int = FIRST_LIMIT
    ) -> int | None:
        """pytest's own code, None where the time ran out."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir()
        with self.words.open("w") as words:
            process = subprocess.Popen(
                [sys.executable, *UNDER_PYTEST, *arguments],
                cwd=self.tree,
                env={**os.environ, **apart, "TMPDIR": str(self.scratch)},
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                code = process.wait(timeout=limit)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                _end(process)
        assert code != NO_TESTS, arguments
        return code


def _end(process: subprocess.Popen) -> None:
    """With all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
