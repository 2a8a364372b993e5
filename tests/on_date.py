"""Runs pytest as on another date: python -m tests.on_date 2027-01-06 [what pytest takes].

Every Python process that the tests start is told that date too. The servers and the browser are
not: they keep the machine's time, as other machines would.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from datetime import datetime

from tests import services
from tests.everything import offer, processes, run

HOUR = 10  # within a school's day
FOLDER = services.ROOT / "tests" / "elsewhen"


def main(arguments: list[str]) -> int:
    moment = datetime.fromisoformat(arguments[0]).replace(hour=HOUR)
    with ExitStack() as stack:
        environment = dict(os.environ)
        offer(stack, environment, "TEST_REDIS_URL", services.redis)
        environment |= as_on(moment)
        return run(["-q", *processes(), *arguments[1:]], environment)


def as_on(moment: datetime) -> dict[str, str]:
    """The environment in which Python's clock shows that moment now, and goes on from there."""
    already = int(os.environ.get("TESTS_AHEAD", 0))  # where this process was told a date itself
    ahead = already + round((moment - datetime.now()).total_seconds())
    path = os.pathsep.join(filter(None, [str(FOLDER), os.environ.get("PYTHONPATH")]))
    return {"TESTS_AHEAD": str(ahead), "PYTHONPATH": path}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
