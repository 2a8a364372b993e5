"""Concerns: what was reported, who may see it, and everything done about it. All text is sealed at rest."""

from incidents.concern.models import Entry, Incident, Party, Reader, Referral
from incidents.concern.statuses import OVER
from incidents.hand_over.models import HandOver, HandOverQuestion
from incidents.report.models import Draft, HelpLine

__all__ = [
    "OVER",
    "Draft",
    "Entry",
    "HandOver",
    "HandOverQuestion",
    "HelpLine",
    "Incident",
    "Party",
    "Reader",
    "Referral",
]
