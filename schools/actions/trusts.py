"""Setting up a trust, and what it looks like."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Person, ask_at, ask_system
from access.roles import Permission
from audit import trail
from audit.events import Event
from govuk.contrast import is_colour
from schools import addresses, logos
from schools.fields import put
from schools.models import Trust
from schools.policy_settings import PRESETS

CHANGEABLE = frozenset(
    {
        "name",
        "country",
        "email_domains",
        "website_url",
        "privacy_notice_url",
        "exit_page_url",
        "words",
    }
)


@transaction.atomic
def create_trust(
    *, name: str, by: Person, at: datetime, short_name: str = "", preset: str = "", **fields: Any
) -> Trust:
    """Set up a trust. Only the system does: the first-run page, the Department's file, the demo."""
    ask_system(by, Permission.TRUST_SET_UP)
    if preset and preset not in PRESETS:
        raise ValidationError("Select one of the policies")
    trust = Trust(
        name=name, short_name=short_name or addresses.short_name(name), preset=preset, **fields
    )
    trust.full_clean(exclude=["email_domains", "words"])
    trust.save(force_insert=True)
    trail.record(
        Event.TRUST_CREATED, by=by, at=at, record=trust, data={"name": name, "preset": preset}
    )
    return trust


@transaction.atomic
def change_trust(*, trust: Trust, by: Person, at: datetime, **fields: Any) -> Trust:
    """Change the trust's name and addresses."""
    ask_at(by, Permission.TRUST_SET_UP, localdate(at), trust=trust)
    changed = put(trust, fields, CHANGEABLE)
    if changed:
        trust.full_clean(exclude=["email_domains", "words"])
        trust.save(update_fields=list(changed))
        trail.record(Event.TRUST_CHANGED, by=by, at=at, record=trust, data=changed)
    return trust


@transaction.atomic
def brand(
    *,
    trust: Trust,
    colour: str,
    by: Person,
    at: datetime,
    logo: File | None = None,
    logo_alt: str = "",
    remove_logo: bool = False,
) -> Trust:
    """Set the trust's one colour and its logo: a PNG of at most 1 MB with words for who cannot see it."""
    ask_at(by, Permission.TRUST_SET_UP, localdate(at), trust=trust)
    if not is_colour(colour := colour.strip()):
        raise ValidationError({"colour": "Enter a colour like #0E6B4F"})
    trust.colour = colour.upper()
    if logo is not None:
        trust.logo.save(*logos.stored(trust.short_name, logo), save=False)
    elif remove_logo:
        trust.logo, logo_alt = "", ""
    trust.logo_alt = logo_alt.strip() if trust.logo else ""
    if trust.logo and not trust.logo_alt:
        raise ValidationError(
            {"logo_alt": "Enter what the logo shows, like “Northmoor Learning Trust”"}
        )
    trust.save(update_fields=["colour", "logo", "logo_alt"])
    data = {"colour": trust.colour, "logo": trust.logo.name or ""}
    trail.record(Event.TRUST_BRANDED, by=by, at=at, record=trust, data=data)
    return trust
