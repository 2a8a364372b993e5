"""When somebody last said of an account that it is ours, and whether that is too long ago to repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from accounts_registry.models import Attestation, Channel
from schools.policy_settings import value

LASTS = "confirmation_lasts_days"


def attested(channels: Iterable[Channel]) -> dict[str, date]:
    """By reference the last day on which the office or the headteacher signed for the channel as it stands."""
    schools = {channel.school_id for channel in channels if channel.school_id}
    found: dict[str, date] = {}
    for rows, at in Attestation.objects.filter(school_id__in=schools).values_list("rows", "at"):
        for row in rows:
            if not row.get("correction"):
                known = found.get(row["reference"], date.min)
                found[row["reference"]] = max(known, localdate(at))
    return found


def last_checked(channel: Channel, signed: Mapping[str, date]) -> date | None:
    """The last official check, look at its posts or signature under the register."""
    days = (
        channel.tests_checked_on,
        channel.last_post_checked_on,
        signed.get(channel.reference),
    )
    return max(filter(None, days), default=None)


def lapsed(channels: Iterable[Channel], *, on: date) -> set[Any]:
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
