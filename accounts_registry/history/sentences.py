"""What the register itself said of a channel, state by state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.timezone import localdate

from accounts_registry.history.moment import LONGEST, Moment
from accounts_registry.models import Channel, ChannelState, OfficialCheck
from accounts_registry.record.labels import CUSTODY, SILENT, called, said
from accounts_registry.record.statuses import ChannelStatus
from people.models import Post
from platforms.models import Platform
from schools.models import School, Trust

MOVES: dict[tuple[str, str], str] = {
    (ChannelStatus.PLANNED, ChannelStatus.OPEN): "opened it",
    (ChannelStatus.PLANNED, ChannelStatus.CANCELLED): "said that it will not go ahead",
    (ChannelStatus.OPEN, ChannelStatus.SUSPENDED): "paused it",
    (ChannelStatus.SUSPENDED, ChannelStatus.OPEN): "opened it again",
    (ChannelStatus.OPEN, ChannelStatus.CLOSING): "started closing it",
    (ChannelStatus.SUSPENDED, ChannelStatus.CLOSING): "started closing it",
    (ChannelStatus.CLOSING, ChannelStatus.OPEN): "stopped closing it",
    (ChannelStatus.CLOSING, ChannelStatus.CLOSED): "closed it",
    (ChannelStatus.CLOSED, ChannelStatus.OPEN): "took back that it was closed",
}


def states(channel: Channel) -> Iterator[Moment]:
    """Every fact that somebody changed, from the differences between one state and the next."""
    rows = list(channel.states.select_related("by").order_by("id"))
    known = _names_behind_keys(rows)
    answered = set(channel.checks.values_list("at", flat=True))
    before: Mapping[str, Any] = {}
    for number, state in enumerate(rows):
        if number == 0:
            yield _moment(state, "put it on the register", "approvals")
        else:
            yield from _changes(state, before, known, tests_told=state.at in answered)
        before = state.facts


def _changes(
    state: ChannelState,
    before: Mapping[str, Any],
    known: Mapping[str, str],
    *,
    tests_told: bool,
) -> Iterator[Moment]:
    for name in state.changed:
        then, now = before.get(name), state.facts.get(name)
        if name == "status":
            did = MOVES.get((str(then), str(now))) or _difference(name, then, now, known)
            yield _moment(state, did, "settings", text=state.reason)
        elif name == "accepted_at" and now:
            yield _moment(state, "accepted it onto the register", "approvals")
        elif name in SILENT or (tests_told and name in TESTS):
            continue
        else:
            did = _difference(name, then, now, known)
            less = f"changed the {called(name).words}" if name in CUSTODY else ""
            yield _moment(state, did, called(name).group, discreet=less)


TESTS = frozenset({*OfficialCheck.Test.values, "tests_checked_on"})


def _difference(name: str, then: Any, now: Any, known: Mapping[str, str]) -> str:
    words = called(name).words
    old, new = _short(said(name, then, known)), _short(said(name, now, known))
    if not new:
        return f"removed the {words}, which was {old}" if old else f"removed the {words}"
    return f"changed the {words} from {old} to {new}" if old else f"set the {words} to {new}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _moment(
    state: ChannelState, did: str, kind: str, *, text: str = "", discreet: str = ""
) -> Moment:
    who = state.by.full_name
    return Moment(
        f"{who} {did}",
        localdate(state.at),
        kind,
        who,
        state.at,
        text,
        f"{who} {discreet}" if discreet else "",
    )


def _names_behind_keys(rows: Iterable[ChannelState]) -> dict[str, str]:
    """The posts, schools, platforms and trusts that any of these states names."""
    columns = {
        "credentials_post_id": Post,
        "school_id": School,
        "platform_id": Platform,
        "trust_id": Trust,
    }
    known: dict[str, str] = {}
    for column, model in columns.items():
        keys = {row.facts[column] for row in rows if row.facts.get(column)}
        if len(keys) > 1 or column == "credentials_post_id" and keys:
            known |= {str(one.pk): str(one) for one in model._default_manager.filter(pk__in=keys)}
    return known
