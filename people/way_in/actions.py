"""Proposing, confirming, stopping and carrying out a change to somebody's way in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, ask
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.emails import invited
from people.person.models import User
from people.sign_in import links
from people.sign_in.addresses import clean_address, wrong_address
from people.sign_in.rows import end_sessions
from people.system import system_user
from people.way_in import emails
from people.way_in.effect_time import TO_CONFIRM, may_hand_over, takes_effect
from people.way_in.guarded_people import is_guarded
from people.way_in.models import OPEN, Status, WayInChange, WayInWitness
from people.way_in.rows import end_change, lapse_of
from people.way_in.witnesses import Witnesses, witnesses_of
from people.workflow import WAY_IN_MOVES
from workflow.moves import move


@transaction.atomic
def propose_way_in(
    *,
    person: User,
    new_address: str = "",
    sends_link: bool = False,
    removes_app: bool = False,
    by: User,
    at: datetime,
) -> WayInChange:
    """Propose a new address, a new link or the removal of the second step, or several of these at once."""
    on = localdate(at)
    ask(by, Permission.PEOPLE_MANAGE, person, on)
    if by.pk == person.pk:
        raise Denied("Change how you sign in on your own account page, or ask a colleague.")
    _refuse(person, new_address, sends_link, removes_app, at)
    found = witnesses_of(person, proposer=by, on=on)
    if not found.confirmers and not by.is_system:
        raise ValidationError(NOBODY)
    change = WayInChange.objects.create(
        person=person,
        new_address=clean_address(new_address) or "",
        sends_link=sends_link,
        removes_app=removes_app,
        proposed_by=by,
        proposed_at=at,
    )
    _keep_witnesses(change, found)
    trail.record(Event.WAY_IN_PROPOSED, by=by, at=at, record=change, data=_facts(change))
    if found.confirmers:
        emails.proposed(change, at=at)
    else:
        _begin_waiting(change, WAY_IN_MOVES.run_unconfirmed, by=by, at=at)
    return change


@transaction.atomic
def confirm(*, change: WayInChange, by: User, at: datetime) -> WayInChange:
    """Confirm it as the second person: from now on its time runs."""
    change.confirmed_by = by
    return _begin_waiting(change, WAY_IN_MOVES.confirm, by=by, at=at)


@transaction.atomic
def stop(*, change: WayInChange, by: User, at: datetime) -> WayInChange:
    """Stop it, as the person whose way in it is or as somebody who was told of it."""
    return end_change(change, WAY_IN_MOVES.stop, by=by, at=at)


@transaction.atomic
def stop_by_link(*, change: WayInChange, at: datetime) -> WayInChange:
    """Stop it with the link of the letter, also for somebody who can no longer sign in.

    The link shows that somebody has the letter, not who they are: the ledger keeps it as the portal's.
    """
    if change.person.is_suspended(localdate(at)):
        raise Denied("Somebody else who was told of it can stop it.")
    found = {"by_link_to": str(change.person_id)}
    return end_change(change, WAY_IN_MOVES.stop, by=system_user(), at=at, data=found)


@transaction.atomic
def withdraw(*, change: WayInChange, by: User, at: datetime) -> WayInChange:
    """Take it back."""
    return end_change(change, WAY_IN_MOVES.withdraw, by=by, at=at)


def take_effect(*, at: datetime) -> int:
    """Carry out every change whose time is over; let lapse what nobody confirmed, and what is about leavers."""
    for change in WayInChange.objects.of_leavers(localdate(at)).select_related("person"):
        lapse_of(person=change.person, at=at)
    late = WayInChange.objects.filter(status=Status.PROPOSED, proposed_at__lte=at - TO_CONFIRM)
    for change in late:
        _settle(change.pk, at)
    done = [_settle(change.pk, at) for change in WayInChange.objects.due(at)]
    return sum(done)


@transaction.atomic
def hand_over_link(*, change: WayInChange, by: User, at: datetime) -> str:
    """The link of a change that is done, where the portal sends no e-mail; made once, within 3 days."""
    ask(by, Permission.PEOPLE_MANAGE, change.person, localdate(at))
    locked = WayInChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if not may_hand_over(locked, at):
        raise ValidationError("This link has been made already, or its 3 days are over.")
    locked.link_given_at = at
    locked.save(update_fields=["link_given_at"])
    return _new_link(locked.person, by, at)


def _refuse(
    person: User, new_address: str, sends_link: bool, removes_app: bool, at: datetime
) -> None:
    if _is_gone(person, localdate(at)):
        raise ValidationError(f"{person.full_name} has left.")
    if not is_guarded(person):
        raise ValidationError(f"You can change how {person.full_name} signs in at once.")
    if not (new_address or sends_link or removes_app):
        raise ValidationError("Select what has to change")
    if WayInChange.objects.filter(person=person, status__in=OPEN).exists():
        raise ValidationError(f"A change for {person.full_name} is under way already.")
    if new_address and (problem := _wrong_new_address(person, new_address)):
        raise ValidationError({"new_address": problem})
    if sends_link and not (new_address or person.email):
        raise ValidationError({"new_address": "Enter the address that the link goes to"})


def _wrong_new_address(person: User, new_address: str) -> str | None:
    before = person.email
    person.email = clean_address(new_address)
    problem = "This is the address they have" if person.email == before else wrong_address(person)
    person.email = before
    return problem


def _keep_witnesses(change: WayInChange, found: Witnesses) -> None:
    may_confirm = {user.pk for user in found.confirmers}
    everybody = {user.pk: user for user in (*found.told, *found.confirmers)}
    for pk, user in everybody.items():
        WayInWitness.objects.create(change=change, person=user, may_confirm=pk in may_confirm)


def _facts(change: WayInChange) -> dict[str, Any]:
    """What the ledger keeps: which ways, not the address."""
    return {
        "person": str(change.person_id),
        "address": bool(change.new_address),
        "link": change.sends_link,
        "second_step": change.removes_app,
    }


def _begin_waiting(change: WayInChange, row: Any, *, by: User, at: datetime) -> WayInChange:
    move(change, row, by=by, at=at)
    change.takes_effect_at = takes_effect(change.person, at)
    change.save(update_fields=["confirmed_by", "takes_effect_at"])
    emails.confirmed(change, at=at)
    return change


@transaction.atomic
def _settle(pk: UUID, at: datetime) -> bool:
    """One change whose time is over; two sweeps at once do it once."""
    change = WayInChange.objects.select_for_update(of=("self",)).get(pk=pk)
    if not change.is_open:
        return False
    if change.status == Status.PROPOSED or _cannot_be_done(change, at):
        why = "left" if _is_gone(change.person, localdate(at)) else ""
        end_change(change, WAY_IN_MOVES.lapse, by=system_user(), at=at, why=why)
        return False
    _carry_out(change, at)
    return True


def _cannot_be_done(change: WayInChange, at: datetime) -> bool:
    address = change.new_address
    return _is_gone(change.person, localdate(at)) or bool(
        address and _wrong_new_address(change.person, address)
    )


def _is_gone(person: User, on: date) -> bool:
    return person.has_left(on) or not person.is_active


def _carry_out(change: WayInChange, at: datetime) -> None:
    person, before = change.person, change.person.email or ""
    if change.new_address:
        person.email = change.new_address
        person.save(update_fields=["email"])
        EmailAddress.objects.filter(user=person).delete()
    if change.removes_app:
        Authenticator.objects.filter(user=person).delete()
    end_sessions(person=person, at=at)
    move(change, WAY_IN_MOVES.take_effect, by=system_user(), at=at)
    change.ended_at = at
    change.link_given_at = at if change.sends_link and links.goes_by_email() else None
    change.save(update_fields=["ended_at", "link_given_at"])
    emails.done(change, before=before, at=at)
    if change.link_given_at:
        link = _new_link(person, system_user(), at)
        invited(person, by=change.proposed_by, link=link, at=at)


def _new_link(person: User, by: User, at: datetime) -> str:
    person.invited_at = at
    person.save(update_fields=["invited_at"])
    trail.record(Event.PERSON_INVITED, by=by, at=at, record=person)
    return links.password_link(person)


NOBODY = (
    "Nobody here can confirm this: it takes a head, safeguarding lead, chief executive, chair or vice-chair who keeps no list of "
    "people, reports to neither of you, and was not given that role by you in the last 90 days. Whoever runs the server can propose it with manage.py way_in."
)
