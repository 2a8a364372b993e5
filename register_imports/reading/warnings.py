"""What somebody should look at before the rows of a sheet are imported: in the words of `ownership.warnings`.

A fixed number of questions, however many rows. Names that differ from another by a single letter are
looked for where one account is written down, not here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Lower

from accounts_registry.api import Alike, alike_to_many, bones_in, in_order
from accounts_registry.api import ownership as questions
from accounts_registry.models import Channel, FormerHandle
from register_imports.reading.row import SheetRow
from schools.models import School, Trust


@dataclass(frozen=True)
class Seen:
    """What the register holds that some rows may be mistaken for."""

    alike: Mapping[str, Sequence[Alike]]
    before: Mapping[str, Sequence[tuple[date, Channel]]]
    named: Mapping[tuple[Any, str], Sequence[Channel]]


def warn(rows: Iterable[SheetRow], trust: Trust) -> None:
    """Set beside each new account of these rows what it looks like, and whether it was on a register before."""
    rows = [row for row in rows if row.names_account and row.platform is not None]
    if not rows:
        return
    identities = {row.resolved.identity for row in rows if not row.closed} - {""}
    seen = Seen(
        alike_to_many({_name(row) for row in rows}), _before(identities), _named(rows, trust)
    )
    for row in rows:
        row.warnings = list(dict.fromkeys(_warnings(row, seen, trust)))


def _name(row: SheetRow) -> str:
    return row.resolved.handle or row.account_name


def _warnings(row: SheetRow, seen: Seen, trust: Trust) -> Iterable[str]:
    assert row.platform is not None
    identity, name = row.resolved.identity, _name(row)
    if not row.closed:
        ends = [end for end in seen.before.get(identity, ()) if end[1] != row.channel]
        yield from questions.before_sentence(ends, trust.pk)
    yield from questions.alike_sentences(
        in_order(seen.alike.get(name, ()), bones_in(name), row.platform),
        name,
        row.platform,
        identity,
        trust.pk,
        row.place.pk if isinstance(row.place, School) else None,
        row.channel,
    )
    same = seen.named.get((row.platform.pk, _plain(row.account_name)), ())
    others = [channel for channel in same if channel != row.channel]
    yield from questions.same_name_sentences(others, row.platform, identity)


def _before(identities: set[str]) -> dict[str, list[tuple[date, Channel]]]:
    """Closed here before, or given up or lost, by account."""
    found = defaultdict(list)
    former = FormerHandle.objects.were_ours().filter(identity__in=identities)
    for row in former.select_related("channel__school", "channel__trust"):
        found[row.identity].append((row.until, row.channel))
    closed = Channel.objects.filter(
        identity__in=identities, status=Channel.Status.CLOSED, is_sample=False
    )
    for channel in closed.select_related("school", "trust"):
        if channel.date_closed:
            found[channel.identity].append((channel.date_closed, channel))
    return found


def _named(rows: Sequence[SheetRow], trust: Trust) -> dict[tuple[Any, str], list[Channel]]:
    """The live accounts of the trust with one of these names, by platform."""
    names = {_plain(row.account_name) for row in rows} - {""}
    live = Channel.objects.live().filter(trust=trust, is_sample=False)
    live = live.alias(lower=Lower("account_name")).filter(
        lower__in=names | {f"@{name}" for name in names}
    )
    found = defaultdict(list)
    for channel in live.select_related("school", "trust"):
        found[channel.platform_id, _plain(channel.account_name)].append(channel)
    return found


def _plain(name: str) -> str:
    return name.strip().lower().removeprefix("@")
