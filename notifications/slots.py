"""How many letters go at once in this process.

A worker may run letters and other work on the same threads: whoever finds no free slot gives way at
once, so letters never hold more threads than there are slots. One slot is kept for urgent letters.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings

_any = threading.BoundedSemaphore(settings.MAIL_SLOTS)
_routine = threading.BoundedSemaphore(settings.MAIL_SLOTS - 1)


@contextmanager
def slot(*, urgent: bool = False) -> Iterator[bool]:
    """Whether a slot was free; if so it is held until the end."""
    wanted = (_any,) if urgent else (_routine, _any)
    with ExitStack() as held:
        for semaphore in wanted:
            if not semaphore.acquire(blocking=False):
                yield False
                return
            held.callback(semaphore.release)
        yield True
