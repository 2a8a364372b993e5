"""How many channels stand how, each number with the list of exactly those behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from access.check import schools_where
from access.roles import Permission
from accounts_registry.listing.filters import selected
from accounts_registry.listing.wanted import Wanted
from accounts_registry.record.statuses import ChannelStatus

ASKED = {
    "open": Wanted(status=ChannelStatus.OPEN),
    "confirm": Wanted(needs="confirm"),
    "planned": Wanted(status=ChannelStatus.PLANNED),
}


class Figure(NamedTuple):
    """A number of channels and the address of their list."""

    code: str
    number: int
    link: str


def figures(user: Any, *, on: date) -> Iterator[Figure]:
    """For somebody who looks after channels: of their only school, or of all that they may see."""
    schools = schools_where(user, Permission.CHANNEL_DETAIL, on)
    school = str(next(iter(schools))) if len(schools) == 1 else "all"
    for code, asked in ASKED.items():
        wanted = replace(asked, school=school)
        link = f"{reverse('register:list')}{wanted.query()}"
        yield Figure(code, selected(user, wanted, on=on).count(), link)
