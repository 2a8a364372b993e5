"""Whose hands a request comes from: its author, those it names, and whom they put in place meanwhile (4.1.3).

Whoever they proposed or confirmed while it was a draft or open signs nothing of it, and a line that
they drew is no line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from approvals.request.models import Request
from people.api import lines_drawn
from people.models import RoleAssignment, User

KEEP_THE_LIST = ("ADMIN", "TADMIN")


@dataclass(frozen=True)
class Hands:
    """`meanwhile` acted since the request was begun; `ever` are the author and whom they gave the list of people."""

    since: datetime
    meanwhile: frozenset[Any]
    put_there: frozenset[Any]
    ever: frozenset[Any]

    def drew(self, person: User) -> bool:
        """Whether one of them said, since the request was begun, who manages this person."""
        return any(one.at >= self.since and one.by & self.meanwhile for one in lines_drawn(person))


def hands_in(request: Request, named: Iterable[Any]) -> Hands:
    """Those of this request as it stands; whoever was named once and is not now counts too."""
    seeds = {request.author_id, *_once(request), *(person.pk for person in named)}
    rows = RoleAssignment.objects.filter(trust_id=request.trust_id)
    meanwhile = _reached(seeds, rows.filter(given_at__gte=request.created_at))
    ever = _reached({request.author_id}, rows.filter(role__in=KEEP_THE_LIST))
    return Hands(
        request.created_at, frozenset(meanwhile), frozenset(meanwhile - seeds), frozenset(ever)
    )


def counts(row: RoleAssignment, request: Request, hands: Hands) -> bool:
    """Whether this role may sign: held when the request was sent, or confirmed by a second person since."""
    is_recent = row.given_at is not None and row.given_at >= hands.since
    if is_recent and {row.given_by_id, row.confirmed_by_id} & hands.meanwhile:
        return False
    if request.sent_at is None:
        return True
    was_held = row.start_date <= localdate(request.sent_at)
    if was_held and (row.given_at is None or row.given_at <= request.sent_at):
        return True
    return row.confirmed_by_id is not None and row.confirmed_by_id != row.given_by_id


def is_own_line(request: Request, hands: Hands, *, until: datetime | None) -> bool:
    """Whether whoever manages the author was entered by the author, or by whom they put there.

    What somebody else has confirmed is their line; not where it was proposed since the request was begun.
    """
    told = [one for one in lines_drawn(request.author) if until is None or one.at <= until]
    if not told:
        return False
    last = told[0]
    return last.by <= hands.ever or bool(last.at >= hands.since and last.by & hands.meanwhile)


def _reached(seeds: set[Any], rows: Any) -> set[Any]:
    """Everybody put in place by these, by those, and so on."""
    given = list(rows.values_list("person_id", "given_by_id", "confirmed_by_id"))
    reached, before = set(seeds), -1
    while len(reached) > before:
        before = len(reached)
        reached |= {person for person, *by in given if reached & set(by)}
    return reached


def _once(request: Request) -> set[Any]:
    return {UUID(key) for key in request.once_named}
