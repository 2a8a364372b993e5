"""The app of the mark, which also shortens what a test would have to wait for, and lets it set the clock."""

from __future__ import annotations

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import time_machine
from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "tests.engine"
    label = "engine"

    def ready(self) -> None:
        from notifications import delivery

        # A killed sender's letter is taken over after five minutes; here after one.
        delivery.LEASE = timedelta(minutes=1)
        if clock := os.environ.get("ENGINE_CLOCK"):
            threading.Thread(target=follow, args=[Path(clock)], daemon=True).start()


def follow(clock: Path) -> None:
    """Every process of the portal takes its date from this file: so many seconds from the real one.

    Seconds that pass (time.monotonic) stay as they are, as when somebody sets a computer's clock.
    """
    seconds, travel = 0, None
    while True:
        wanted = int(clock.read_text())
        if wanted != seconds:
            if travel:
                travel.stop()
            travel = time_machine.travel(time.time() + wanted, tick=True) if wanted else None
            if travel:
                travel.start()
            seconds = wanted
        time.sleep(0.2)
