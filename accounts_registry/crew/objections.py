"""What the roles alone do not decide about a channel: registered when the app is ready."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from access.check import objection
from access.roles import BY_CODE, Permission
from accounts_registry.record.models.channels import Channel
from people.models import RoleAssignment, User
from schools.api import policy_settings


def designator(channel: Channel) -> str:
    """The role that confirms who moderates this channel (2.11)."""
    place = {"school": channel.school} if channel.school else {"trust": channel.trust}
    return str(policy_settings.value("moderator_designator", **place))


def designator_name(channel: Channel) -> str:
    return BY_CODE[designator(channel)].name.lower()


def may_designate(user: User, channel: Channel, on: date) -> bool:
    """Whoever the setting names, or the trust's holder of that role where a school has none."""
    return bool(user.holds(designator(channel), on, channel.school))


def accepting(channel: Channel) -> Permission:
    """What it takes to accept this channel: a school's is its head's, the trust's own has no head."""
    if channel.school_id:
        return Permission.CHANNEL_ACCEPT
    return Permission.CHANNEL_ACCEPT_FOR_TRUST


@objection(Permission.CHANNEL_ACCEPT_FOR_TRUST)
def nobody_accepts_what_they_added(user: User, channel: Channel, on: date) -> str | None:
    """A head cannot add a channel. For the trust one person may do both, and not for the same account."""
    first = channel.states.order_by("id").values_list("by_id", flat=True).first()
    if first != user.pk:
        return None
    return (
        "You added this account, so somebody else must accept it. Ask the chief executive or the "
        "communications manager of the trust."
    )


@objection(Permission.MODERATOR_CONFIRM)
def only_the_designator_confirms(user: User, channel: Channel, on: date) -> str | None:
    if may_designate(user, channel, on):
        return None
    return f"Only the {designator_name(channel)} confirms who moderates a channel."


@objection(Permission.CHANNEL_DECIDE_CHANGE)
def nobody_agrees_to_their_own_change(user: User, channel: Channel, on: date) -> str | None:
    """Neither whoever proposed it, nor whom they have put there since."""
    waiting = channel.proposals.filter(state="waiting").first()
    if waiting is None:
        return None
    if waiting.proposed_by_id == user.pk:
        return "Somebody else decides on a change that you proposed."
    given = RoleAssignment.objects.on(on).filter(
        person=user, role__in=("HEAD", "CEO"), given_at__gte=waiting.proposed_at
    )
    by = Q(given_by=waiting.proposed_by_id) | Q(confirmed_by=waiting.proposed_by_id)
    if given.filter(by).exists():
        return (
            f"{waiting.proposed_by} had a hand in your role here since, so somebody else decides."
        )
    return None


@objection(Permission.CHANNEL_RISK_APPROVE)
def the_headteacher_approves_risks(user: User, channel: Channel, on: date) -> str | None:
    """Somebody who stands in does so only where the headteacher wrote it; nobody approves their own."""
    latest = channel.risk_assessments.order_by("-version").select_related("assessor").first()
    if latest is None:
        return None
    writers = {str(latest.assessor_id), *(one.get("by") for one in latest.sections.values())}
    if str(user.pk) in writers:
        return "You cannot approve a risk assessment that you wrote."
    if user.holds("HEAD", on, channel.school) or channel.school is None:
        return None
    if latest.assessor.holds("HEAD", on, channel.school):
        return None
    return "Only the headteacher can approve this risk assessment."
