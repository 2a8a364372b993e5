"""What stands beside the jobs on Home: your channels, the register, the school in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from access.check import schools_where
from access.roles import Permission
from accounts_registry.api import figures
from accounts_registry.models import IN_USE, LIVE, Channel, ChannelPerson, GuardFlag
from approvals.models import Request
from incidents.models import OVER, Incident
from people.models import User

MOST_CHANNELS = 3
# What Home says of each figure of the register, for one channel and for several.
SAYS = {
    "open": ("channel is open", "channels are open"),
    "confirm": (
        "is not yet confirmed by the headteacher",
        "are not yet confirmed by the headteacher",
    ),
    "planned": ("is approved and not live yet", "are approved and not live yet"),
}


@dataclass(frozen=True)
class OverviewLine:
    """A sentence, and where it leads."""

    text: str
    link: str = ""
    after: str = ""


@dataclass(frozen=True)
class Block:
    title: str
    lines: list[OverviewLine] = field(default_factory=list)
    offers_register: bool = False


def blocks_for(user: User, on: date) -> list[Block]:
    """The blocks this person's roles give them, in the order they matter."""
    return [block for block in _blocks(user, on) if block.lines or block.offers_register]


def _blocks(user: User, on: date) -> Iterator[Block]:
    roles = {held.role for held in user.roles_on(on)}
    if schools_where(user, Permission.CONCERN_LIST, on) and roles & {
        "DSL",
        "DDSL",
        "TSL",
        "CHAIR",
        "VICE_CHAIR",
        "CEO",
        "HEAD",
    }:
        yield Block("Concerns", list(concern_lines(user, on)))
    yield Block("Your channels", list(own_channel_lines(user, on)))
    if schools_where(user, Permission.CHANNEL_DETAIL, on):
        yield Block(
            "The register", list(register_lines(user, on)), offers_register=may_export(user, on)
        )


def concern_lines(user: Any, on: date) -> Iterator[OverviewLine]:
    """How many are new to this person: a number and a link, never a name or a kind."""
    mine = Incident.objects.visible_to(user, on=on)
    counts = mine.aggregate(
        new=Count("pk", filter=Q(status=Incident.Status.REPORTED)),
        open=Count("pk", filter=~Q(status__in=OVER)),
    )
    if counts["open"]:
        new = f"{counts['new']} new" if counts["new"] else "None new"
        yield OverviewLine(f"{new}, {counts['open']} open", reverse("incidents:list"))


def own_channel_lines(user: Any, on: date) -> Iterator[OverviewLine]:
    parts = ChannelPerson.objects.of(user, on=on).values("channel_id")
    mine = Channel.objects.visible_to(user, on=on).filter(pk__in=parts, status__in=LIVE)
    rows = list(mine.select_related("platform").order_by("account_name")[: MOST_CHANNELS + 1])
    for channel in rows[:MOST_CHANNELS]:
        yield OverviewLine(
            channel.account_name,
            reverse("register:detail", args=[channel.reference.lower()]),
            f"{channel.platform.name}, {channel.get_status_display().lower()}",
        )
    if len(rows) > MOST_CHANNELS:
        yield OverviewLine("See all channels", reverse("register:list"))


def register_lines(user: Any, on: date) -> Iterator[OverviewLine]:
    schools = schools_where(user, Permission.CHANNEL_DETAIL, on)
    for figure in figures(user, on=on):
        if figure.number or figure.code == "open":
            yield OverviewLine(plural(figure.number, *SAYS[figure.code]), figure.link)
    flagged = (
        GuardFlag.objects.visible_to(user, on=on)
        .standing()
        .filter(channel__school_id__in=schools, channel__status__in=IN_USE)
    )
    if number := flagged.aggregate(number=Count("channel", distinct=True))["number"]:
        yield OverviewLine(
            plural(number, "channel breaks", "channels break") + " a rule",
            reverse("register:flags"),
        )
    requests = Request.objects.visible_to(user, on=on).waiting().count()
    if requests:
        yield OverviewLine(
            plural(requests, "request is", "requests are") + " waiting for a decision",
            reverse("approvals:list"),
        )


def plural(number: int, one: str, many: str) -> str:
    return f"{number or 'No'} {one if number == 1 else many}"


def may_export(user: User, on: date) -> bool:
    return bool(schools_where(user, Permission.REGISTER_EXPORT, on))
