"""The verbs of a hand-over: asked for when a role passes, answered concern by concern."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from access.check import Denied, check
from access.roles import Permission
from audit import trail
from audit.events import Event
from incidents.concern.models import Incident, Reader
from incidents.concern.rows import give_sight, tell_readers, write_entry
from incidents.hand_over import offers
from incidents.hand_over.changes import asked_of, changes, still_holds
from incidents.hand_over.models import HandOver, HandOverQuestion
from incidents.routing.route import Place
from incidents.routing.staffing import as_someone, role_words
from people.models import User

TAKEN_BACK = "This role does not pass to anybody any more. Nothing was handed over."
CHANGED = "What can be handed over has changed since this page was shown. Look again."


@transaction.atomic
def ask_for_hand_overs(*, by: User, at: datetime) -> int:
    """Ask about every role that passes, whether anybody has a concern or not. Running twice asks nobody twice.

    Returns how many were asked.
    """
    on = timezone.localdate(at)
    for change in changes(on=on):
        HandOver.objects.get_or_create(
            ending=change.ending,
            beginning=change.beginning,
            defaults={
                "trust_id": change.ending.trust_id,
                "school_id": change.ending.school_id,
                "role": change.ending.role,
                "asked_on": on,
            },
        )
    found = HandOver.objects.filter(settled_at=None).select_related(
        "ending__person", "beginning__person", "school", "trust"
    )
    return sum(_ask(one, at=at) for one in found if one.stands(on))


def _ask(hand_over: HandOver, *, at: datetime) -> int:
    on = timezone.localdate(at)
    wanted = asked_of(hand_over, on=on)
    # Whoever has given up the role since has nothing left to hand over.
    hand_over.questions.filter(answered_at=None).exclude(person__in=wanted).delete()
    new = wanted - set(hand_over.questions.values_list("person_id", flat=True))
    for person_id in new:
        HandOverQuestion.objects.create(hand_over=hand_over, person_id=person_id, asked_on=on)
    return len(new)


@transaction.atomic
def hand_over(
    *, hand_over: HandOver, by: User, concerns: Collection[Any], at: datetime
) -> HandOver:
    """Answer: these concerns go to the next holder of the role; none of them is an answer too.

    A second press does nothing. Raises Denied where something else was offered than is now.
    """
    locked = HandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
    on = timezone.localdate(at)
    check(by, Permission.CONCERN_LIST, locked, on)
    question = locked.questions.filter(person=by).first()
    if question is None or question.answered_at or locked.settled_at:
        return locked
    if not locked.stands(on):
        raise Denied(TAKEN_BACK)
    offered = {one.pk: one for one in offers.offered(locked, by, on=on)}
    if not set(concerns) <= offered.keys():
        raise Denied(CHANGED)
    for pk in concerns:
        _pass_on(pk, locked, by=by, at=at)
    question.answered_at = at
    question.save(update_fields=["answered_at"])
    _settle(locked, by=by, at=at)
    trail.record(Event.HAND_OVER_ANSWERED, by=by, at=at, record=locked)
    return locked


def _settle(hand_over: HandOver, *, by: User, at: datetime) -> None:
    """The outgoing holder speaks for all; after them, each of the others who were asked."""
    if still_holds(hand_over, timezone.localdate(at)):
        is_over = by.pk == hand_over.ending.person_id
    else:
        is_over = not hand_over.questions.filter(answered_at=None).exists()
    if is_over:
        hand_over.settled_at = at
        hand_over.save(update_fields=["settled_at"])


def _pass_on(pk: UUID, passing: HandOver, *, by: User, at: datetime) -> None:
    """The next holder can open it from their first day; until then by what they had already."""
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=pk)
    on = timezone.localdate(at)
    successor = passing.successor
    had = _make_room(incident, successor, at=at)
    someone = as_someone(successor, away=set(), here=True)
    place = Place(someone, offers.place_of(passing), also=had)
    row = give_sight(incident, place, why="hand-over", by=by, at=at, told=False)
    if row is None:
        return
    words = f"{successor.full_name}, {role_words(place.role)}"
    write_entry(incident, kind="system", text=f"Handed over to {words}", by=by, at=at)
    trail.record(
        Event.CONCERN_HANDED_OVER,
        by=by,
        at=at,
        record=incident,
        data={"to": str(successor.pk)},
        restricted=True,
    )
    if incident.readers.open(on=on).filter(pk=row.pk).exists():
        row.told_at = at
        row.save(update_fields=["told_at"])
        tell_readers(incident, [row], at=at)


def _make_room(incident: Incident, successor: Any, *, at: datetime) -> tuple[str, ...]:
    """End what they have by another role, and say which: the new sight stands on that too."""
    row = Reader.objects.filter(incident=incident, person=successor, ended_at=None).first()
    if row is None:
        return ()
    row.ended_at, row.ended_why = at, "role"
    row.save(update_fields=["ended_at", "ended_why"])
    return () if row.capacity == "READER" else (row.capacity, *row.also_as.split())
