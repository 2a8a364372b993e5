"""What must be known of a channel to say what it needs, and the settings that decide: for one channel or for many."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts_registry.crew import minimums
from accounts_registry.crew.minimums import Minimums, Rulebook
from accounts_registry.expected import expectations
from accounts_registry.models import Channel, RiskAssessment

# The settings by which needs are counted; the minimums of people stand first.
KEYS = (
    *minimums.KEYS,
    "max_admins",
    "risk_assessment_required",
    "credential_verify_months",
    "stale_days",
    expectations.KEY,
)


class ChannelFacts(NamedTuple):
    """The names are those of the channel's columns, the last apart."""

    id: UUID
    trust_id: UUID
    school_id: UUID | None
    trust__preset: str
    platform__code: str
    status: str
    scope: str
    legacy_import: bool
    accepted_at: Any
    master_privileges_held: bool | None
    editorial_oversight: bool | None
    admins_limited: bool | None
    admin_limit_reason: str
    moderation_required: bool
    pupil_communication_allowed: bool
    interaction: Any
    handle: str
    url: str
    registered_on: date | None
    date_opened: date | None
    planned_opening: date | None
    last_post_on: date | None
    next_review_on: date | None
    planned_closing: date | None
    freeze_due: date | None
    privacy_review_due: date | None
    image_action_due: date | None
    risk_review_due: date | None
    evaluation_due: date | None
    completion_due: date | None
    gaps_due: date | None
    reappearance_due: date | None
    credentials_location: str
    credentials_verified_on: date | None
    two_factor: str
    two_factor_reason: str
    house_rules_url: str
    privacy_notice_listed_on: date | None
    website_link_url: str
    no_link_reason: str
    pupils_under_16: bool
    pupil_images: str
    identity: str
    permanent_id: str
    confirmed_identity: str
    confirmed_id: str
    is_risk_approved: bool


# What stands on the channel's own row and its neighbours', and so in its history too.
COLUMNS = ChannelFacts._fields[:-1]


def with_risk(channels: Any) -> Any:
    """These channels with the one fact that no column holds."""
    approved = RiskAssessment.objects.filter(channel=OuterRef("pk"), approved_on__isnull=False)
    return channels.annotate(is_risk_approved=Exists(approved))


def of(channels: Any) -> list[ChannelFacts]:
    """The facts of every channel of this queryset, in one question."""
    return [
        ChannelFacts(*row)
        for row in with_risk(channels.order_by()).values_list(*ChannelFacts._fields)
    ]


def risk_approved_by(day: date, channels: Collection[UUID]) -> set[UUID]:
    """Which of these channels had an approved risk assessment at the end of that day."""
    rows = RiskAssessment.objects.filter(channel__in=list(channels), approved_on__lte=day)
    return set(rows.order_by().values_list("channel_id", flat=True))


class Asked(NamedTuple):
    """What its school or its trust asks of a channel."""

    least: Minimums
    most_administrators: int
    wants_risk_assessment: bool
    verify_months: int
    stale_days: int


def rulebook(trust_ids: Iterable[UUID]) -> Rulebook:
    return Rulebook.of(trust_ids, KEYS)


def asked_of(row: ChannelFacts, rules: Rulebook) -> Asked:
    """The settings in force for this channel."""
    place = row.trust_id, row.trust__preset, row.school_id
    return asked_at(rules, place, row.platform__code, row.scope)


def asked_at(
    rules: Rulebook, place: tuple[UUID, str, UUID | None], platform: str, scope: str
) -> Asked:
    """The settings in force at this place (trust, its preset, school) for a channel on this platform.

    Where a platform has a limit of its own it is the whole school's account that it is meant for (S1).
    """
    *least, most, risk, months, days, platforms = (rules.answer(key, *place) for key in KEYS)
    if scope == Channel.Scope.SCHOOL:
        own = {one["platform"]: one["days"] for one in platforms}
        days = own.get(platform) or days
    return Asked(Minimums(*least), most, risk, months, days)
