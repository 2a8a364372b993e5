"""Parts of the verbs: rows locked, made, identified and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts_registry import consistency, facts, identity, questions, secrets
from accounts_registry.models import Channel, ChannelPerson, ChannelState, Numbering


def _locked(channel: Channel) -> Channel:
    return Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)


def _create(*, school: Any, typed: str, by: Any, at: datetime, **fields: Any) -> Channel:
    channel = Channel(school=school, trust=school.trust, registered_on=localdate(at), **fields)
    _identify(channel, typed)
    channel.reference = _next_reference()
    channel.save(force_insert=True)
    return channel


def _keep(
    channel: Channel, *, by: Any, at: datetime, on: date | None = None, reason: str = ""
) -> ChannelState | None:
    """Write down how the channel stands now; nothing where nothing has changed.

    Every verb that changes a channel ends with this: it is what the time machine, the history page
    and the sentence about two people's edits read. `on` is the day from which it counts, else today.
    """
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


def _refuse_secrets(channel: Channel, changed: Iterable[str], reason: str) -> None:
    """Whatever form or file a text came from: what looks like a password is not written down (R5)."""
    secrets.refuse(
        {name: getattr(channel, name) for name in changed if name not in consistency.NEVER_SECRET}
        | {"reason": reason}
    )


def _next_reference() -> str:
    """CH0001 and so on: the row is locked, so that two at once get two."""
    Numbering.objects.get_or_create(code="CH")
    numbering = Numbering.objects.select_for_update().get(code="CH")
    numbering.last += 1
    numbering.save(update_fields=["last"])
    return str(numbering)


def _identify(channel: Channel, typed: str) -> None:
    """Work out which account is meant, and refuse one that is somebody's already."""
    resolved = identity.resolve(channel.platform, typed)
    if resolved.problem:
        raise ValidationError({"account_name": resolved.problem})
    channel.handle, channel.identity, channel.url = resolved.handle, resolved.identity, resolved.url
    if channel.status in (Channel.Status.CLOSED, Channel.Status.CANCELLED):
        return
    problem = questions.taken_sentence(
        resolved.identity,
        platform=channel.platform,
        handle=resolved.handle,
        trust_id=channel.trust_id,
        besides=None if channel._state.adding else channel,
    )
    if problem:
        raise ValidationError({"account_name": problem})


def _put_people(
    channel: Channel,
    people: Iterable[Mapping[str, Any]],
    *,
    start: date,
    end: date | None = None,
    authorised_by: Any = None,
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
            authorised_by=authorised_by,
            authorised_on=start if authorised_by else None,
            designated_by=authorised_by if one["part"] == "moderator" else None,
            designated_on=start if authorised_by and one["part"] == "moderator" else None,
        )
        for order, one in enumerate(people)
    )


def _set_values(channel: Channel, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        setattr(channel, key, value)


def _a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))
