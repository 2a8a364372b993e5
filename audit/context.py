"""Which session an event came from: a short keyed mark, never the session itself."""

from __future__ import annotations

from contextvars import ContextVar

_mark: ContextVar[str] = ContextVar("session_mark", default="")


def session_mark() -> str:
    return _mark.get()


def set_session_mark(mark: str) -> None:
    _mark.set(mark)
