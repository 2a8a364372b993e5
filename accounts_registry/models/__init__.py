"""The register: platforms, channels, the people who run them, and what is known of them."""

from accounts_registry.accounts.models import FormerHandle
from accounts_registry.cover.models import Cover
from accounts_registry.crew.models.crew import ChannelPerson
from accounts_registry.crew.models.vetting import ContributorVetting
from accounts_registry.life.models import (
    Closing,
    ClosingStep,
    ClosureReason,
    Ending,
    GuardFlag,
    PauseCause,
    ReappearanceCheck,
)
from accounts_registry.listing.models.nudges import Nudge
from accounts_registry.listing.models.saved import SavedView
from accounts_registry.proposals.models import ProposedChange
from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.numbers import Numbering
from accounts_registry.record.models.states import ChannelState
from accounts_registry.record.statuses import GOES_ON, IN_USE, LIVE, ON_REGISTER
from accounts_registry.reviews.models.checks import OfficialCheck
from accounts_registry.reviews.models.house_rules import HouseRules
from accounts_registry.reviews.models.reviews import (
    Attestation,
    Evaluation,
    PlatformChange,
    PrivacyReview,
)
from accounts_registry.reviews.models.risk import RiskAssessment
from accounts_registry.search.models import SearchDocument

__all__ = [
    "GOES_ON",
    "IN_USE",
    "LIVE",
    "ON_REGISTER",
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
