"""What one channel needs, each with the page on which it is mended: the most overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from access.roles import Permission
from accounts_registry.models import Channel
from accounts_registry.needs.codes import Need

# Pages that are one for all channels.
OF_MANY = frozenset({"register:accept"})


class LinkedNeed(NamedTuple):
    """A need, where it is mended and what the link says: neither for whom may not go there."""

    need: Need
    link: str = ""
    action: str = ""

    @property
    def text(self) -> str:
        return self.need.text

    @property
    def since(self) -> date | None:
        return self.need.since


def linked(
    channel: Channel, needs: Iterable[Need], may: Mapping[Permission, bool]
) -> list[LinkedNeed]:
    """The same needs as everywhere, for a person who may do this much to the channel."""
    found = [_linked(channel, need, may) for need in needs]
    return sorted(found, key=lambda one: (one.since is None, one.since or date.max))


def _linked(channel: Channel, need: Need, may: Mapping[Permission, bool]) -> LinkedNeed:
    kind = need.kind
    if not kind.action or not may[kind.permission]:
        return LinkedNeed(need)
    arguments = [] if kind.page in OF_MANY else [channel.reference.lower()]
    return LinkedNeed(need, reverse(kind.page, args=arguments), kind.action)
