"""When somebody last said of an account that it is ours, and whether that is too long ago to repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from accounts_registry.api import proofs
from accounts_registry.models import Attestation, Channel, ChannelState
from schools.api import value

LASTS = "confirmation_lasts_days"
# An account is confirmed with its opening or acceptance too: those are no look of their own.
FIRST_LOOK = frozenset({"status", "accepted_at"})


def attested(channels: Iterable[Channel]) -> dict[str, date]:
    """By reference the last day on which somebody answered for the channel's account as it stands.

    The office or the headteacher, who signed for it; or whoever took the second look at another account.
    """
    channels = list(channels)
    schools = {channel.school_id for channel in channels if channel.school_id}
    found = _second_looks(channels)
    for rows, at in Attestation.objects.filter(school_id__in=schools).values_list("rows", "at"):
        for row in rows:
            if not row.get("correction"):
                known = found.get(row["reference"], date.min)
                found[row["reference"]] = max(known, localdate(at))
    return found


def _second_looks(channels: Iterable[Channel]) -> dict[str, date]:
    """By reference the day from which the account is the one that was confirmed.

    What was checked of the account before it says nothing about this one, so this day is the earliest.
    """
    states = ChannelState.objects.filter(channel__in=[channel.pk for channel in channels])
    rows = (
        states.annotate(words=Cast("changed", TextField()))
        .filter(words__contains="confirmed_identity")
        .order_by("id")
        .values_list("channel__reference", "changed", "at")
    )
    return {ref: localdate(at) for ref, changed, at in rows if FIRST_LOOK.isdisjoint(changed)}


def last_checked(channel: Channel, signed: Mapping[str, date]) -> date | None:
    """The last official check, look at its posts, signature or second look; of this very account."""
    if proofs.is_being_checked(channel):
        return None
    days = (
        channel.tests_checked_on,
        channel.last_post_checked_on,
        signed.get(channel.reference),
    )
    return max(filter(None, days), default=None)


def lapsed(channels: Iterable[Channel], *, on: date) -> set[UUID]:
    """The keys of those that nobody has checked, opened or signed for within `confirmation_lasts_days`."""
    rows = list(channels)
    signed = attested(rows)
    owners = {channel.school or channel.trust for channel in rows}
    since = {owner: on - timedelta(days=_lasts(owner)) for owner in owners}
    return {
        channel.pk
        for channel in rows
        if _last(channel, signed) < since[channel.school or channel.trust]
    }


def _last(channel: Channel, signed: Mapping[str, date]) -> date:
    days = (last_checked(channel, signed), channel.date_opened)
    return max(filter(None, days), default=date.min)


def _lasts(owner: Any) -> int:
    kind = "trust" if owner._meta.model_name == "trust" else "school"
    return int(value(LASTS, **{kind: owner}))
