"""The change that waits on a channel, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from access.check import can
from access.roles import Permission
from accounts_registry.models import Channel, ProposedChange
from accounts_registry.page import edits
from accounts_registry.record.labels import said
from people.models import User


@dataclass(frozen=True)
class ProposedFact:
    """What a fact is called, how it stands, and how it would."""

    name: str
    now: str
    then: str


@dataclass(frozen=True)
class Proposal:
    """Who proposed what and when, and whether this person decides."""

    pk: UUID
    by: User
    at: datetime
    facts: list[ProposedFact]
    may_decide: bool


def of(channel: Channel, user: User, *, on: date) -> Proposal | None:
    """The change that waits, if one does."""
    found = (
        channel.proposals.filter(state=ProposedChange.State.WAITING)
        .select_related("proposed_by")
        .first()
    )
    if found is None:
        return None
    facts = [
        ProposedFact(edits.label(name), edits.shown(channel, name) or "Nothing", _said(name, value))
        for name, value in found.values.items()
    ]
    may = can(user, Permission.CHANNEL_DECIDE_CHANGE, channel, on)
    return Proposal(found.pk, found.proposed_by, found.proposed_at, facts, may)


def waits_sentence(channel: Channel, typed: Mapping[str, Any]) -> list[str]:
    """After saving: what of this page has not changed yet, because it waits for the headteacher."""
    found = channel.proposals.filter(state=ProposedChange.State.WAITING).first()
    held = [name for name in typed if found and found.values.get(name, channel) == typed[name]]
    if not held:
        return []
    names = " and ".join(f"'{edits.label(name)}'" for name in held)
    return [
        f"{names} {'waits' if len(held) == 1 else 'wait'} for the headteacher, who has been told."
    ]


def _said(name: str, value: Any) -> str:
    return said(name, value) or "Nothing"
