"""A cache that is missed and never needed: while it does not answer, reads find nothing and writes do nothing.

No limit is counted here (people/attempts): what must not be forgotten does not belong in a cache.
Counting up (`incr`) is not forgiven, so that nobody takes a count that was not made for one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
PAUSE = 5.0  # seconds until it is asked again, so that a page waits for it once at most


class Forgiving(BaseCache):
    """Asks the backend beside it, and forgives."""

    away_until = 0.0

    def forgive(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < self.away_until:
            return otherwise
        try:
            answer = ask()
        except (RedisError, OSError):
            self.note_away()
            return otherwise
        if self.away_until:
            type(self).away_until = 0.0
            log.warning("The cache answers again")
        return answer

    def note_away(self) -> None:
        """One line in the log for as long as it is away, from each process."""
        if not self.away_until:
            log.warning("The cache does not answer; pages do without it", exc_info=True)
        type(self).away_until = time.monotonic() + PAUSE

    def get(self, key: Any, default: Any = None, *args: Any, **kwargs: Any) -> Any:
        return self.forgive(
            lambda: super(Forgiving, self).get(key, default, *args, **kwargs), default
        )

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self.forgive(lambda: super(Forgiving, self).get_many(*args, **kwargs), {})

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self.forgive(lambda: super(Forgiving, self).has_key(*args, **kwargs), False)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self.forgive(lambda: super(Forgiving, self).add(*args, **kwargs), False)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self.forgive(lambda: super(Forgiving, self).set(*args, **kwargs), None)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        return self.forgive(
            lambda: super(Forgiving, self).set_many(data, *args, **kwargs), list(data)
        )

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self.forgive(lambda: super(Forgiving, self).touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self.forgive(lambda: super(Forgiving, self).delete(*args, **kwargs), False)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self.forgive(lambda: super(Forgiving, self).delete_many(*args, **kwargs), None)

    def clear(self) -> Any:
        return self.forgive(super().clear, None)


class ForgivingRedisCache(Forgiving, RedisCache):
    """For several machines."""


class ForgivingFileCache(Forgiving, FileBasedCache):
    """For one machine. A full disk, or a folder that cannot be written, does not answer either."""
