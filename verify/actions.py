"""What a school says elsewhere about its channels: recorded, so that the portal can tell when it is out of date."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check_at
from access.roles import Permission
from accounts_registry.models import Channel
from accounts_registry.record.rows import keep_state, locked_channel
from audit import trail
from audit.events import Event
from people.models import User
from schools.models import School
from verify import publication
from verify.models import PrivacyNotice

CHANGED = (
    "The list of official accounts has changed since you opened this page. Copy the paragraph again"
)


@transaction.atomic
def publish_privacy_notice(
    *, school: School, published_on: date, version: str, fingerprint: str, by: User, at: datetime
) -> PrivacyNotice:
    """Record that the school's privacy notice lists its official accounts from that day (Q-5.2-10).

    `fingerprint` is that of the list the person copied; ValidationError where it has changed meanwhile.
    """
    on = localdate(at)
    check_at(by, Permission.CHANNEL_CHANGE, on, school=school)
    if published_on > on:
        raise ValidationError({"published_on": "Date published must be today or in the past"})
    (found,) = publication.listed([School.objects.select_for_update().get(pk=school.pk)])
    if found.fingerprint != fingerprint:
        raise ValidationError(CHANGED)
    last = found.last
    said = (fingerprint, published_on, version)
    if last and (last.fingerprint, last.published_on, last.version) == said:
        return last
    notice = PrivacyNotice.objects.create(
        school=school,
        published_on=published_on,
        version=version,
        fingerprint=fingerprint,
        accounts=found.accounts,
        by=by,
        at=at,
    )
    for channel in found.channels:
        _list(channel, published_on, version, by=by, at=at)
    trail.record(
        Event.PRIVACY_NOTICE_PUBLISHED,
        by=by,
        at=at,
        record=notice,
        data={"published_on": published_on.isoformat(), "accounts": len(found.channels)},
    )
    return notice


def _list(channel: Channel, day: date, version: str, *, by: User, at: datetime) -> None:
    channel = locked_channel(channel)
    channel.privacy_notice_listed_on, channel.privacy_notice_version = day, version
    channel.save(update_fields=["privacy_notice_listed_on", "privacy_notice_version"])
    keep_state(channel, by=by, at=at, on=day)
