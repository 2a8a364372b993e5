"""Accounts that others run and that the school knows about, such as a parents' association's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Related:
    """An account run by others, in words that anybody may read: no person is named."""

    organisation: str
    school: Any
    handle: str = ""

    @property
    def says(self) -> str:
        return f"It is run by {self.organisation}. We know about it."


def find(identity: str = "", *, name: str = "") -> Related | None:
    """Who else is known to run this account. None while the register lists no accounts of others."""
    return None
