"""A copy of the repository in which mutants are tried: none ever stands in the tree that people work on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.everything import NO_TESTS
from tests.mutants.drawing import Mutant
from tests.mutants.rooms import ROOT

FAILED = 1  # pytest's own code
UNDER_PYTEST = ("-m", "pytest", "-q", "--reuse-db", "--tb=short")
LIMIT = 300  # seconds; the judges of no room take half of that on two quiet cores


class Bench:
    """Under a folder of its own: the copied tree, the data of a first run, and a copy of it for each other."""

    def __init__(self, folder: Path) -> None:
        self.tree, self.words = folder / "tree", folder / "words.txt"
        self.first, self.data, self.scratch = folder / "first", folder / "data", folder / "scratch"
        self.cache, self.sound = folder / "cache", set[str]()
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

    def verdict(self, mutant: Mutant) -> str:
        """killed, survived, or timed_out: its tests never end, and somebody would see that."""
        place = self.tree / mutant.path
        shutil.rmtree(self.cache, ignore_errors=True)
        try:
            place.write_text(mutant.mutated())
            code = self._judge("-x", *mutant.room.judges)
        finally:
            shutil.copy2(ROOT / mutant.path, place)
        if code:
            self._must_be_sound(code, mutant)
        return {None: "timed_out", 0: "survived"}.get(code, "killed")

    def _must_be_sound(self, code: int, mutant: Mutant) -> None:
        """What failed with the fault, or would not even start, does not without it."""
        known = self.cache / "v" / "cache" / "lastfailed"
        failed = known.read_text() if code == FAILED else f"collects {mutant.room.name}"
        if failed in self.sound:
            return
        again = "--last-failed" if code == FAILED else "--collect-only"
        found = self._judge(again, *mutant.room.judges)
        assert found == 0, f"it fails without the fault of {mutant.key} too:\n{self.said()}"
        self.sound.add(failed)

    def _judge(self, *arguments: str) -> int | None:
        """Nothing is left to migrate; no files are compiled, as a fault would stay in them."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(self.first, self.data)
        apart = {"PORTAL_TESTS_FOLDER": str(self.data), "PYTHONDONTWRITEBYTECODE": "1"}
        return self._pytest([*arguments, "-o", f"cache_dir={self.cache}"], apart)

    def _pytest(self, arguments: list[str], apart: dict[str, str]) -> int | None:
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
                code = process.wait(timeout=LIMIT)
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
