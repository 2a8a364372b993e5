"""What was reported, who may see it, and everything done about it."""

from incidents.concern.models.entries import Entry, Referral
from incidents.concern.models.incidents import Incident
from incidents.concern.models.parties import Party
from incidents.concern.models.readers import Reader

__all__ = ["Entry", "Incident", "Party", "Reader", "Referral"]
