"""The register: platforms, channels, the people who run them, and what is known of them."""

from accounts_registry.models.channels import LIVE, Channel
from accounts_registry.models.covers import Cover
from accounts_registry.models.numbers import Numbering
from accounts_registry.models.people import ChannelPerson
from accounts_registry.models.platforms import Platform
from accounts_registry.models.reviews import Attestation, Evaluation, PlatformChange, PrivacyReview
from accounts_registry.models.states import ChannelState

__all__ = [
    "LIVE",
    "Attestation",
    "Channel",
    "ChannelPerson",
    "ChannelState",
    "Cover",
    "Evaluation",
    "Numbering",
    "Platform",
    "PlatformChange",
    "PrivacyReview",
]
