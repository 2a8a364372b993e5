"""Named questions about many, by noun."""

from accounts_registry.querysets.channels import ChannelQuerySet
from accounts_registry.querysets.covers import CoverQuerySet
from accounts_registry.querysets.handles import FormerHandleQuerySet
from accounts_registry.querysets.life import (
    ClosingQuerySet,
    ClosingStepQuerySet,
    GuardFlagQuerySet,
    ReappearanceCheckQuerySet,
)
from accounts_registry.querysets.of_channel import HouseRulesQuerySet, OfChannelQuerySet
from accounts_registry.querysets.people import ChannelPersonQuerySet
from accounts_registry.querysets.reviews import (
    AttestationQuerySet,
    PlatformChangeQuerySet,
)
from accounts_registry.querysets.saved import NudgeQuerySet, SavedViewQuerySet
from accounts_registry.querysets.search import SearchDocumentQuerySet
from accounts_registry.querysets.states import ChannelStateQuerySet

__all__ = [
    "AttestationQuerySet",
    "ChannelPersonQuerySet",
    "ChannelQuerySet",
    "ChannelStateQuerySet",
    "ClosingQuerySet",
    "ClosingStepQuerySet",
    "CoverQuerySet",
    "NudgeQuerySet",
    "FormerHandleQuerySet",
    "HouseRulesQuerySet",
    "OfChannelQuerySet",
    "PlatformChangeQuerySet",
    "SavedViewQuerySet",
    "SearchDocumentQuerySet",
    "GuardFlagQuerySet",
    "ReappearanceCheckQuerySet",
]
