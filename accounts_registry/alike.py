"""Accounts of the register that a name looks like: live ones, closed ones, and names they had before."""

from __future__ import annotations

from dataclasses import dataclass

from accounts_registry.differences import differences
from accounts_registry.lookalikes import neighbours, skeleton
from accounts_registry.models import Channel, FormerHandle, Platform

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
        return self.former is not None or self.channel.status == "closed"

    def differences_from(self, typed: str) -> list[str]:
        return differences(typed.rpartition("/")[2] or typed, self.handle.rpartition("/")[2])


def alike(name: str, *, platform: Platform | None = None) -> list[Alike]:
    """Those that look like this name, the likeliest first: alike in every letter, live, on this platform."""
    bones = skeleton(name.rpartition("/")[2] or name)
    wanted = neighbours(bones)
    if not wanted:
        return []
    found = [*_channels(wanted), *_formers(wanted)]

    def order(one: Alike) -> tuple[bool, bool, bool, str]:
        elsewhere = platform is not None and one.platform.pk != platform.pk
        return one.bones != bones, one.ended, elsewhere, one.shown

    return sorted(found, key=order)


def _channels(wanted: set[str]) -> list[Alike]:
    rows = (
        Channel.objects.filter(skeleton__in=wanted, is_sample=False)
        .exclude(status="cancelled")
        .select_related("platform", "school__trust", "trust")[:MOST]
    )
    return [
        Alike(row, row.platform, row.shown_name, row.handle or row.account_name, row.skeleton)
        for row in rows
    ]


def _formers(wanted: set[str]) -> list[Alike]:
    rows = (
        FormerHandle.objects.were_ours()
        .filter(skeleton__in=wanted)
        .select_related("platform", "channel__platform", "channel__school__trust", "channel__trust")
    )
    return [
        Alike(row.channel, row.platform, row.shown_name, row.handle, row.skeleton, row)
        for row in rows[:MOST]
    ]
