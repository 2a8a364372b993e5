"""Where a crawl begins: every address the resolver knows, filled in with what really stands in such addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from accounts_registry.models import Channel, ChannelPerson
from approvals.models import Request
from people.appointments.models import Appointment
from people.models import Absence, Holding, PeopleImport, RoleAssignment, User
from people.way_in.models import WayInChange
from policies.models import Policy
from register_imports.models import RegisterImport
from schools.models import School
from tests.architecture.test_markers import is_third_party, patterns
from tests.worlds.crawler import LEAVES
from watch_list.models import WatchedAccount

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
REFERENCES = (Channel, Request, WatchedAccount, RegisterImport)
SLUGS = (School, Policy)
KEYS = (
    Appointment,
    WayInChange,
    PeopleImport,
    ChannelPerson,
    RoleAssignment,
    Holding,
    Absence,
    User,
)
OTHERS = ("1", "c-7k4p-29xm")


def known() -> list[str]:
    """Every reference, slug and key there is, of whichever trust: what somebody curious would try."""
    found = [
        str(value).lower()
        for models, field in ((REFERENCES, "reference"), (SLUGS, "slug"), (KEYS, "pk"))
        for model in models
        for value in model.objects.order_by(field).values_list(field, flat=True)  # type: ignore[attr-defined]
    ]
    return [*found, *OTHERS]


def routes() -> Iterator[tuple[str, Any]]:
    """Every route of ours that neither signs out nor leads away."""
    for route, entry in patterns():
        ours = not is_third_party(entry) and not route.startswith("^")
        if ours and not f"/{route}".startswith(LEAVES):
            yield route, entry


def addresses(values: list[str], *, each: int) -> Iterator[str]:
    """Every route, filled in with at most so many of the values that fit."""
    for route, entry in routes():
        kinds = entry.pattern.converters
        fitting = [
            value
            for value in values
            if all(re.fullmatch(kind.regex, value) for kind in kinds.values())
        ]
        spread = fitting[:: max(1, len(fitting) // each)][:each]
        for value in spread if kinds else [""]:
            yield "/" + PLACE.sub(lambda found, value=value: value, route)


def of_concerns(reference: str, keys: list[str]) -> list[str]:
    """Every address that has a place for the reference of a concern or for the key of a row."""
    found = []
    for route, entry in routes():
        kinds = entry.pattern.converters
        for value in (reference.lower(), *keys):
            fits = [re.fullmatch(kind.regex, value) for kind in kinds.values()]
            if any(fits):
                found.append(
                    "/"
                    + PLACE.sub(
                        lambda one, kinds=kinds, value=value: fill(kinds[one[1]].regex, value),
                        route,
                    )
                )
    return found


def fill(shape: str, value: str) -> str:
    return next((one for one in (value, *OTHERS) if re.fullmatch(shape, one)), value)
