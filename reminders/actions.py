"""The verbs of reminding: sweep, book and cancel time away, answer a question about cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from accounts_registry.cover import actions as cover_actions
from accounts_registry.models import Channel, Cover
from audit import trail
from audit.events import Event
from notifications import post
from people import actions as people_actions
from people.api import replaced_by, system_user
from people.models import Absence, User
from reminders import emails
from reminders.due import DueReminder, Rule, latest_lead
from reminders.models import Reminder, Sweep
from reminders.rules import RULES
from reminders.scope import Scope, parts_of
from schools.api import USUAL, is_working_day

BATCH = 500
SWEEPS_KEPT = timedelta(days=30)
FIGURES = ("found", "claimed", "sent", "held_back")


@dataclass
class Outcome:
    """What a sweep found due, what of it was new, what had gone before, and what it sent."""

    due: list[Reminder] = field(default_factory=list)
    claimed: list[Reminder] = field(default_factory=list)
    already: list[Reminder] = field(default_factory=list)
    gone: list[Reminder] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return len(self.gone)


def sweep_daily(*, on: date, at: datetime) -> Outcome:
    """Everything due: urgent things one by one, the rest as one digest per person."""
    return _noted(Sweep.Kind.DAILY, RULES, on=on, at=at)


def sweep_urgent(*, on: date, at: datetime, channels: Any = None) -> Outcome:
    """Only what cannot wait for the morning; only these channels where some are named."""
    urgent = [rule for rule in RULES if rule.urgent]
    if channels is None:
        return _noted(Sweep.Kind.URGENT, urgent, on=on, at=at)
    return sweep(on=on, at=at, rules=urgent, channels=channels)


def clear_old_sweeps(*, on: date) -> int:
    """Forget the runs nobody looks back at any more; what was sent stays with its reminder."""
    return Sweep.objects.filter(on__lt=on - SWEEPS_KEPT).delete()[0]


def _noted(kind: str, rules: Sequence[Rule], *, on: date, at: datetime) -> Outcome:
    """Sweep, and write down what came of it; a run that breaks off stays without an end."""
    row = Sweep.objects.create(kind=kind, on=on, started_at=at)
    outcome = sweep(on=on, at=at, rules=rules)
    counts = _counted(outcome, {rule.code for rule in rules if not rule.about_concerns})
    Sweep.objects.filter(pk=row.pk).update(
        claimed=sum(one["claimed"] for one in counts.values()),
        sent=sum(one["sent"] for one in counts.values()),
        counts=counts,
        finished_at=at,
    )
    return outcome


def _counted(outcome: Outcome, codes: set[str]) -> dict[str, dict[str, int]]:
    """What was found, claimed, sent and held back by trust, of the rules with these codes alone."""
    trusts = _trusts_of({row.recipient_id for row in outcome.due})
    claimed, gone, before = (
        {row.key for row in rows} for rows in (outcome.claimed, outcome.gone, outcome.already)
    )
    counts: dict[str, dict[str, int]] = {}
    for row in outcome.due:
        if row.code not in codes:
            continue
        one = counts.setdefault(trusts[row.recipient_id], dict.fromkeys(FIGURES, 0))
        one["found"] += 1
        one["claimed"] += row.key in claimed
        one["sent"] += row.key in gone
        one["held_back"] += row.key not in gone and row.key not in before
    return counts


def _trusts_of(people: Iterable[UUID]) -> dict[UUID, str]:
    people = list(people)
    return {
        pk: str(trust)
        for first in range(0, len(people), BATCH)
        for pk, trust in User.objects.filter(pk__in=people[first : first + BATCH]).values_list(
            "pk", "trust_id"
        )
    }


def sweep(*, on: date, at: datetime, rules: Iterable[Rule], channels: Any = None) -> Outcome:
    """Claim what is due, then send what is claimed and not sent: twice at once, or twice over, sends once."""
    scope = Scope(on=on, only_channels=channels)
    wanted = _wanted(rules, scope)
    known = _rows(wanted)
    fresh = [row for key, row in wanted.items() if key not in known]
    for row in fresh:
        row.claimed_at = at
    Reminder.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
    rows, ours = _rows(wanted), {row.pk for row in fresh}
    return Outcome(
        due=list(wanted.values()),
        claimed=[row for row in rows.values() if row.pk in ours],
        already=[row for row in known.values() if row.sent_at],
        gone=_send(rows.values(), scope, at=at),
    )


def _wanted(rules: Iterable[Rule], scope: Scope) -> dict[str, Reminder]:
    """The reminder that each person should have had by now about each due thing: its latest lead."""
    found: dict[str, Reminder] = {}
    for rule in rules:
        for due in [] if rule.told_by else rule.find(scope):
            for row in _for_people(rule, due, scope):
                found.setdefault(row.key, row)
    return found


def _for_people(rule: Rule, due: DueReminder, scope: Scope) -> Iterable[Reminder]:
    told: set[UUID] = set()
    for chase in rule.chases:
        leads: dict[str, int | None] = {}
        for person in due.people.get(chase.who, ()) if chase.leads else ():
            country = USUAL if rule.urgent else scope.countries.get(person, USUAL)
            if country not in leads:
                leads[country] = latest_lead(
                    chase, due, scope.on, urgent=rule.urgent, country=country
                )
            if (lead := leads[country]) is not None and person not in told:
                told.add(person)
                yield _reminder(rule, due, chase.who, lead, person)


def _reminder(rule: Rule, due: DueReminder, who: str, lead: int, person: UUID) -> Reminder:
    words = due.words_to(who)
    return Reminder(
        key=f"{rule.code}:{due.target_id}:{due.due_on}:{lead}:{person}",
        code=rule.code,
        target_type=due.target_type,
        target_id=due.target_id,
        reference=due.reference,
        due_on=due.due_on,
        lead=lead,
        recipient_id=person,
        text=words.text[:200],
        why=words.why[:200],
        link=words.link,
        urgent=rule.urgent,
    )


def _rows(keys: Iterable[str]) -> dict[str, Reminder]:
    """The rows with these keys, asked for in portions that every database accepts."""
    keys = list(keys)
    return {
        row.key: row
        for first in range(0, len(keys), BATCH)
        for row in Reminder.objects.filter(key__in=keys[first : first + BATCH])
    }


def _send(wanted: Iterable[Reminder], scope: Scope, *, at: datetime) -> list[Reminder]:
    """Send what is still wanted and not sent. What is no longer due is not wanted, and so never goes."""
    unsent: dict[UUID, list[Reminder]] = {}
    for row in wanted:
        if row.sent_at is None:
            unsent.setdefault(row.recipient_id, []).append(row)
    people = User.objects.present(scope.on).in_bulk(unsent)
    return [
        gone
        for pk, rows in unsent.items()
        if pk in people
        for gone in _send_to(people[pk], rows, scope, at=at)
    ]


def _send_to(person: User, rows: list[Reminder], scope: Scope, *, at: datetime) -> list[Reminder]:
    on = scope.on
    letters = [[row] for row in rows if row.urgent]
    others = [row for row in rows if not row.urgent]
    if others and is_working_day(on, scope.countries.get(person.pk, USUAL)):
        letters.append(others)
    return [gone for rows in letters for gone in _send_together(person, rows, on=on, at=at)]


@transaction.atomic
def _send_together(person: User, rows: list[Reminder], *, on: date, at: datetime) -> list[Reminder]:
    """One letter for these. The rows are locked, so of two sweeps one finds them sent."""
    locked = Reminder.objects.select_for_update().filter(
        pk__in=[row.pk for row in rows], sent_at=None
    )
    unsent = sorted(locked, key=lambda row: (row.due_on, row.text))
    if not unsent or not emails.remind(person, unsent, on=on, at=at):
        return []  # another sweep was quicker, or today's digest has gone: tomorrow's takes them
    Reminder.objects.filter(pk__in=[row.pk for row in unsent]).update(sent_at=at)
    trail.record(
        Event.REMINDER_SENT,
        by=system_user(),
        at=at,
        trust_id=person.trust_id,
        data={"to": str(person.pk), "rules": sorted({row.code for row in unsent})},
    )
    return unsent


@transaction.atomic
def book_away(
    *, person: User, start_date: date, end_date: date, kind: str = "planned", by: User, at: datetime
) -> Absence:
    """Record time away, and tell at once those whose channels it leaves short (decision 33)."""
    replaced = replaced_by(person, start_date, end_date, by=by)
    absence = people_actions.record_away(
        person=person, start_date=start_date, end_date=end_date, kind=kind, by=by, at=at
    )
    for other in replaced:
        _end_cover(other, at)
    sweep_urgent(on=localdate(at), at=at, channels=parts_of(person))
    return absence


@transaction.atomic
def cancel_away(*, absence: Absence, by: User, at: datetime) -> Absence:
    """Take time away back; the cover arranged for it ends, and nothing more is chased."""
    cancelled = people_actions.cancel_away(absence=absence, by=by, at=at)
    for reference in Channel.objects.filter(pk__in=parts_of(absence.person)).values_list(
        "reference", flat=True
    ):
        post.settle(reference=reference, kind=emails.URGENT, at=at)
    _end_cover(absence, at)
    return cancelled


def _end_cover(absence: Absence, at: datetime) -> None:
    for cover in Cover.objects.filter(
        absence=absence, status__in=(Cover.Status.PROPOSED, Cover.Status.ACCEPTED)
    ):
        cover_actions.end(
            cover=cover, by=system_user(), at=at, reason="The time away was cancelled"
        )


@transaction.atomic
def answer_cover(*, cover: Cover, accepts: bool, by: User, at: datetime) -> Cover:
    """Record the answer, then look at the channel again: part of a gap may be left."""
    answered = cover_actions.answer(cover=cover, accepts=accepts, by=by, at=at)
    if accepts:
        post.settle(reference=cover.channel.reference, kind=emails.URGENT, at=at)
    sweep_urgent(
        on=localdate(at), at=at, channels=Channel.objects.filter(pk=cover.channel_id).values("pk")
    )
    return answered
