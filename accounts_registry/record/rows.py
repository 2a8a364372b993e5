"""Parts of the verbs: rows locked, made, identified and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts_registry.accounts import ownership, proofs
from accounts_registry.life import opening_checks
from accounts_registry.models import (
    Channel,
    ChannelPerson,
    ChannelState,
    FormerHandle,
    Numbering,
)
from accounts_registry.page import consistency
from accounts_registry.record import facts, intervals
from accounts_registry.search.rows import index_channels
from people.models import User
from platforms.api import identity, lookalikes
from schools.api import add_school_days
from schools.models import School
from secret_detection import detect


def locked_channel(channel: Channel) -> Channel:
    """Nearly every verb begins here: of two at once each would judge by what the other is about to change.

    The last two administrators could leave together, each because the other stays.
    """
    return Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)


def create_channel(
    *, school: School, typed: str, by: User, at: datetime, signed: bool = False, **fields: Any
) -> Channel:
    """`signed` where the headteacher has put a name to this account: its id counts with it."""
    channel = Channel(school=school, trust=school.trust, registered_on=localdate(at), **fields)
    on = localdate(at)
    identify(channel, typed, on=on)
    if signed:
        confirm_account(channel)
    channel.reference = next_references(1)[0]
    save_channel(channel, on=on, force_insert=True)
    return channel


def save_channel(channel: Channel, *, on: date, field: str = "account_name", **how: Any) -> None:
    """Write the row. Where somebody else was a moment quicker with the same account, say so.

    The check before was right when it was made; the database's own rule has the last word.
    """
    try:
        # A savepoint: PostgreSQL answers no question any more once a transaction has failed.
        with transaction.atomic():
            channel.save(**how)
    except IntegrityError:
        if problem := _taken(channel, on):
            raise ValidationError({field: problem}) from None
        raise


def keep_state(
    channel: Channel, *, by: User, at: datetime, on: date | None = None, reason: str = ""
) -> ChannelState | None:
    """Write down how the channel stands now; nothing where nothing has changed.

    Every verb that changes a channel ends with this: it is what the time machine, the history page
    and the sentence about two people's edits read. `on` is the day from which it counts, else today.
    """
    # Before asking whether anything changed: its words come from people and posts as well.
    index_channels([channel.pk], at=at)
    # The last that was written, whatever day it counts from: what the register said until now.
    before = channel.states.order_by("-id").values_list("facts", flat=True).first()
    now = facts.facts(channel)
    differing = facts.changed(before, now) if before else []
    if before and not differing:
        return None
    _refuse_secrets(channel, differing, reason)
    return ChannelState.objects.create(
        channel=channel,
        trust_id=channel.trust_id,
        school_id=channel.school_id,
        status=channel.status,
        on=on or localdate(at),
        at=at,
        by=by,
        reason=reason[:400],
        facts=now,
        changed=differing,
    )


def opened_before(channel: Channel, *, by: User, at: datetime, reason: str) -> None:
    """The account was open before it was ours: its true first day counts (S23)."""
    channel.retrospective = True
    channel.save(update_fields=["retrospective"])
    keep_state(channel, by=by, at=at, reason=reason)


def _refuse_secrets(channel: Channel, changed: Iterable[str], reason: str) -> None:
    """Whatever form or file a text came from: what looks like a password is not written down (rule 5)."""
    detect.refuse(
        {name: getattr(channel, name) for name in changed if name not in consistency.NEVER_SECRET}
        | {"reason": reason}
    )


def next_references(number: int) -> list[str]:
    """As many references as are needed, from the one row that gives them out.

    Locked until the transaction ends: a number goes back with it when it fails, and is given to nobody twice.
    """
    Numbering.objects.get_or_create(code="CH")
    numbering = Numbering.objects.select_for_update().get(code="CH")
    first, numbering.last = numbering.last + 1, numbering.last + number
    numbering.save(update_fields=["last"])
    return [str(Numbering(code="CH", last=first + n)) for n in range(number)]


def add_many(
    channels: Sequence[Channel],
    people: Iterable[ChannelPerson],
    stands: Callable[[], Iterable[ChannelState]],
) -> list[ChannelState]:
    """Write many new channels with who runs them and how each stands; the caller indexes them."""
    Channel.objects.bulk_create(channels)
    ChannelPerson.objects.bulk_create(people)
    return ChannelState.objects.bulk_create(stands())


def change_many(
    channels: Sequence[Channel],
    columns: Sequence[str],
    *,
    going: Iterable[ChannelPerson],
    coming: Iterable[ChannelPerson],
    stands: Callable[[], Iterable[ChannelState]],
) -> list[ChannelState]:
    """Write these columns of many channels, who ends and who begins on them, and how each stands now."""
    Channel.objects.bulk_update(channels, columns)
    ChannelPerson.objects.bulk_update(going, ["end_date"])
    ChannelPerson.objects.bulk_create(coming)
    return ChannelState.objects.bulk_create(stands())


def identify(
    channel: Channel, typed: str, *, on: date | None = None, renamed: bool = False
) -> None:
    """Work out which account is meant, and refuse one that is somebody's already.

    An account that was only renamed keeps what the platform itself calls it.
    """
    resolved = identity.resolve(channel.platform, typed)
    if resolved.problem:
        raise ValidationError({"account_name": resolved.problem})
    if resolved.permanent_id or not (renamed or channel.identity == resolved.identity):
        channel.permanent_id = resolved.permanent_id
    channel.handle, channel.identity, channel.url = resolved.handle, resolved.identity, resolved.url
    outline(channel)
    if channel.status in (Channel.Status.CLOSED, Channel.Status.CANCELLED):
        return  # what is over may be corrected to say what it was, whoever has that account now
    if problem := _taken(channel, on):
        raise ValidationError({"account_name": problem})


def confirm_account(channel: Channel) -> None:
    """Somebody answers for the account as it stands: its name, and the id that came with it."""
    channel.confirmed_id, channel.confirmed_identity = channel.permanent_id, channel.identity


def outline(channel: Channel) -> None:
    """Keep by what others look like it."""
    channel.skeleton = lookalikes.bones_of(
        handle=channel.handle,
        account_name=channel.account_name,
        permanent_id=channel.permanent_id,
    )


def remember_account(
    channel: Channel, *, until: date, reason: str, by: User, at: datetime, note: str = ""
) -> FormerHandle | None:
    """Write down what the account is called now, before it is called something else."""
    if not channel.identity:
        return None
    if channel.waits_for_its_handle and reason != "mistyped":
        # What nobody has found to be ours never was: a stranger's name is not "ours until a day".
        said = FormerHandle.Reason(reason).label
        reason, note = "mistyped", f"{said}, before anybody confirmed it. {note}".strip()
    last = channel.former_handles.first()
    since = last.until if last else channel.date_opened
    return FormerHandle.objects.create(
        channel=channel,
        platform=channel.platform,
        account_name=channel.account_name,
        handle=channel.handle,
        # Nor is a stranger's id.
        permanent_id=channel.permanent_id if channel.is_id_confirmed else "",
        identity=channel.identity,
        skeleton=channel.skeleton,
        url=channel.url,
        since=min(since, until) if since else None,
        until=until,
        reason=reason,
        note=note[:400],
        by=by,
        at=at,
    )


def is_lost(channel: Channel) -> bool:
    """Whether its account is recorded as lost: nobody here holds it until it is recorded as ours again."""
    last = channel.former_handles.were_ours().values_list("until", flat=True).first()
    return proofs.lost_since(channel, last) is not None


def _taken(channel: Channel, on: date | None) -> str:
    return ownership.taken_sentence(
        channel.identity,
        platform=channel.platform,
        handle=channel.handle,
        trust_id=channel.trust_id,
        permanent_id=channel.permanent_id,
        besides=None if channel._state.adding else channel,
        on=on,
    )


def put_people(
    channel: Channel,
    people: Iterable[Mapping[str, Any]],
    *,
    start: date,
    end: date | None = None,
    authorised_by: User | None = None,
) -> None:
    """`authorised_by` is whoever signed for these people: then their moderators are confirmed too."""
    ChannelPerson.objects.bulk_create(
        ChannelPerson(
            channel=channel,
            part=one["part"],
            person=one.get("person"),
            post=one.get("post"),
            start_date=start,
            end_date=end,
            order=order,
            non_employee_reason=one.get("non_employee_reason", ""),
            authorised_by=authorised_by,
            authorised_on=start if authorised_by else None,
            designated_by=authorised_by if one["part"] == "moderator" else None,
            designated_on=start if authorised_by and one["part"] == "moderator" else None,
        )
        for order, one in enumerate(people)
    )


def set_values(channel: Channel, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        setattr(channel, key, value)


def start_life(channel: Channel, date_opened: date, at: datetime) -> None:
    """What follows from the day a channel opened: its first review, and what is left to record."""
    channel.date_opened = date_opened
    channel.next_review_on = channel.next_review_on or a_year_after(date_opened)
    set_values(channel, intervals.on_opening(channel, date_opened))
    if opening_checks.incomplete(channel):
        channel.completion_due = add_school_days(
            channel.school or channel.trust, localdate(at), opening_checks.COMPLETE_WITHIN
        )


def a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))
