"""What would become of one row of a sheet."""

from __future__ import annotations

from enum import StrEnum


class RowOutcome(StrEnum):
    READY = "ready"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    FIX = "fix"
    IGNORED = "ignored"


WRITTEN = (RowOutcome.READY, RowOutcome.UPDATE)
