"""A step towards pupils or to openness on an approved channel waits for the headteacher (0.8, channel-change)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.models import LIVE, Channel, ProposedChange
from accounts_registry.page import consistency
from accounts_registry.proposals import emails
from accounts_registry.record.rows import keep_state, locked_channel, save_channel, set_values
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User
from workflow.moves import WrongState

State = ProposedChange.State
TOO_LATE = "This change has been decided already, or another has been proposed since."


@transaction.atomic
def decide_change(
    *, channel: Channel, proposal: ProposedChange, agreed: bool, by: User, at: datetime
) -> Channel:
    """Yes or no to a change that waits; with a yes the register says it from now on.

    Raises ValidationError where it cannot stand beside what the register says by now.
    """
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_DECIDE_CHANGE, channel, on)
    proposal = channel.proposals.select_related("proposed_by").get(pk=proposal.pk)
    if proposal.state != State.WAITING or channel.status not in LIVE:
        raise WrongState(TOO_LATE, channel)
    proposal.state = State.AGREED if agreed else State.REFUSED
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    if agreed:
        _take_over(channel, proposal, by=by, at=at)
    data = {"fields": sorted(proposal.values), "agreed": agreed}
    trail.record(Event.CHANGE_DECIDED, by=by, at=at, record=channel, data=data)
    post.settle(reference=channel.reference, kind=emails.CHANGE_PROPOSED, at=at)
    emails.change_decided(channel, proposal, at=at)
    return channel


def hold_back(*, channel: Channel, values: Mapping[str, Any], by: User, at: datetime) -> None:
    """Keep these new values as a proposal; what waited before goes on in it. The safeguarding lead hears at once."""
    waiting = channel.proposals.filter(state=State.WAITING).first()
    if waiting is not None:
        waiting.state = State.REPLACED
        waiting.save(update_fields=["state"])
    together = {**(waiting.values if waiting else {}), **values}
    if waiting is not None and together == waiting.values and waiting.proposed_by_id == by.pk:
        waiting.state = State.WAITING
        waiting.save(update_fields=["state"])
        return
    proposal = ProposedChange.objects.create(
        channel=channel, values=together, proposed_by=by, proposed_at=at
    )
    trail.record(
        Event.CHANGE_PROPOSED, by=by, at=at, record=channel, data={"fields": sorted(values)}
    )
    post.settle(reference=channel.reference, kind=emails.CHANGE_PROPOSED, at=at)
    emails.change_proposed(channel, proposal, at=at)


def _take_over(channel: Channel, proposal: ProposedChange, *, by: User, at: datetime) -> None:
    on = localdate(at)
    before = copy(channel)
    set_values(channel, proposal.values)
    changed = {name for name in proposal.values if getattr(before, name) != getattr(channel, name)}
    if found := consistency.problems(channel, set(proposal.values), changed, by=by, on=on):
        raise ValidationError(list(found.values()))
    save_channel(channel, on=on)
    keep_state(channel, by=by, at=at)
