"""Accounts of the register that a name looks like: live ones, closed ones, and names they had before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts_registry.models import Channel, FormerHandle
from accounts_registry.record.statuses import ChannelStatus
from platforms.api import differences, neighbours, skeletons
from platforms.models import Platform

MOST = 50


@dataclass(frozen=True)
class Alike:
    """A channel whose account looks like a name, by its present name or by one it had before."""

    channel: Channel
    platform: Platform
    shown: str
    handle: str
    bones: str
    former: FormerHandle | None = None

    @property
    def ended(self) -> bool:
        return self.former is not None or self.channel.status == ChannelStatus.CLOSED

    @property
    def compared(self) -> str:
        """What of ours the two were compared by: the last part of its handle."""
        return self.handle.rpartition("/")[2]

    def differences_from(self, typed: str) -> list[str]:
        return differences(last_part(typed), self.compared)


def alike(name: str, *, platform: Platform | None = None) -> list[Alike]:
    """Those that look like this name, the likeliest first: alike in every letter, live, on this platform."""
    bones = bones_in(name)
    wanted = {near for one in bones for near in neighbours(one)}
    if not wanted:
        return []
    return in_order([*_channels(wanted), *_formers(wanted)], bones, platform)


def alike_to_many(names: Iterable[str]) -> dict[str, list[Alike]]:
    """Those that look like each of these names in every letter, in two questions for any number of names.

    Names that differ by one letter are not among them: each would have a thousand to ask for. They
    are looked for where a single account is written down.
    """
    bones = {name: bones_in(name) for name in names}
    wanted = {one for several in bones.values() for one in several}
    by_bones: dict[str, list[Alike]] = {}
    for one in [*_channels(wanted, most=None), *_formers(wanted, most=None)] if wanted else []:
        by_bones.setdefault(one.bones, []).append(one)
    return {
        name: [one for what in sorted(several) for one in by_bones.get(what, [])]
        for name, several in bones.items()
    }


def last_part(typed: str) -> str:
    return typed.rpartition("/")[2] or typed


def bones_in(name: str) -> set[str]:
    return skeletons(name.rpartition("/")[2] or name)


def in_order(found: Iterable[Alike], bones: set[str], platform: Platform | None) -> list[Alike]:
    """The likeliest first: alike in every letter, live, on this platform."""

    def order(one: Alike) -> tuple[bool, bool, bool, str]:
        elsewhere = platform is not None and one.platform.pk != platform.pk
        return one.bones not in bones, one.ended, elsewhere, one.shown

    return sorted(found, key=order)


def _channels(wanted: set[str], most: int | None = MOST) -> list[Alike]:
    rows = (
        Channel.objects.filter(skeleton__in=wanted, is_sample=False)
        .exclude(status=ChannelStatus.CANCELLED)
        .select_related("platform", "school__trust", "trust")[:most]
    )
    return [Alike(row, row.platform, row.shown_name, _name(row), row.skeleton) for row in rows]


def _name(row: Channel) -> str:
    """The name that it is like others by: a number is like nobody, so there it is the page's."""
    return row.account_name if not row.handle or row.rests_on_its_id else row.handle


def _formers(wanted: set[str], most: int | None = MOST) -> list[Alike]:
    rows = (
        FormerHandle.objects.were_ours()
        .filter(skeleton__in=wanted)
        .select_related("platform", "channel__platform", "channel__school__trust", "channel__trust")
    )
    return [
        Alike(row.channel, row.platform, row.shown_name, row.handle, row.skeleton, row)
        for row in rows[:most]
    ]
