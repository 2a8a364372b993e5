"""People come and go on a channel; it is never left with nobody (rule 12)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.crew import crew_lines, objections, operators, shortfall
from accounts_registry.crew.operators import Named, Objection, Rule
from accounts_registry.crew.rows import last_sentence, record_people, refuse_future
from accounts_registry.models import Channel, ChannelPerson
from accounts_registry.record.rows import keep_state, locked_channel
from accounts_registry.record.statuses import GOES_ON, LIVE
from audit.events import Event
from people.models import User
from schools.api import policy_settings
from secret_detection import detect
from workflow.moves import WrongState

ENDED = "This channel is not in use, so nobody can be given a part in it."


@transaction.atomic
def add_person(
    *,
    channel: Channel,
    part: str,
    start_date: date,
    by: User,
    at: datetime,
    person: User | None = None,
    post: Any = None,
    start_reason: str = "",
    head_agrees: bool = False,
    non_employee_reason: str = "",
    admin_limit_reason: str = "",
) -> ChannelPerson:
    """Give somebody, or whoever holds a post, a part in a channel from that day.

    Raises ValidationError by field: for a part they have already, somebody who has left, somebody who is
    no employee without the headteacher's word, and more administrators than allowed without a reason.
    """
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, localdate(at))
    _refuse_ended(channel)
    if part == "master" and (now := channel.people.on(start_date).filter(part=part).first()):
        raise ValidationError(
            {"part": f"Master administration belongs to one post. Replace {now.who} instead"}
        )
    if part == "administrator":
        _limit_administrators(channel, start_date, admin_limit_reason, by, at)
    return _give(
        channel,
        part,
        start_date,
        by=by,
        at=at,
        person=person,
        post=post,
        start_reason=start_reason,
        head_agrees=head_agrees,
        non_employee_reason=non_employee_reason,
    )


@transaction.atomic
def remove_person(
    *,
    channel_person: ChannelPerson,
    end_date: date,
    by: User,
    at: datetime,
    end_reason: str = "",
    access_removed_on: date | None = None,
    planned_closing: date | None = None,
) -> ChannelPerson:
    """End somebody's part in a channel; that day is the last.

    A channel is never left without an administrator (rule 12). An open one goes below its minimum only with
    a closing plan: a day that it closes. Otherwise `replace_person` is the way.
    """
    channel = locked_channel(channel_person.channel)
    check(by, Permission.CHANNEL_CHANGE, channel, localdate(at))
    channel_person.channel = channel
    leaving = shortfall.if_ended(channel_person, end_date)
    if leaving.leaves_nobody:
        raise ValidationError(last_sentence(channel_person))
    has_plan = planned_closing or channel.planned_closing
    if leaving.short and not has_plan and channel.status in GOES_ON:
        raise ValidationError(
            {
                "planned_closing": f"{leaving.sentence}. Replace {channel_person.who}, or enter when the channel closes"
            }
        )
    if planned_closing and planned_closing != channel.planned_closing:
        _plan_closing(channel, planned_closing, by, at)
    return _end(channel_person, end_date, by, at, end_reason, access_removed_on)


@transaction.atomic
def replace_person(
    *,
    channel_person: ChannelPerson,
    start_date: date,
    by: User,
    at: datetime,
    person: User | None = None,
    post: Any = None,
    start_reason: str = "",
    head_agrees: bool = False,
    non_employee_reason: str = "",
    access_removed_on: date | None = None,
) -> ChannelPerson:
    """One begins and the other ends, together: the day before is the other's last."""
    channel = locked_channel(channel_person.channel)
    check(by, Permission.CHANNEL_CHANGE, channel, localdate(at))
    _refuse_ended(channel)
    channel_person = channel.people.select_related("person", "post").get(pk=channel_person.pk)
    if channel_person.end_date and channel_person.end_date < start_date:
        raise ValidationError("This part has already ended. Add a person instead")
    row = _give(
        channel,
        channel_person.part,
        start_date,
        by=by,
        at=at,
        person=person,
        post=post,
        start_reason=start_reason,
        head_agrees=head_agrees,
        non_employee_reason=non_employee_reason,
    )
    last = start_date - timedelta(days=1)
    _end(channel_person, last, by, at, f"Replaced by {row.who}", access_removed_on)
    return row


def _give(
    channel: Channel,
    part: str,
    start_date: date,
    *,
    by: User,
    at: datetime,
    person: User | None,
    post: Any,
    start_reason: str,
    head_agrees: bool,
    non_employee_reason: str,
) -> ChannelPerson:
    on = localdate(at)
    detect.refuse({"start_reason": start_reason, "non_employee_reason": non_employee_reason})
    _refuse_twice(channel, part, start_date, person, post)
    agreed = _word_of_the_head(
        channel,
        _objections(channel, Named(part, person, post), start_date),
        head_agrees,
        non_employee_reason,
        by,
        on,
    )
    confirmed = part == "moderator" and objections.may_designate(by, channel, on)
    row = channel.people.create(
        part=part,
        person=person,
        post=post,
        start_date=start_date,
        order=channel.people.filter(part=part).count(),
        start_reason=start_reason,
        authorised_by=by,
        authorised_on=on,
        non_employee_reason=non_employee_reason if agreed else "",
        designated_by=by if confirmed else None,
        designated_on=on if confirmed else None,
    )
    record_people(Event.CHANNEL_PERSON_ADDED, channel, row, by, at)
    return row


def _refuse_ended(channel: Channel) -> None:
    """Who ran a channel on its last day is history: nobody is added to it afterwards."""
    if channel.status not in LIVE:
        raise WrongState(ENDED, channel)


def _refuse_twice(
    channel: Channel, part: str, start_date: date, person: User | None, post: Any
) -> None:
    there = channel.people.filter(Q(end_date=None) | Q(end_date__gte=start_date))
    if there.filter(part=part, person=person, post=post).exists():
        word = _a_part(ChannelPerson.Part(part).label.lower())
        who = person.full_name if person else post
        raise ValidationError({_asked(person): f"{who} is already {word}. Choose someone else"})


def _objections(channel: Channel, named: Named, start_date: date) -> list[Objection]:
    there = [
        Named(row.part, row.person)
        for row in channel.people.on(start_date).select_related("person")
    ]
    found = operators.objections(named, beside=there, place=_place(channel), on=start_date)
    return list(found)


def _word_of_the_head(
    channel: Channel, found: list[Objection], head_agrees: bool, why: str, by: User, on: date
) -> bool:
    """Whether somebody is no employee and may do this all the same (Q-5.3-11); refuses where not."""
    for one in found:
        if one.rule != Rule.HEAD_AGREES or not by.holds("HEAD", on, channel.school):
            raise ValidationError({_asked(one.named.person): one.sentence})
    for outsider in (one.name for one in found):
        problems = {}
        if not head_agrees:
            problems["head_agrees"] = f"Select the statement to agree that {outsider} helps run it"
        if not why.strip():
            problems["non_employee_reason"] = f"Enter why {outsider} is needed"
        if problems:
            raise ValidationError(problems)
    return bool(found)


def _limit_administrators(
    channel: Channel, start_date: date, reason: str, by: User, at: datetime
) -> None:
    """Only as many as needed (Q-5.2-7): more than the trust's limit wants a reason."""
    most = policy_settings.value("max_admins", **_place(channel))
    have = crew_lines.lines([channel.pk], on=start_date)
    count = len({line.person_id for line in have if line.part in shortfall.ADMINISTRATORS})
    if count < most or channel.admin_limit_reason:
        return
    if not reason.strip():
        raise ValidationError(
            {
                "admin_limit_reason": f"There are {count} administrators already. Enter why more are needed"
            }
        )
    channel.admin_limit_reason = reason
    channel.save(update_fields=["admin_limit_reason"])
    keep_state(channel, by=by, at=at)


def _end(
    row: ChannelPerson,
    end_date: date,
    by: User,
    at: datetime,
    end_reason: str,
    access_removed_on: date | None,
) -> ChannelPerson:
    detect.refuse({"end_reason": end_reason})
    if access_removed_on:
        refuse_future(access_removed_on, localdate(at))
    # Replaced on its first day a part keeps that day: it cannot end before it begins.
    row.end_date = max(end_date, row.start_date)
    row.end_reason, row.ended_by = end_reason[:200], by
    row.access_removed_on = access_removed_on or row.access_removed_on
    row.save(update_fields=["end_date", "end_reason", "ended_by", "access_removed_on"])
    record_people(Event.CHANNEL_PERSON_ENDED, row.channel, row, by, at)
    return row


def _plan_closing(channel: Channel, planned_closing: date, by: User, at: datetime) -> None:
    if planned_closing < localdate(at):
        raise ValidationError({"planned_closing": "Closing date must be today or in the future"})
    channel.planned_closing = planned_closing
    channel.save(update_fields=["planned_closing"])
    keep_state(channel, by=by, at=at)


def _asked(person: User | None) -> str:
    return "person" if person else "post"


def _place(channel: Channel) -> dict[str, Any]:
    return {"school": channel.school} if channel.school else {"trust": channel.trust}


def _a_part(word: str) -> str:
    """an administrator, a moderator."""
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"
