"""Steps towards pupils or to openness on an approved channel, told to whoever decides and to the safeguarding lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.models import Channel, ProposedChange
from accounts_registry.page import edits
from accounts_registry.record.holders import holding
from notifications import post
from people.models import User

CHANGE_PROPOSED = "change_proposed"


def change_proposed(channel: Channel, proposal: ProposedChange, *, at: datetime) -> None:
    """To the headteacher, who decides, and at once to the safeguarding lead."""
    on = localdate(at)
    deciders = [*holding(channel, "HEAD", on)] or [*holding(channel, "CEO", on)]
    known = {"proposal": proposal, "facts": _called(proposal.values)}
    for person in deciders:
        _write(
            channel,
            person,
            kind=CHANGE_PROPOSED,
            key=f"change:{proposal.pk}",
            subject=f"Agree to a change of {channel.account_name}?"[:60],
            template="change_proposed",
            context=known,
            at=at,
            needs_action=True,
        )
    for person in _leads(channel, on, besides=[*deciders, proposal.proposed_by]):
        _write(
            channel,
            person,
            kind="change_told",
            key=f"change-told:{proposal.pk}",
            subject=f"A change is proposed: {channel.account_name}"[:60],
            template="change_told",
            context=known,
            at=at,
            urgent=True,
        )


def change_decided(channel: Channel, proposal: ProposedChange, *, at: datetime) -> None:
    """To whoever proposed it and to the safeguarding lead: what was decided."""
    leads = _leads(channel, localdate(at), besides=[proposal.decided_by])
    here = [] if proposal.proposed_by.has_left(localdate(at)) else [proposal.proposed_by]
    agreed = proposal.state == ProposedChange.State.AGREED
    for person in dict.fromkeys([*here, *leads]):
        _write(
            channel,
            person,
            kind="change_decided",
            key=f"change-decided:{proposal.pk}",
            subject=f"{'Agreed' if agreed else 'Not agreed'}: change of {channel.account_name}"[
                :60
            ],
            template="change_decided",
            context={"proposal": proposal, "facts": _called(proposal.values), "agreed": agreed},
            at=at,
            urgent=person in leads,
        )


def widened(channel: Channel, names: Sequence[str], *, by: User, at: datetime) -> None:
    """To the safeguarding lead at once: whoever approves channels has taken such a step."""
    for person in _leads(channel, localdate(at), besides=[by]):
        _write(
            channel,
            person,
            kind="change_told",
            key=f"widened:{channel.reference}:{at.isoformat()}",
            subject=f"Changed: {channel.account_name}"[:60],
            template="widened",
            context={"by": by, "facts": _called(names)},
            at=at,
            urgent=True,
        )


def _write(
    channel: Channel, person: User, *, template: str, context: dict[str, Any], **how: Any
) -> None:
    post.tell(
        person,
        template=f"accounts_registry/emails/{template}",
        context={"channel": channel, **context},
        link=reverse("register:detail", args=[channel.reference.lower()]),
        reference=channel.reference,
        **how,
    )


def _leads(channel: Channel, on: date, *, besides: Iterable[Any]) -> list[User]:
    """The school's designated lead; the trust's where it is the trust's channel or a school has none."""
    found = holding(channel, "DSL", on) or holding(channel, "TSL", on)
    return [person for person in found if person not in besides]


def _called(names: Iterable[str]) -> list[str]:
    return [edits.label(name) for name in names]
