"""What happens in the life of a channel, told to those it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.crew import crew_lines
from accounts_registry.models import (
    Channel,
    Closing,
)
from accounts_registry.record.holders import holding
from notifications import post
from people.models import User
from schools.models import School

ID_TO_CONFIRM = "channel_id"
HANDLE_TO_CONFIRM = "channel_handle"
OPENED = {
    "HEAD": "",
    "DPO": "List it in the privacy notice, and record the day here.",
    "ADMIN": "Link it from the school website, or say why not, and record it here.",
    "NETMAN": "Nothing is asked of you: this is so that you know about the account.",
}


def life_changed(
    channel: Channel,
    now: str,
    *,
    by: User,
    at: datetime,
    named: bool = True,
    also: Sequence[User] = (),
    is_lost: bool = False,
) -> None:
    """To everybody who runs it and the headteacher, and the office when it closes or is kept."""
    on = localdate(at)
    ids = {line.person_id for line in crew_lines.lines([channel.pk], on=on) if line.person_id}
    people = list(User.objects.present(on).filter(pk__in=ids))
    office = holding(channel, "ADMIN", on) if now != "paused" else []
    everybody = {one.pk: one for one in (*people, *holding(channel, "HEAD", on), *office, *also)}
    everybody.pop(by.pk, None)
    for person in everybody.values():
        _about_channel(
            channel,
            person,
            kind="channel_life",
            key=f"channel-life:{channel.reference}:{channel.status}:{at.isoformat()}",
            subject=f"{channel.account_name} is {now}",
            template="life",
            context={"now": now, "by": by if named else None, "is_lost": is_lost},
            at=at,
            needs_action=now == "paused" and person.pk in ids,
        )


def account_ended(channel: Channel, *, by: User, at: datetime) -> None:
    """To everybody who runs it, the headteacher, the communications manager and the network manager."""
    on = localdate(at)
    also = [*holding(channel, "COMMS", on), *holding(channel, "NETMAN", on)]
    life_changed(channel, "no longer ours", by=by, at=at, also=also, is_lost=True)


def id_to_confirm(channel: Channel, *, by: User, at: datetime) -> None:
    """To those who may confirm it, but whoever wrote the id down."""
    for person in _who_confirm(channel, by, localdate(at)):
        _about_channel(
            channel,
            person,
            kind=ID_TO_CONFIRM,
            key=f"channel-id:{channel.reference}:{at.isoformat()}",
            subject=f"Is this our account? {channel.account_name}",
            template="id_to_confirm",
            context={"by": by},
            at=at,
            page="register:account_id_confirm",
            needs_action=True,
        )


def handle_to_confirm(channel: Channel, *, by: User, at: datetime) -> None:
    """To those who may confirm it, but whoever wrote down the changed name."""
    for person in _who_confirm(channel, by, localdate(at)):
        _about_channel(
            channel,
            person,
            kind=HANDLE_TO_CONFIRM,
            key=f"channel-handle:{channel.reference}:{at.isoformat()}",
            subject=f"Is this our account? {channel.shown_name}",
            template="handle_to_confirm",
            context={"by": by},
            at=at,
            page="register:account_handle_confirm",
            needs_action=True,
        )


def _who_confirm(channel: Channel, by: User, on: date) -> list[User]:
    """The headteacher and the communications manager; the chief executive for the trust, or where nobody else is."""
    roles = ("HEAD", "COMMS") if channel.school_id else ("COMMS", "CEO")
    people = {one.pk: one for role in roles for one in holding(channel, role, on)}
    people.pop(by.pk, None)
    if not people:
        people = {one.pk: one for one in holding(channel, "CEO", on) if one.pk != by.pk}
    return list(people.values())


def may_go_on(channel: Channel, *, by: User, at: datetime) -> None:
    """To the headteacher and the communications manager: the safeguarding lead agrees that it may go on."""
    on = localdate(at)
    people = {one.pk: one for role in ("HEAD", "COMMS") for one in holding(channel, role, on)}
    people.pop(by.pk, None)
    for person in people.values():
        _about_channel(
            channel,
            person,
            kind="channel_may_go_on",
            key=f"channel-may-go-on:{channel.reference}:{at.isoformat()}",
            subject=f"{channel.account_name} may be opened again",
            template="may_go_on",
            context={},
            at=at,
        )


def opened(channel: Channel, *, by: User, at: datetime) -> None:
    """To the headteacher, the data protection officer, the office and the network manager (C2)."""
    on, told = localdate(at), set()
    for role, ask in OPENED.items():
        for person in holding(channel, role, on):
            if person.pk in told or (person.pk == by.pk and role not in ("DPO", "ADMIN")):
                continue
            told.add(person.pk)
            _about_channel(
                channel,
                person,
                kind="channel_opened",
                key=f"channel-opened:{channel.reference}",
                subject=f"{channel.account_name} is open",
                template="opened",
                context={"ask": ask},
                page="register:completion" if role in ("DPO", "ADMIN") else "register:detail",
                at=at,
                needs_action=role in ("DPO", "ADMIN"),
            )


def closing_taken_back(
    channel: Channel, closing: Closing | None, reason: str, *, by: User, at: datetime
) -> None:
    """To the office and whoever recorded it: the closing was a mistake."""
    on = localdate(at)
    recorder = [closing.ended_by] if closing and closing.ended_by else []
    people = {one.pk: one for one in (*holding(channel, "ADMIN", on), *recorder)}
    people.pop(by.pk, None)
    for person in people.values():
        _about_channel(
            channel,
            person,
            kind="closing_reversed",
            key=f"closing-reversed:{channel.reference}:{at.isoformat()}",
            subject=f"{channel.account_name} is not closed after all",
            template="closing_reversed",
            context={"by": by, "reason": reason},
            at=at,
        )


def moved(
    channel: Channel, before: School | None, effective_on: date, *, by: User, at: datetime
) -> None:
    """To the headteachers of both schools and the communications manager: it has another owner."""
    on = localdate(at)
    old = User.objects.holding("HEAD", on=on, school=before) if before else []
    new = User.objects.holding("HEAD", on=on, school=channel.school) if channel.school else []
    people = {one.pk: one for one in (*old, *new, *holding(channel, "COMMS", on))}
    people.pop(by.pk, None)
    for person in people.values():
        _about_channel(
            channel,
            person,
            kind="channel_moved",
            key=f"channel-moved:{channel.reference}:{at.isoformat()}",
            subject=f"{channel.account_name} belongs to {channel.school or channel.trust} now",
            template="moved",
            context={"before": before or channel.trust, "effective_on": effective_on, "by": by},
            at=at,
        )


def _about_channel(
    channel: Channel,
    person: User,
    *,
    kind: str,
    key: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    at: datetime,
    page: str = "register:detail",
    needs_action: bool = False,
) -> None:
    post.tell(
        person,
        kind=kind,
        key=key,
        subject=subject,
        template=f"accounts_registry/emails/{template}",
        context={"channel": channel, **context},
        link=reverse(page, args=[channel.reference.lower()]),
        at=at,
        reference=channel.reference,
        needs_action=needs_action,
    )
