"""Who hears of a change of line manager: the person and both managers, at once and when it counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from notifications.post import tell
from people.lines.changes import LineChange
from people.lines.confirmers import confirmers_of
from people.person.models import User

CONFIRMS = "you hold a role that confirms this."
REPORTS = "it is about whom you report to, or who reports to you."


def proposed(change: LineChange, *, at: datetime) -> None:
    for person in _the_three(change):
        _tell(change, person, "proposed", at)
    for person in confirmers_of(change, localdate(at)):
        _tell(change, person, "to_confirm", at)


def settled(change: LineChange, *, at: datetime) -> None:
    for person in _the_three(change):
        _tell(change, person, str(change.status), at)


def _the_three(change: LineChange) -> list[Any]:
    people = (change.person, change.before, change.after)
    return list({one.pk: one for one in people if one is not None}.values())


def _tell(change: LineChange, person: User, what: str, at: datetime) -> None:
    asks = what == "to_confirm"
    tell(
        person,
        kind=f"line.{what}",
        key=f"line:{what}:{change.pk}",
        subject="To confirm: a line manager" if asks else "A line manager changes",
        template="people/emails/line",
        context={"change": change, "what": what, "is_own": person.pk == change.person_id},
        link="/to-confirm/" if asks else "/account/",
        why=CONFIRMS if asks else REPORTS,
        reference=str(change.pk),
        at=at,
        needs_action=asks,
    )
