"""One batch of an import: new channels as `add_existing` would make them, known ones brought up to date.

All rows of a batch are written together, with a fixed number of questions however many they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts_registry.api import facts
from accounts_registry.api import opening_checks as opening
from accounts_registry.api import ownership as questions
from accounts_registry.models import Channel, ChannelPerson, ChannelState
from accounts_registry.record.rows import add_many, next_references, outline
from accounts_registry.search.rows import index_channels
from audit import trail
from audit.events import Event
from people import actions as people_actions
from register_imports.models import ImportedRow, RegisterImport
from register_imports.reading import matches, report
from register_imports.reading.known import PARTS, Known, post_called
from register_imports.reading.matches import Leave
from register_imports.reading.outcomes import RowOutcome
from register_imports.reading.row import SheetRow
from register_imports.rows.updates import Update, part_facts
from schools.api import Calendar, calendar_of, calendars_of
from schools.models import School, Trust
from workflow.promised import promised

CANNOT_STAND = "cannot be saved beside what is on the register. Check its account and its dates"


@transaction.atomic
def import_batch(
    upload: RegisterImport, rows: Sequence[SheetRow], *, leave: Leave, until: datetime
) -> bool:
    """Import these rows whole or not at all; those done before are left. False where it is no longer ours."""
    held = RegisterImport.objects.without_rows().select_for_update(of=("self",)).get(pk=upload.pk)
    if held.state != RegisterImport.State.RUNNING or held.tries != upload.tries:
        return False
    done = set(
        held.rows.filter(number__gte=rows[0].number, number__lte=rows[-1].number).values_list(
            "number", flat=True
        )
    )
    rows = [row for row in rows if row.number not in done]
    outcomes = _written(upload, rows, leave)
    ImportedRow.objects.bulk_create(outcomes)
    _count(held, outcomes, until)
    if outcomes:
        _record(upload, outcomes)
        changed = [
            one.channel_id
            for one in outcomes
            if one.outcome in (ImportedRow.Outcome.ADDED, ImportedRow.Outcome.UPDATED)
        ]
        index_channels(changed, at=promised(upload.confirmed_at))
    return True


def _written(upload: RegisterImport, rows: Sequence[SheetRow], leave: Leave) -> list[ImportedRow]:
    """These rows, all together. Where the database's own rules refuse one, it alone is left out.

    It is found by halves, so that a batch with one such row still needs few questions.
    """
    try:
        with transaction.atomic():
            # Judged on copies: after a refusal they are judged once more, against what is there by then.
            return Batch(upload, leave).write([row.afresh() for row in rows])
    except IntegrityError:
        if len(rows) == 1:
            return [_refused(upload, rows[0])]
        half = len(rows) // 2
        return [*_written(upload, rows[:half], leave), *_written(upload, rows[half:], leave)]


def _refused(upload: RegisterImport, row: SheetRow) -> ImportedRow:
    """Left out by the database: somebody was a moment quicker with the account, or the facts do not agree."""
    problem = row.platform and questions.taken_sentence(
        row.resolved.identity,
        platform=row.platform,
        handle=row.resolved.handle,
        trust_id=upload.trust_id,
        permanent_id=row.resolved.permanent_id,
    )
    row.complain(row.account_column, problem or CANNOT_STAND, says_cell=not problem)
    return _left(upload, row)


def _left(upload: RegisterImport, row: SheetRow) -> ImportedRow:
    outcome = (
        ImportedRow.Outcome.UNCHANGED
        if row.outcome == RowOutcome.UNCHANGED
        else ImportedRow.Outcome.LEFT_OUT
    )
    return ImportedRow(
        upload=upload,
        number=row.number,
        outcome=outcome,
        channel=row.channel if outcome == ImportedRow.Outcome.UNCHANGED else None,
        problem="\n".join(problem.says for problem in row.problems),
    )


def _record(upload: RegisterImport, outcomes: Sequence[ImportedRow]) -> None:
    counts = {
        outcome: sum(one.outcome == outcome for one in outcomes)
        for outcome in ImportedRow.Outcome.values
    }
    numbers = [one.number for one in outcomes]
    trail.record(
        Event.REGISTER_IMPORTED,
        by=upload.confirmed_by,
        at=promised(upload.confirmed_at),
        record=upload,
        data={"step": "batch", "rows": [min(numbers), max(numbers)], **counts},
    )


def _count(held: RegisterImport, outcomes: Sequence[ImportedRow], until: datetime) -> None:
    """How far it has come: said in the transaction that did it."""
    for one in outcomes:
        setattr(held, str(one.outcome), getattr(held, str(one.outcome)) + 1)
    held.rows_done += len(outcomes)
    held.leased_until = until
    held.save(
        update_fields=[
            *("added", "updated", "unchanged", "left_out"),
            *("rows_done", "leased_until"),
        ]
    )


class Batch:
    """The rows of one transaction, and what they share."""

    def __init__(self, upload: RegisterImport, leave: Leave) -> None:
        assert upload.confirmed_at is not None
        self.upload, self.leave = upload, leave
        self.by, self.at = upload.confirmed_by, upload.confirmed_at
        self.on: date = localdate(upload.confirmed_at)
        self.known = Known()
        self.calendars: dict[Any, Calendar] = {}
        self.due: dict[Any, date] = {}

    def write(self, rows: Sequence[SheetRow]) -> list[ImportedRow]:
        self.known = matches.match(
            rows, trust=self.upload.trust, leave=self.leave, on=self.on, locked=True
        )
        self._add_posts(rows)
        new = [row for row in rows if row.outcome == RowOutcome.READY]
        known = [row for row in rows if row.outcome == RowOutcome.UPDATE]
        return [
            *self._add(new),
            *Update(self).write(known),
            *(
                _left(self.upload, row)
                for row in rows
                if row.outcome in (RowOutcome.UNCHANGED, RowOutcome.FIX)
            ),
        ]

    def _add_posts(self, rows: Sequence[SheetRow]) -> None:
        """The titles nobody knew yet become posts without a holder."""
        wanted = report.new_posts(rows, self.known).values()
        if not wanted:
            return
        made = people_actions.add_posts(
            wanted=[
                (self.upload.trust, None if isinstance(place, Trust) else place, title)
                for place, title in wanted
            ],
            by=promised(self.by),
            at=self.at,
        )
        self.known.posts |= {(post.school_id, post.title.casefold()): post for post in made}

    def _add(self, rows: Sequence[SheetRow]) -> list[ImportedRow]:
        if not rows:
            return []
        self.calendars = calendars_of(row.place.pk for row in rows if isinstance(row.place, School))
        numbers = next_references(len(rows))
        channels = [self._channel(row, number) for row, number in zip(rows, numbers, strict=True)]
        pairs = list(zip(rows, channels, strict=True))
        parts = [list(self._parts(row, channel)) for row, channel in pairs]
        states = add_many(
            channels,
            (part for each in parts for part in each),
            lambda: (self.state(row, channel, on=self._began(row)) for row, channel in pairs),
        )
        return [
            ImportedRow(
                upload=self.upload,
                number=row.number,
                outcome=ImportedRow.Outcome.ADDED,
                channel=channel,
                state=state,
                parts=[part_facts(part) for part in each],
            )
            for row, channel, each, state in zip(rows, channels, parts, states, strict=True)
        ]

    def _channel(self, row: SheetRow, reference: str) -> Channel:
        school = row.place if isinstance(row.place, School) else None
        channel = Channel(
            reference=reference,
            trust=self.upload.trust,
            school=school,
            platform=row.platform,
            platform_other=row.platform_other,
            account_name=row.account_name,
            handle=row.resolved.handle,
            identity=row.resolved.identity,
            permanent_id=row.resolved.permanent_id,
            url=row.resolved.url,
            status=Channel.Status.CLOSED if row.closed else Channel.Status.OPEN,
            registered_on=self.on,
            date_opened=row.opened,
            date_closed=row.closed,
            legacy_import=True,
            gaps_due=None if row.closed else self._gaps_due(school),
        )
        outline(channel)
        return channel

    def _gaps_due(self, school: School | None) -> date:
        key = school.pk if school else None
        if key not in self.due:
            calendar = self.calendars.get(key) or calendar_of(self.upload.trust)
            self.due[key] = opening.mend_by(calendar, self.on)
        return self.due[key]

    def _began(self, row: SheetRow) -> date:
        return row.opened or row.closed or self.on

    def _parts(self, row: SheetRow, channel: Channel) -> Iterable[ChannelPerson]:
        titles = [
            (part, title) for part, (said, _) in PARTS.items() for title in getattr(row, said)
        ]
        for order, (part, title) in enumerate(titles):
            yield ChannelPerson(
                channel=channel,
                part=part,
                post=post_called(self.known, row.place, title),
                start_date=self._began(row),
                end_date=row.closed,
                order=order,
            )

    def state(
        self, row: SheetRow, channel: Channel, *, on: date, before: dict[str, Any] | None = None
    ) -> ChannelState:
        """What `_keep` writes for one channel, here for many at once."""
        now = facts.facts(channel)
        return ChannelState(
            channel=channel,
            trust_id=channel.trust_id,
            school_id=channel.school_id,
            status=channel.status,
            on=on,
            at=self.at,
            by=self.by,
            reason=f"Imported from {self.upload.file_name}, row {row.number}"[:400],
            facts=now,
            changed=facts.changed(before, now) if before else [],
        )
