"""Who may know what of a concern besides its readers: reporters of their own, and those whose sight has ended."""

from __future__ import annotations

from typing import Any

from incidents.concern.models import Incident, Reader
from people.models import User


def own_reports(user: User) -> Any:
    """Reports this person sent, newest first: their reference and their date is all they see of them."""
    return Incident.objects.sent_by(user)


def own_report(user: User, reference: str) -> Incident | None:
    return own_reports(user).filter(reference__iexact=reference).first()


def lost_by(user: User, reference: str) -> Incident | None:
    """The concern, for somebody who once could see it and is not named in it: they may know that it exists."""
    incident = (
        Incident.objects.filter(reference__iexact=reference).select_related("handler").first()
    )
    if incident is None or not user.is_authenticated or incident.is_about(user):
        return None
    return incident if Reader.objects.filter(incident=incident, person=user).exists() else None
