"""What every long part is handed: its seed, and the tally that survives the run."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.long.tally import Tally


@pytest.fixture(scope="session")
def seed() -> int:
    return int(os.environ.get("LONG_SEED") or random.randrange(10**9))


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest, seed: int) -> Tally:
    kept = Tally(Path(request.module.__file__).stem)
    kept.drew(seed)
    return kept
