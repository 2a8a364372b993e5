"""What the roles alone do not decide about who agrees to a change: registered when the app is ready."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from access.check import objection
from access.roles import Permission
from accounts_registry.proposals.models import ProposedChange
from accounts_registry.record.models.channels import Channel
from people.models import RoleAssignment, User


@objection(Permission.CHANNEL_DECIDE_CHANGE)
def nobody_agrees_to_their_own_change(user: User, channel: Channel, on: date) -> str | None:
    """Neither whoever proposed it, nor whom they have put there since."""
    waiting = channel.proposals.filter(state=ProposedChange.State.WAITING).first()
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
