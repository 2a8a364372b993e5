"""Whether somebody who runs a channel is confirmed, and whether the platform and the portal let them in."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.crew import shortfall
from accounts_registry.crew.rows import last_sentence, record_people, refuse_future
from accounts_registry.models import ChannelPerson
from accounts_registry.record.rows import locked_channel
from audit.events import Event
from people.models import User
from secret_detection import detect


@transaction.atomic
def confirm_moderator(*, channel_person: ChannelPerson, by: User, at: datetime) -> ChannelPerson:
    """Whoever the trust's setting names says that this person moderates (I-A.5.4). Once is enough."""
    channel = locked_channel(channel_person.channel)
    check(by, Permission.MODERATOR_CONFIRM, channel, localdate(at))
    if channel_person.part == "moderator" and channel_person.designated_on is None:
        channel_person.designated_by, channel_person.designated_on = by, localdate(at)
        channel_person.save(update_fields=["designated_by", "designated_on"])
        record_people(Event.MODERATOR_CONFIRMED, channel, channel_person, by, at)
    return channel_person


@transaction.atomic
def withdraw_access(
    *, channel_person: ChannelPerson, reason: str, by: User, at: datetime
) -> ChannelPerson:
    """This person gets no further for now (T-7.0-2): the part stands and does not count."""
    channel = locked_channel(channel_person.channel)
    check(by, Permission.ACCESS_WITHDRAW, channel, localdate(at))
    detect.refuse({"reason": reason})
    channel_person.channel = channel
    if channel_person.is_suspended:
        return channel_person
    if shortfall.if_ended(channel_person, localdate(at)).leaves_nobody:
        raise ValidationError(last_sentence(channel_person))
    channel_person.is_suspended, channel_person.restored_on = True, None
    channel_person.suspended_on, channel_person.suspended_by = localdate(at), by
    channel_person.suspension_reason = reason
    channel_person.save()
    record_people(Event.ACCESS_WITHDRAWN, channel, channel_person, by, at)
    return channel_person


@transaction.atomic
def give_back_access(*, channel_person: ChannelPerson, by: User, at: datetime) -> ChannelPerson:
    """The person may go on; from today they count again."""
    channel = locked_channel(channel_person.channel)
    check(by, Permission.ACCESS_WITHDRAW, channel, localdate(at))
    if channel_person.is_suspended:
        channel_person.is_suspended, channel_person.restored_on = False, localdate(at)
        channel_person.save(update_fields=["is_suspended", "restored_on"])
        record_people(Event.ACCESS_RESTORED, channel, channel_person, by, at)
    return channel_person


@transaction.atomic
def record_access_removed(
    *, channel_person: ChannelPerson, access_removed_on: date, by: User, at: datetime
) -> ChannelPerson:
    """Somebody has seen that the platform lets this person in no more (A-7.3-2)."""
    channel = locked_channel(channel_person.channel)
    check(by, Permission.CHANNEL_CHANGE, channel, localdate(at))
    refuse_future(access_removed_on, localdate(at))
    if channel_person.access_removed_on != access_removed_on:
        channel_person.access_removed_on = access_removed_on
        channel_person.save(update_fields=["access_removed_on"])
        record_people(Event.CHANNEL_PERSON_CHANGED, channel, channel_person, by, at)
    return channel_person
