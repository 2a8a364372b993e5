"""The checks, all tests on SQLite, and all that touch the database again on PostgreSQL: bin/test calls this.

Journeys and what else needs a browser run once here, on SQLite; `bin/long journeys` is the other time.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from xml.etree import ElementTree

from tests import services

NO_TESTS = 5  # pytest's own code: the arguments chose none


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began, codes, counts = time.monotonic(), [], Counter()
    with ExitStack() as stack:
        folder = stack.enter_context(services.throw_away_folder())
        if subprocess.run([services.ROOT / "bin" / "check"]).returncode:
            codes.append(1)
            counts["error"] += 1
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        offer(stack, environment, "TEST_REDIS_URL", services.redis)
        say("every test, on SQLite")
        codes.append(run_pytest(arguments, environment, folder / "sqlite.xml", counts))
        if offer(stack, environment, "DATABASE_URL", services.postgres):
            say("every test that touches the database, on PostgreSQL")
            again = ["--database-only", *arguments]
            codes.append(run_pytest(again, environment, folder / "postgres.xml", counts))
        elif must_have_all():
            codes.append(1)
            counts["error"] += 1
    print(closing_line(counts, time.monotonic() - began))
    return next((code for code in codes if code not in {0, NO_TESTS}), min(codes))


def say(sentence: str) -> None:
    print(f"==> {sentence}", file=sys.stderr, flush=True)


def must_have_all() -> bool:
    return os.environ.get("PORTAL_REQUIRE_ALL") == "1"


def offer(stack: ExitStack, environment: dict[str, str], name: str, server) -> bool:
    try:
        environment[name] = stack.enter_context(server())
    except services.NotHere as reason:
        say(f"{reason}; what needs it is {'missing' if must_have_all() else 'skipped'}")
        return False
    return True


def run_pytest(
    arguments: list[str], environment: dict[str, str], report: Path, counts: Counter
) -> int:
    code = run([*processes(), f"--junitxml={report}", *arguments], environment)
    if report.exists():
        counts.update(counts_in(report))
    return code


def processes() -> list[str]:
    """One for each core. What shares a group shares a process: see tests/conftest.py."""
    return ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadgroup"]


def run(arguments: list[str], environment: dict[str, str]) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment).returncode


def counts_in(report: Path) -> Counter:
    found: Counter = Counter()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        words = {"failures": "failed", "errors": "error", "skipped": "skipped"}
        others = {word: int(suite.get(key, 0)) for key, word in words.items()}
        found.update(others, passed=int(suite.get("tests", 0)) - sum(others.values()))
    return found


def closing_line(counts: Counter, seconds: float) -> str:
    order = ("failed", "passed", "skipped", "error")
    parts = [f"{counts[word]} {word}" for word in order if counts[word]] or ["no tests ran"]
    return f" {', '.join(parts)} in {seconds:.2f}s ".center(80, "=")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
