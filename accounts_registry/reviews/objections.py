"""What the roles alone do not decide about who approves a risk assessment: registered when the app is ready."""

from __future__ import annotations

from datetime import date

from access.check import objection
from access.roles import Permission
from accounts_registry.record.models.channels import Channel
from people.models import User


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
