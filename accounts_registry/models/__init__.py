"""The register: platforms, channels, the people who run them, and what is known of them."""

from accounts_registry.models.channels import LIVE, Channel
from accounts_registry.models.checks import OfficialCheck
from accounts_registry.models.covers import Cover
from accounts_registry.models.handles import FormerHandle
from accounts_registry.models.life import (
    Closing,
    ClosingStep,
    ClosureReason,
    Ending,
    GuardFlag,
    PauseCause,
    ReappearanceCheck,
)
from accounts_registry.models.nudges import Nudge
from accounts_registry.models.numbers import Numbering
from accounts_registry.models.people import ChannelPerson
from accounts_registry.models.proposals import ProposedChange
from accounts_registry.models.reviews import Attestation, Evaluation, PlatformChange, PrivacyReview
from accounts_registry.models.risk import RiskAssessment
from accounts_registry.models.rules import HouseRules
from accounts_registry.models.saved import SavedView
from accounts_registry.models.search import SearchDocument
from accounts_registry.models.states import ChannelState
from accounts_registry.models.vetting import ContributorVetting

__all__ = [
    "LIVE",
    "Attestation",
    "Channel",
    "ChannelPerson",
    "ChannelState",
    "Closing",
    "ClosingStep",
    "ClosureReason",
    "Cover",
    "Nudge",
    "FormerHandle",
    "Ending",
    "GuardFlag",
    "Evaluation",
    "Numbering",
    "PauseCause",
    "ProposedChange",
    "SavedView",
    "SearchDocument",
    "ReappearanceCheck",
    "ContributorVetting",
    "Cover",
    "HouseRules",
    "Numbering",
    "OfficialCheck",
    "RiskAssessment",
    "PlatformChange",
    "PrivacyReview",
]
