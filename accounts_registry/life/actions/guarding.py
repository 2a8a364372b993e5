"""What the clock writes down every night: which rules are broken since when, and which gaps are mended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts_registry.life import opening_checks
from accounts_registry.models import Channel, GuardFlag
from accounts_registry.needs import standing_rules
from accounts_registry.record.rows import keep_state
from people.api import system_user


@transaction.atomic
def note_flags(*, on: date, channels: Any = None) -> int:
    """Open a flag for each rule that a channel has begun to break, and end those it keeps again (4.2.6).

    Running it twice writes nothing new. Answers how many flags stand.
    """
    chosen = Channel.objects.all() if channels is None else Channel.objects.filter(pk__in=channels)
    now = {
        (pk, flag.code) for pk, flags in standing_rules.of(chosen, on=on).items() for flag in flags
    }
    standing = dict(_standing(channels))
    over = [pk for key, pk in standing.items() if key not in now]
    GuardFlag.objects.filter(pk__in=over).update(ended_on=on)
    GuardFlag.objects.bulk_create(
        (GuardFlag(channel_id=pk, code=code, since=on) for pk, code in sorted(now - set(standing))),
        ignore_conflicts=True,
        batch_size=500,
    )
    return len(now)


def _standing(channels: Any) -> Iterable[tuple[tuple[UUID, str], int]]:
    rows = GuardFlag.objects.standing()
    rows = rows if channels is None else rows.filter(channel__in=channels)
    for pk, channel, code in rows.values_list("pk", "channel_id", "code"):
        yield (channel, code), pk


@transaction.atomic
def settle_gaps(*, on: date, at: datetime) -> int:
    """Take the due date off existing channels that lack nothing any more (C3)."""
    settled = 0
    waiting = Channel.objects.live().filter(gaps_due__isnull=False)
    for channel in waiting.select_related("trust", "school", "platform"):
        if channel.is_accepted and not opening_checks.gaps(channel, on=on):
            channel.gaps_due = None
            channel.save(update_fields=["gaps_due"])
            keep_state(channel, by=system_user(), at=at, reason="Nothing is missing any more")
            settled += 1
    return settled
