"""Who may see a concern: each opening recorded, sight given by name and ended, and moved on when nobody looks."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from access.check import Denied, check
from access.roles import Permission
from audit import trail
from audit.events import Event
from incidents import emails
from incidents.concern.actions.company import ask_for_company
from incidents.concern.models import Incident, Party, Reader
from incidents.concern.models.readers import BY_NAME
from incidents.concern.rows import choose_handler, end_sight, give_sight, tell_readers, write_entry
from incidents.routing import deadlines, escalation
from incidents.routing.route import Place, Route
from incidents.routing.staffing import as_someone, role_words
from incidents.routing.table import TIERS, WHEN
from people.api import labels
from people.models import User

log = logging.getLogger(__name__)
MAY_BE_ABOUT = "This concern may be about this person. They cannot be given access."
NOT_SHARED = (
    "can see this because of what they are here. Only what was shared by name can be taken back."
)
NOBODY_LEFT = (
    "There would be nobody left to handle this. Phone the local authority designated officer."
)
ONLY_YOU = (
    "You would be the only one left who can deal with this, and nobody else here may be asked in their place."
    " Phone the local authority designated officer"
)


@transaction.atomic
def record_opening(*, incident: Incident, by: User, at: datetime) -> None:
    """Record that somebody has opened a concern: when first, when last, how often."""
    check(by, Permission.CONCERN_READ, incident, timezone.localdate(at))
    sight = Reader.objects.select_for_update().get(incident=incident, person=by, ended_at=None)
    sight.first_opened_at = sight.first_opened_at or at
    sight.last_opened_at = at
    sight.times_opened = F("times_opened") + 1
    sight.save(update_fields=["first_opened_at", "last_opened_at", "times_opened"])
    trail.record(Event.CONCERN_OPENED, by=by, at=at, record=incident, restricted=True)


@transaction.atomic
def share(
    *,
    incident: Incident,
    by: User,
    person: User,
    reason: str,
    at: datetime,
    until: date | None = None,
) -> Reader | None:
    """Let a named person read a concern, for a reason. Never somebody it may be about."""
    locked = _lock_concern(incident, Permission.CONCERN_SHARE, by=by, at=at)
    if locked.is_about(person):
        raise Denied(MAY_BE_ABOUT)
    if person.trust_id != locked.trust_id or person.is_system or not person.is_active:
        raise Denied("Choose somebody who works in this trust.")
    place = Place(as_someone(person, away=set(), here=True), "READER")
    row = give_sight(
        locked, place, why="shared", by=by, at=at, told=True, reason=reason, until=until
    )
    write_entry(
        locked, kind="system", text=f"Shared with {_named(person, at)}: {reason}", by=by, at=at
    )
    trail.record(
        Event.CONCERN_SHARED,
        by=by,
        at=at,
        record=locked,
        data={"with": str(person.pk)},
        restricted=True,
    )
    tell_readers(locked, [row], at=at)
    return row


@transaction.atomic
def end_share(*, incident: Incident, by: User, person: Any, at: datetime) -> None:
    """Take back what was shared with somebody by name. Nobody takes away what came by route, clock or hand-over."""
    locked = _lock_concern(incident, Permission.CONCERN_SHARE, by=by, at=at)
    sight = locked.readers.filter(person=person, ended_at=None).first()
    if sight is None:
        return
    if not sight.is_by_name_alone:
        raise Denied(f"{_named(person, at)} {NOT_SHARED}")
    end_sight(locked, person.pk, at=at)
    write_entry(
        locked, kind="system", text=f"{_named(person, at)} can no longer see this", by=by, at=at
    )
    trail.record(
        Event.CONCERN_UNSHARED,
        by=by,
        at=at,
        record=locked,
        data={"from": str(person.pk)},
        restricted=True,
    )


@transaction.atomic
def name_party(*, incident: Incident, by: User, person: User, at: datetime) -> None:
    """Record that a concern is, or may be, about this person: their sight ends at once and never comes back.

    What they have shared or handed over ends with it.

    The route is worked out again: whoever stands in for them is told, and keeps the concern in their place.
    Where whoever names them would deal with it alone, the next one from outside is asked; Denied where nobody can be.
    """
    locked = _lock_concern(incident, Permission.CONCERN_SHARE, by=by, at=at)
    if locked.is_about(person):
        return
    before = escalation.route_now(locked, at=at)
    Party.objects.create(incident=locked, kind="named", person=person)
    end_sight(locked, person.pk, at=at)
    for given in locked.readers.filter(
        added_by=person, ended_at=None, why__in=("shared", "hand-over")
    ):
        end_sight(locked, given.person_id, at=at)
    write_entry(
        locked, kind="system", text=f"Recorded as being about {_named(person, at)}", by=by, at=at
    )
    trail.record(
        Event.CONCERN_UNSHARED,
        by=by,
        at=at,
        record=locked,
        data={"from": str(person.pk)},
        restricted=True,
    )
    _follow(locked, before, escalation.route_now(locked, at=at), by=by, at=at)
    _fill_place(locked, by=by, at=at)


def _fill_place(incident: Incident, *, by: User, at: datetime) -> None:
    """Nobody is alone with a concern by naming those who read it by their roles."""
    has_ended = incident.readers.filter(ended_at=at, ended_why="").exclude(BY_NAME).exists()
    left = set(incident.handlers(on=timezone.localdate(at)).values_list("person_id", flat=True))
    if not has_ended or left != {by.pk}:
        return
    place = escalation.another(incident, alone=by, at=at)
    row = place and give_sight(incident, place, why="route", by=by, at=at, told=True)
    if not row:
        number = incident.school.lado_phone
        raise Denied(f"{ONLY_YOU}{number and f' on {number}'}.")
    text = f"{row.person.full_name}, {role_words(row.capacity)}, was asked in their place"
    write_entry(incident, kind="system", text=text, by=by, at=at)
    tell_readers(incident, [row], at=at)


@transaction.atomic
def meet_condition(
    *, incident: Incident, by: User, role: str, when: str, at: datetime
) -> list[Reader]:
    """Record that a condition of the route is met: whoever waits for it is told, and can see the concern now."""
    locked = _lock_concern(incident, Permission.CONCERN_HANDLE, by=by, at=at)
    now = escalation.standing(locked, at=at)
    if not any(later.role == role and later.when == when for later in now.route.later):
        raise Denied("This route has nobody who waits for that.")
    found = [
        give_sight(locked, place, why="condition", by=by, at=at, told=True)
        for place in now.search.places((role,))
    ]
    rows = [row for row in found if row]
    if not rows:
        raise Denied("There is nobody to tell who may see this.")
    names = ", ".join(f"{row.person.full_name}, {role_words(row.capacity)}" for row in rows)
    write_entry(locked, kind="system", text=f"{WHEN[when]}. Told: {names}", by=by, at=at)
    trail.record(Event.CONCERN_CONDITION_MET, by=by, at=at, record=locked, restricted=True)
    tell_readers(locked, rows, at=at)
    return rows


@transaction.atomic
def move_on_unseen(*, by: User, at: datetime) -> int:
    """Ask the next person about every concern that nobody has marked as seen in time, or whose people have left.

    And one more where whoever put off the others would deal with it alone.

    Running twice does no more. One that fails holds up none of the others.
    """
    unseen = Incident.objects.unseen(at=at).values_list("pk", flat=True)
    unheld = Incident.objects.unheld(on=timezone.localdate(at)).values_list("pk", flat=True)
    moved = sum(_try_to_move_on(pk, by=by, at=at) for pk in dict.fromkeys([*unseen, *unheld]))
    return moved + ask_for_company(by=by, at=at)


def _try_to_move_on(pk: UUID, *, by: User, at: datetime) -> bool:
    try:
        return _move_on(pk, by=by, at=at)
    except Exception:  # whatever it is, the next concern must not wait for it
        log.exception("A concern could not be moved on")
        return False


def _move_on(pk: UUID, *, by: User, at: datetime) -> bool:
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=pk)
        queue = Incident.objects.filter(pk=pk)
        is_unheld = queue.unheld(on=timezone.localdate(at)).exists()
        if not is_unheld and not queue.unseen(at=at).exists():
            return False
        place = escalation.next_place(incident, at=at, is_unheld=is_unheld)
        waited_for, opened = incident.handler, _has_opened(incident)
        row = (
            give_sight(incident, place, why="moved-on", by=by, at=at, told=True) if place else None
        )
        if row is None:
            return _nobody_left(incident, at=at) if is_unheld else _begin_again(incident, by, at)
        is_new = incident.status == Incident.Status.REPORTED
        incident.moves_on_at = (
            deadlines.deadline(incident.clock, incident.school, at) if is_new else None
        )
        incident.times_moved_on += 1
        if is_unheld:
            incident.handler = row.person
        incident.save(update_fields=["moves_on_at", "times_moved_on", "handler"])
        why = "Nobody who dealt with it can any more" if is_unheld else "Not marked as seen in time"
        write_entry(
            incident,
            kind="system",
            text=f"{why}. {row.person.full_name}, {role_words(row.capacity)}, was asked",
            by=by,
            at=at,
        )
        trail.record(Event.CONCERN_MOVED_ON, by=by, at=at, record=incident, restricted=True)
        if is_unheld:
            emails.handed_over(incident, row.person, at=at)
        else:
            emails.not_seen(incident, row.person, waited_for=waited_for, opened=opened, at=at)
        return True


def _nobody_left(incident: Incident, *, at: datetime) -> bool:
    """Nobody here may deal with it: whoever sent it is told whom to phone. The clock goes on looking."""
    emails.phone_nobody(incident, at=at)
    return False


def _begin_again(incident: Incident, by: User, at: datetime) -> bool:
    """Everybody was asked and nobody has seen it: all are asked at once, and whoever sent it is told whom to phone."""
    now = escalation.standing(incident, at=at)
    for place in now.steps or now.last:
        give_sight(incident, place, why="moved-on", by=by, at=at, told=True)
    incident.moves_on_at = deadlines.again(incident.clock, incident.school, at)
    incident.save(update_fields=["moves_on_at"])
    people = [sight.person for sight in incident.handlers(on=now.on).select_related("person")]
    names = ", ".join(person.full_name for person in people)
    text = (
        f"Everybody was asked and nobody has marked it as seen. Asked again, all at once: {names}"
    )
    write_entry(incident, kind="system", text=text, by=by, at=at)
    trail.record(Event.CONCERN_MOVED_ON, by=by, at=at, record=incident, restricted=True)
    for person in people:
        emails.asked_again(incident, person, at=at)
    emails.phone_unseen(incident, at=at)
    return True


def _has_opened(incident: Incident) -> bool:
    sight = incident.readers.filter(person_id=incident.handler_id, ended_at=None).first()
    return bool(sight and sight.first_opened_at)


def _follow(incident: Incident, before: Route, route: Route, *, by: User, at: datetime) -> None:
    """Bring sight into line with a route that has changed: end what it forbids, add whom it brings in."""
    listed = {place.person.id for place in route.told}
    for sight in incident.readers.filter(ended_at=None):
        is_only_for_named = (
            route.tier == Incident.Tier.NAMED != incident.tier and sight.person_id not in listed
        )
        if is_only_for_named or sight.person_id in route.concerned | route.left_out:
            end_sight(incident, sight.person_id, at=at)
    on = timezone.localdate(at)
    handlers = incident.handlers(on=on)
    known = {place.person.id for place in before.told} if handlers.exists() else set()
    incident.tier = max(incident.tier, route.tier, key=TIERS.index)
    rows = [
        give_sight(incident, place, why="route", by=by, at=at, told=True)
        for place in route.told
        if place.person.id not in known
    ]
    if not handlers.exists() and (place := escalation.next_place(incident, at=at, is_unheld=True)):
        rows.append(give_sight(incident, place, why="moved-on", by=by, at=at, told=True))
    first = route.handler.person.id if route.handler else None
    if not choose_handler(incident, on=on, first=first):
        raise Denied(NOBODY_LEFT)
    incident.save(update_fields=["handler", "tier"])
    tell_readers(incident, [row for row in rows if row and row.told_at == at], at=at)


def _lock_concern(
    incident: Incident, permission: Permission, *, by: User, at: datetime
) -> Incident:
    locked = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    check(by, permission, locked, timezone.localdate(at))
    return locked


def _named(person: User, at: datetime) -> str:
    """Whom an entry means: a colleague of the same name must not be taken for them."""
    return labels.name(person, on=timezone.localdate(at))
