"""The same verb pressed in several threads at the same moment, as two tabs or two people do."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(verb: Callable[[], Any], *, times: int = 2) -> list[Any]:
    """What each press answered, or the exception it met. Needs `transactional_db`."""
    together, heard = Barrier(times), []

    def press() -> None:
        try:
            together.wait()
            heard.append(verb())
        except Exception as refusal:
            heard.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return heard
