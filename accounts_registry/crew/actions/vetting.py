"""People from outside who may add something to a channel: each check is kept (requirements 3.22)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, can, check
from access.roles import Permission
from accounts_registry.models import Channel, ContributorVetting
from accounts_registry.record.labels import PUPIL_GROUPS
from accounts_registry.record.rows import a_year_after, locked_channel
from audit import trail
from audit.events import Event
from people.models import User
from secret_detection import detect


@transaction.atomic
def add_contributor(
    *,
    channel: Channel,
    kind: str,
    name: str,
    display_name: str,
    identity_verified_by: str,
    result: str,
    expires_on: date,
    by: User,
    at: datetime,
    organisation: str = "",
    checks: list[str] | None = None,
    known_to: Any = None,
    age_confirmed: bool = False,
) -> ContributorVetting:
    """Record one check of one contributor: by whoever checks contributors here, or who may change the channel.

    Raises ValidationError by field: pupils go by initials, a private channel asks who knows the person,
    and a check lasts 12 months at most.
    """
    on = localdate(at)
    channel = locked_channel(channel)
    _ask(channel, by, on)
    texts = (name, display_name, identity_verified_by, organisation)
    detect.refuse({"identity_verified_by": " ".join(texts)})
    if found := _problems(channel, kind, name, known_to, age_confirmed, expires_on, on):
        raise ValidationError(found)
    row = channel.vettings.create(
        kind=kind,
        name=name,
        organisation=organisation,
        display_name=display_name,
        identity_verified_by=identity_verified_by,
        checks=checks or [],
        known_to=known_to,
        age_confirmed=age_confirmed,
        result=result,
        expires_on=expires_on,
        vetted_by=by,
        vetted_on=on,
        at=at,
    )
    trail.record(
        Event.CONTRIBUTOR_VETTED,
        by=by,
        at=at,
        record=channel,
        data={"kind": kind, "result": result},
    )
    return row


def _ask(channel: Channel, by: User, on: date) -> None:
    check(by, Permission.CHANNEL_DETAIL, channel, on)
    checks_here = channel.people.of(by, on=on).filter(part="vetter", is_suspended=False).exists()
    if not checks_here and not can(by, Permission.CHANNEL_CHANGE, channel, on):
        raise Denied("Only whoever checks the contributors of this channel can record this.")


def _problems(
    channel: Channel,
    kind: str,
    name: str,
    known_to: Any,
    age_confirmed: bool,
    expires_on: date,
    on: date,
) -> dict[str, str]:
    found = {}
    if kind in PUPIL_GROUPS:
        if len(name.replace(".", "").replace(" ", "")) > 4:
            found["name"] = "Enter the initials of a pupil, never the name"
        if not age_confirmed:
            found["age_confirmed"] = "Confirm that the pupil is old enough for the platform"
    if channel.membership == Channel.Membership.KNOWN and known_to is None:
        found["known_to"] = "Select who knows this person"
    if not on < expires_on <= a_year_after(on):
        found["expires_on"] = "The check must run out within 12 months"
    return found
