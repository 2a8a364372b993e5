"""Accounts that others run and that the school knows about, such as a parents' association's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Related:
    """An account run by others, in words that anybody may read: no person is named."""

    run_by: str
    school: str


def find(identity: str) -> Related | None:
    """Who else is known to run this account. None while the register lists no accounts of others."""
    return None
