"""Channels that a sheet names again: brought up to date, with what they were kept for an undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol

from accounts_registry.api import facts
from accounts_registry.models import Channel, ChannelPerson, ChannelState
from accounts_registry.record.rows import change_many, outline
from register_imports.models import ImportedRow, RegisterImport
from register_imports.reading.known import PARTS, Known, post_called, title_of
from register_imports.reading.row import SheetRow

# What a sheet may change of a channel, and an undo puts back; what it looks like follows from these.
COLUMNS = (
    "account_name",
    "handle",
    "identity",
    "permanent_id",
    "url",
    "date_opened",
    "date_closed",
)
DAY = timedelta(days=1)


class Shared(Protocol):
    """What the rows of one transaction share."""

    upload: RegisterImport
    known: Known
    on: date

    def state(
        self, row: SheetRow, channel: Channel, *, on: date, before: dict[str, Any] | None = None
    ) -> ChannelState: ...


class Moved(NamedTuple):
    """Who goes and who comes on one channel; `ends` are the last days there were before, by part."""

    going: list[ChannelPerson]
    coming: list[ChannelPerson]
    ends: dict[str, Any]


class Update:
    """The rows of a batch whose channels are there and differ."""

    def __init__(self, batch: Shared) -> None:
        self.batch = batch

    def write(self, rows: Sequence[SheetRow]) -> list[ImportedRow]:
        if not rows:
            return []
        before = {row.number: facts.facts(row.its_channel) for row in rows}
        moved = {row.number: self._move_people(row) for row in rows}
        for row in rows:
            _take(row)
        states = change_many(
            [row.its_channel for row in rows],
            [*COLUMNS, "skeleton"],
            going=[part for each in moved.values() for part in each.going],
            coming=(part for each in moved.values() for part in each.coming),
            stands=lambda: (
                self.batch.state(row, row.its_channel, on=self.batch.on, before=before[row.number])
                for row in rows
            ),
        )
        return [
            self._outcome(row, state, before[row.number], moved[row.number])
            for row, state in zip(rows, states, strict=True)
        ]

    def _parts(self, row: SheetRow) -> list[ChannelPerson]:
        return self.batch.known.parts.get(row.its_channel.pk, [])

    def _move_people(self, row: SheetRow) -> Moved:
        """Posts the row does not name any more end yesterday; those it names newly begin today.

        On a closed channel they are mended for its last day.
        """
        closed = row.closed or row.its_channel.date_closed
        first = closed or self.batch.on
        moved = Moved([], [], {})
        for part, (said, column) in PARTS.items():
            now = [one for one in self._parts(row) if one.part == part]
            titles = {title.casefold(): title for title in getattr(row, said)}
            if column not in row.changes:
                titles = {}
            there = {self._title(one) for one in now}
            for one in now:
                is_named = column not in row.changes or self._title(one) in titles
                last = closed if is_named or one.person_id else first - DAY
                if last != one.end_date and (closed or not (is_named or one.person_id)):
                    moved.ends[str(one.pk)] = facts.plain(one.end_date)
                    one.end_date = last
                    moved.going.append(one)
            moved.coming.extend(
                self._begun(row, part, title, first, closed, len(now) + order)
                for order, (plain, title) in enumerate(titles.items())
                if plain not in there
            )
        return moved

    def _title(self, part: ChannelPerson) -> str:
        return title_of(self.batch.known, part).casefold()

    def _begun(
        self, row: SheetRow, part: str, title: str, first: date, closed: date | None, order: int
    ) -> ChannelPerson:
        return ChannelPerson(
            channel=row.channel,
            part=part,
            post=post_called(self.batch.known, row.place, title),
            start_date=first,
            end_date=closed,
            order=order,
        )

    def _outcome(
        self, row: SheetRow, state: ChannelState, before: dict[str, Any], moved: Moved
    ) -> ImportedRow:
        kept = [one for one in self._parts(row) if one not in moved.going]
        return ImportedRow(
            upload=self.batch.upload,
            number=row.number,
            outcome=ImportedRow.Outcome.UPDATED,
            channel=row.channel,
            state=state,
            changes={column: list(words) for column, words in row.changes.items()},
            was={
                "facts": {name: before[name] for name in COLUMNS},
                "ends": moved.ends,
                "begun": [str(one.pk) for one in moved.coming],
            },
            parts=[part_facts(one) for one in (*kept, *moved.going, *moved.coming)],
        )


def _take(row: SheetRow) -> None:
    """The changes of a row, put on its channel."""
    channel = row.its_channel
    if "account" in row.changes:
        channel.account_name = row.account_name
    if "url" in row.changes:
        channel.handle, channel.identity = row.resolved.handle, row.resolved.identity
        channel.permanent_id, channel.url = row.resolved.permanent_id, row.resolved.url
    if "account" in row.changes or "url" in row.changes:
        outline(channel)
    if "opened" in row.changes:
        channel.date_opened = row.opened
    if "closed" in row.changes:
        channel.date_closed = row.closed


def part_facts(part: ChannelPerson) -> str:
    """A part in one word, to see later whether it is still the same."""
    return f"{part.part}:{part.post_id or ''}:{part.person_id or ''}:{part.start_date}:{part.end_date or ''}"
