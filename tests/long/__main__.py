"""bin/long: lists the parts, or runs one with the real servers that it can have."""

from __future__ import annotations

import argparse
import ast
import os
import random
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests import services
from tests.everything import NO_TESTS, must_have_all, offer
from tests.long.tally import Tally

HERE = Path(__file__).parent
APART = {"__init__", "__main__", "conftest", "tally"}


def parts() -> dict[str, str]:
    """Each part with the first line of its docstring."""
    found = {path.stem: path for path in sorted(HERE.glob("*.py")) if path.stem not in APART}
    return {
        name: (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n")[0]
        for name, path in found.items()
    }


def main() -> int:
    known = parts()
    parser = argparse.ArgumentParser(prog="bin/long")
    parser.add_argument("part", nargs="?", choices=sorted(known))
    parser.add_argument("--seed", type=int, default=None, help="draw the same cases again")
    parser.add_argument("--again", action="store_true", help="forget what earlier runs counted")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    chosen, others = parser.parse_known_args()
    if not chosen.part:
        for name, sentence in known.items():
            print(f"{name:<12} {sentence}")
        return 0
    if chosen.again:
        Tally(chosen.part).forget()
    return run(chosen.part, chosen.seed or random.randrange(10**9), chosen.postgres, others)


def run(part: str, seed: int, on_postgres: bool, others: list[str]) -> int:
    print(f"==> {part}, seed {seed}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["LONG_SEED"] = str(seed)
    with ExitStack() as stack:
        offer(stack, environment, "TEST_REDIS_URL", services.redis)
        if on_postgres and not offer(stack, environment, "DATABASE_URL", services.postgres):
            return 1
        path = str(HERE / f"{part}.py")
        command = [sys.executable, "-m", "pytest", "-s", "-q", path, *others]
        code = subprocess.run(command, env=environment).returncode
    for line in Tally(part).lines():
        print(line)
    return 1 if code == NO_TESTS and must_have_all() else code


if __name__ == "__main__":
    sys.exit(main())
