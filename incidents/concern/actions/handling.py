"""Dealing with a concern: seen, written down, referred, concluded. The handler's verbs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from access.check import Denied, check
from access.roles import Permission
from audit import trail
from audit.events import Event
from incidents import emails
from incidents.concern.bodies import BODIES, outcomes_of
from incidents.concern.models import Entry, Incident, Referral
from incidents.concern.rows import write_entry
from incidents.workflow import CONCERN_MOVES
from notifications import post
from people.models import User
from workflow.moves import WrongState, move

CLOSED = "This concern is closed. Reopen it to add to it."


@transaction.atomic
def mark_seen(*, incident: Incident, by: User, at: datetime) -> Incident:
    """Mark a concern as seen: the clock stops, and whoever saw it handles it from here."""
    locked = move(incident, CONCERN_MOVES.acknowledge, by=by, at=at, restricted=True)
    locked.seen_at, locked.moves_on_at, locked.handler = at, None, by
    locked.save(update_fields=["seen_at", "moves_on_at", "handler"])
    write_entry(locked, kind="system", text=f"Marked as seen by {by.full_name}", by=by, at=at)
    post.settle(reference=locked.reference, at=at)
    emails.received(locked, at=at)
    return locked


@transaction.atomic
def add_entry(
    *,
    incident: Incident,
    by: User,
    kind: str,
    text: str,
    at: datetime,
    happened_at: datetime | None = None,
    corrects: Entry | None = None,
) -> Entry:
    """Add a line to the chronology. A correction points to the line it corrects; that line stays."""
    locked = _taken_up(incident, by=by, at=at)
    if corrects is not None and corrects.incident_id != locked.pk:
        raise Denied("That line belongs to another concern.")
    entry = write_entry(
        locked,
        kind="correction" if corrects else kind,
        text=text,
        by=by,
        at=at,
        happened_at=happened_at,
        corrects=corrects,
    )
    trail.record(Event.CONCERN_ADDED_TO, by=by, at=at, record=locked, restricted=True)
    return entry


@transaction.atomic
def add_referral(
    *,
    incident: Incident,
    by: User,
    body: str,
    made_at: datetime,
    at: datetime,
    their_reference: str = "",
    said: str = "",
    asks_to_wait: bool = False,
) -> Referral:
    """Record that a body outside was told. Where it asks the school to wait, the concern waits."""
    locked = _taken_up(incident, by=by, at=at)
    text = "\n".join(filter(None, (f"Referred to: {BODIES[body]}", said, _waits(asks_to_wait))))
    entry = write_entry(locked, kind="referral", text=text, by=by, at=at, happened_at=made_at)
    referral = Referral.objects.create(
        incident=locked,
        entry=entry,
        body=body,
        made_at=made_at,
        made_by=by,
        their_reference=their_reference,
        asks_to_wait=asks_to_wait,
    )
    trail.record(Event.CONCERN_REFERRED, by=by, at=at, record=locked, restricted=True)
    if asks_to_wait and locked.status == Incident.Status.IN_PROGRESS:
        move(locked, CONCERN_MOVES.await_external, by=by, at=at, restricted=True)
    return referral


@transaction.atomic
def resume(*, incident: Incident, by: User, said: str, at: datetime) -> Incident:
    """The body outside has said that the school may go on."""
    locked = move(incident, CONCERN_MOVES.resume, by=by, at=at, restricted=True)
    locked.referrals.filter(asks_to_wait=True, closed_at=None).update(closed_at=at)
    write_entry(locked, kind="decision", text=f"The school may go on. {said}".strip(), by=by, at=at)
    return locked


@transaction.atomic
def record_outcome(
    *, incident: Incident, by: User, outcome: str, reason: str, at: datetime
) -> Incident:
    """Record how a concern ended, and why."""
    locked = _taken_up(incident, by=by, at=at)
    if outcome not in outcomes_of(locked.route):
        raise Denied("Say that the platform has taken it down, or that a request was approved.")
    locked = move(locked, CONCERN_MOVES.record_outcome, by=by, at=at, restricted=True)
    locked.outcome, locked.outcome_reason = outcome, reason
    locked.save(update_fields=["outcome", "outcome_reason"])
    write_entry(
        locked,
        kind="decision",
        text=f"Outcome: {outcomes_of(locked.route)[outcome]}. {reason}".strip(),
        by=by,
        at=at,
    )
    return locked


@transaction.atomic
def close(*, incident: Incident, by: User, safeguarding_reference: str, at: datetime) -> Incident:
    """Close a concern. A safeguarding concern names its record in the school's safeguarding system."""
    if incident.tier == Incident.Tier.SAFEGUARDING and not safeguarding_reference.strip():
        check(by, Permission.CONCERN_HANDLE, incident, timezone.localdate(at))
        raise Denied("Enter the reference in your safeguarding system")
    locked = move(incident, CONCERN_MOVES.close, by=by, at=at, restricted=True)
    locked.closed_at, locked.safeguarding_reference = at, safeguarding_reference.strip()
    locked.save(update_fields=["closed_at", "safeguarding_reference"])
    write_entry(locked, kind="system", text=f"Closed by {by.full_name}", by=by, at=at)
    emails.concluded(locked, at=at)
    return locked


@transaction.atomic
def reopen(*, incident: Incident, by: User, reason: str, at: datetime) -> Incident:
    """Open a closed concern again because something new has come up."""
    locked = move(incident, CONCERN_MOVES.reopen, by=by, at=at, restricted=True)
    locked.closed_at = None
    locked.save(update_fields=["closed_at"])
    write_entry(locked, kind="decision", text=f"Reopened. {reason}".strip(), by=by, at=at)
    return locked


def _taken_up(incident: Incident, *, by: User, at: datetime) -> Incident:
    """The locked concern, in progress: writing in it marks it as seen and begins it."""
    locked = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    check(by, Permission.CONCERN_HANDLE, locked, timezone.localdate(at))
    if locked.status in (Incident.Status.CLOSED, Incident.Status.DUPLICATE):
        raise WrongState(CLOSED, locked)
    if locked.status == Incident.Status.REPORTED:
        locked = mark_seen(incident=locked, by=by, at=at)
    if locked.status == Incident.Status.ACKNOWLEDGED:
        locked = move(locked, CONCERN_MOVES.start, by=by, at=at, restricted=True)
    return locked


def _waits(asks_to_wait: bool) -> str:
    return "They ask us to wait before we do more." if asks_to_wait else ""
