"""The verbs of cover: somebody is asked to stand in as a moderator, answers, and is thanked off again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from access.check import ask
from access.roles import Permission
from accounts_registry.cover import cover_days, emails
from accounts_registry.cover.workflow import COVER_MOVES
from accounts_registry.crew.readiness import unready
from accounts_registry.models import Channel, Cover
from audit import trail
from audit.events import Event
from notifications import post
from people.models import Absence, User
from workflow.moves import WrongState, move


@transaction.atomic
def propose_for_channel(
    *,
    channel: Channel,
    person: User,
    start_date: date,
    end_date: date,
    by: User,
    at: datetime,
    absence: Absence | None = None,
) -> Cover:
    """Ask this person to moderate on these days. It counts only once they agree (I-A.5.4).

    Asking the same question twice asks once. Raises WrongState with the reason when they cannot.
    """
    on = localdate(at)
    ask(by, Permission.COVER_ARRANGE, channel, on)
    channel = (
        Channel.objects.select_for_update(of=("self",))
        .select_related("school", "trust")
        .get(pk=channel.pk)
    )
    standing = channel.covers.filter(
        person=person,
        start_date=start_date,
        end_date=end_date,
        status__in=(Cover.Status.PROPOSED, Cover.Status.ACCEPTED),
    ).first()
    if standing:
        return standing
    if reason := _why_not(channel, person, start_date, end_date, on):
        raise WrongState(reason, channel)
    cover = Cover.objects.create(
        channel=channel,
        person=person,
        absence=absence,
        start_date=start_date,
        end_date=end_date,
        asked_by=by,
        asked_at=at,
    )
    trail.record(
        Event.COVER_PROPOSED,
        by=by,
        at=at,
        record=cover,
        data={"channel": channel.reference, "person": str(person.pk)},
    )
    emails.cover_asked(cover, at=at)
    return cover


def _why_not(channel: Channel, person: User, start: date, end: date, on: date) -> str:
    """Why this person cannot stand in on these days, as a sentence; empty when they can."""
    if channel.status not in cover_days.WATCHED or not channel.moderation_required:
        return "This channel does not need moderators now."
    if (
        person.trust_id != channel.trust_id
        or not person.is_active
        or (person.leaving_date and person.leaving_date < end)
    ):
        return f"{person.full_name} does not work here on all of these days."
    if lacking := unready(person, on):
        return ". ".join(lacking) + "."
    if person.pk in cover_days.moderators(channel, on=start):
        return f"{person.full_name} already moderates this channel."
    if person.absences.between(start, end).exists():
        return f"{person.full_name} is away on some of these days."
    return ""


@transaction.atomic
def answer(*, cover: Cover, accepts: bool, by: User, at: datetime) -> Cover:
    """Say yes or no to being asked. Only the person who was asked can."""
    row = COVER_MOVES.accept if accepts else COVER_MOVES.decline
    moved = move(cover, row, by=by, at=at)
    moved.answered_at = cover.answered_at = at
    moved.save(update_fields=["answered_at"])
    post.settle(reference=cover.channel.reference, kind="cover_asked", person=by, at=at)
    emails.cover_answered(moved, at=at)
    return moved


@transaction.atomic
def end(*, cover: Cover, by: User, at: datetime, reason: str = "") -> Cover:
    """Take the question back, or end cover that is no longer needed."""
    moved = move(cover, COVER_MOVES.end, by=by, at=at, reason=reason)
    emails.cover_ended(moved, at=at)
    return moved
