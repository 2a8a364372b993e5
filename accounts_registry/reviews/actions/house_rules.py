"""House rules of a channel, and the text that a school's channels begin with (I-A.4.1)."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.models import Channel, HouseRules
from accounts_registry.record.rows import keep_state, locked_channel
from accounts_registry.record.statuses import IN_USE, LIVE
from audit import trail
from audit.events import Event
from people.models import User
from schools.models import School
from secret_detection import detect
from workflow.moves import WrongState


@transaction.atomic
def change_house_rules(
    *,
    channel: Channel,
    text: str,
    public_url: str,
    published_on: date | None,
    by: User,
    at: datetime,
    conforms: bool = False,
    version: int | None = None,
) -> HouseRules:
    """Keep these rules as a new version; their link becomes the channel's. The same again writes nothing.

    Raises ValidationError for an open channel without the link and the day they were published.
    """
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, on)
    detect.refuse({"text": text})
    if channel.status not in LIVE:
        raise WrongState("This channel is not in use, so it has no new house rules.", channel)
    _refuse_unpublished(channel, public_url, published_on, on)
    latest = channel.house_rules.select_related("by").first()
    _refuse_stale(latest, version)
    facts = {"text": text, "public_url": public_url, "published_on": published_on}
    if latest and all(getattr(latest, name) == value for name, value in facts.items()):
        return latest
    row = channel.house_rules.create(
        version=(latest.version if latest else 0) + 1,
        by=by,
        at=at,
        conforms_confirmed_by=by if conforms else None,
        **facts,
    )
    channel.house_rules_url = public_url
    channel.save(update_fields=["house_rules_url"])
    keep_state(channel, by=by, at=at)
    trail.record(
        Event.HOUSE_RULES_SAVED, by=by, at=at, record=channel, data={"version": row.version}
    )
    return row


@transaction.atomic
def write_house_rules_template(
    *, school: School, text: str, by: User, at: datetime, version: int | None = None
) -> HouseRules:
    """What the rules of this school's channels begin with."""
    school = School.objects.select_for_update().get(pk=school.pk)
    check(by, Permission.CHANNEL_CHANGE, school, localdate(at))
    detect.refuse({"text": text})
    latest = school.house_rules.select_related("by").first()
    _refuse_stale(latest, version)
    if latest and latest.text == text:
        return latest
    row = school.house_rules.create(
        version=(latest.version if latest else 0) + 1, text=text, by=by, at=at
    )
    trail.record(
        Event.HOUSE_RULES_SAVED, by=by, at=at, record=school, data={"version": row.version}
    )
    return row


def _refuse_unpublished(
    channel: Channel, public_url: str, published_on: date | None, on: date
) -> None:
    problems = {}
    if channel.status in IN_USE and not public_url:
        problems["public_url"] = "Enter the link to the house rules, because the channel is open"
    if public_url and published_on is None:
        problems["published_on"] = "Enter the day they were published"
    if published_on and published_on > on:
        problems["published_on"] = "Day they were published must be today or in the past"
    if problems:
        raise ValidationError(problems)


def _refuse_stale(latest: HouseRules | None, version: int | None) -> None:
    if version is not None and latest and latest.version != version:
        raise WrongState(
            f"{latest.by.full_name} wrote version {latest.version} while you were editing. "
            "Check it and save again."
        )
