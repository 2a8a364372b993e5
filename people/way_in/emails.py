"""Who is told what about a change to somebody's way in. The same words whatever else is going on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from notifications.post import tell
from people.names import labels
from people.person.models import User
from people.sign_in import links
from people.way_in.models import WayInChange
from people.way_in.stop_links import stop_link


def proposed(change: WayInChange, *, at: datetime) -> None:
    """To the person, to who may confirm it, and to who can stop it."""
    _tell_person(change, "Somebody wants to change how you sign in", "proposed", at)
    for row in change.witnesses.select_related("person"):
        subject = "To confirm: how a colleague signs in" if row.may_confirm else SUBJECT
        _tell(change, row.person, "proposed", subject, at, needs_action=row.may_confirm)


def confirmed(change: WayInChange, *, at: datetime) -> None:
    _tell_person(change, "How you sign in is about to change", "confirmed", at)
    _tell_others(change, "confirmed", at)


def ended(change: WayInChange, *, by: User, at: datetime, why: str = "") -> None:
    """Stopped, withdrawn or lapsed: nothing has changed. `why` is "left" where the person had."""
    for person in (change.person, *_others(change)):
        if person.pk != by.pk:
            subject = "How somebody signs in does not change"
            _tell(change, person, "ended", subject, at, why=why)


def done(change: WayInChange, *, before: str, at: datetime) -> None:
    """To the address the person had, and to the new one."""
    subject = "How you sign in has changed"
    _tell(change, change.person, "done", subject, at, address=before)
    if change.new_address and links.goes_by_email():
        _tell(change, change.person, "done_new", subject, at)
    _tell_others(change, "done", at)


SUBJECT = "How a colleague signs in"
WHY_OWN = "it is about how you sign in."
WHY_TOLD = "you proposed this, or hold a role that is told of it."


def _tell_person(change: WayInChange, subject: str, what: str, at: datetime) -> None:
    _tell(change, change.person, what, subject, at, link=stop_link(change))


def _tell_others(change: WayInChange, what: str, at: datetime) -> None:
    for person in _others(change):
        _tell(change, person, what, SUBJECT, at)


def _others(change: WayInChange) -> list[Any]:
    """Everybody told of it and whoever proposed it, the portal itself apart."""
    told = {row.person_id: row.person for row in change.witnesses.select_related("person")}
    if not change.proposed_by.is_system:
        told[change.proposed_by_id] = change.proposed_by
    return list(told.values())


def _tell(
    change: WayInChange,
    person: User,
    what: str,
    subject: str,
    at: datetime,
    *,
    link: str = "",
    address: str = "",
    needs_action: bool = False,
    why: str = "",
) -> None:
    """`why` is the reason of an end, not why the letter was sent."""
    tell(
        person,
        kind=f"way_in.{what}",
        key=f"way_in:{what}:{change.pk}",
        subject=subject,
        template="people/emails/way_in",
        context={
            "change": change,
            "whose": labels.name(change.person, on=localdate(at)),
            "what": what,
            "is_own": person.pk == change.person_id,
            "may_confirm": needs_action,
            "why": why,
        },
        link=link or change.get_absolute_url(),
        why=WHY_OWN if person.pk == change.person_id else WHY_TOLD,
        reference=str(change.pk),
        address=address,
        at=at,
        needs_action=needs_action,
        urgent=True,
    )
