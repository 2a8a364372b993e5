"""/status/: how the portal is running, for those who look after it.

Nothing on it is made from concerns or restricted letters: it is the same whether or not there are
any (appointments 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import own_trusts
from access.guards import guarded
from access.roles import Permission
from notifications.models import Message
from notifications.outbox import unreached
from people.api import UserRequest
from people.models import User
from portal import heartbeats, standing
from portal.disk import Disk
from portal.health import ATTENTION, FAILING, OK
from portal.parts import PARTS, ServicePart
from portal.standing import Standing
from portal.waiting_jobs import waiting_jobs
from reminders.api import sweeps
from reminders.models import Sweep

FEW = 5
HEARTS = ("worker", "beat")
SEVEREST = (FAILING, ATTENTION, OK)


class PartStanding(NamedTuple):
    """A part of the portal, how it stands and since when."""

    part: ServicePart
    state: str
    since: datetime

    @property
    def is_well(self) -> bool:
        return self.state == OK


@guarded(Permission.STATUS_SEE)
@require_safe
def status(request: UserRequest) -> HttpResponse:
    on, now = timezone.localdate(), timezone.now()
    parts = stood(standing.take_stock(at=now))
    context = {
        "ill": [one for one in parts if not one.is_well],
        "well": [one for one in parts if one.is_well],
        "room": Disk.of(settings.DATA_DIR).band,
        "jobs": waiting_jobs(request.user, on=on),
        "sends_email": settings.SENDS_EMAIL,
        "unreached": unreached(Message.objects.ordinary_of(own_trusts(request.user, on)), at=now),
        "is_demo": settings.IS_DEMO,
        **sweeps_lately(request.user, on=on, at=now),
    }
    return render(request, "pages/status.html", context)


def sweeps_lately(user: User, *, on: date, at: datetime) -> dict[str, Any]:
    """The last ones, and when the next ones are due: the urgent ones only about, and not where the clock stands."""
    trusts = own_trusts(user, on)
    urgent = sweeps.lately(trusts, kind=Sweep.Kind.URGENT, limit=FEW)
    next_urgent = urgent[0].began_at + sweeps.EVERY if urgent else None
    return {
        "daily": sweeps.lately(trusts, kind=Sweep.Kind.DAILY, limit=FEW),
        "urgent": urgent,
        "next_daily": sweeps.next_morning(at),
        "next_urgent": next_urgent if next_urgent and next_urgent > at else None,
    }


def stood(stock: Mapping[str, Standing]) -> list[PartStanding]:
    """Every part; what is not well comes first."""
    found = [PartStanding(part, *since_it_was_seen(part, stock[part.code])) for part in PARTS]
    return sorted(found, key=lambda one: SEVEREST.index(one.state))


def since_it_was_seen(part: ServicePart, found: Standing) -> Standing:
    """What shows itself by heartbeats is gone from its last one, whoever noticed it when."""
    if found.state == OK or part.code not in HEARTS:
        return found
    try:
        return Standing(found.state, heartbeats.last(part.code) or found.since)
    except Exception:  # the cache is away, and with it all that is known of them
        return found
