"""Named questions about many, by noun."""

from accounts_registry.querysets.channels import ChannelQuerySet
from accounts_registry.querysets.covers import CoverQuerySet
from accounts_registry.querysets.people import ChannelPersonQuerySet
from accounts_registry.querysets.platforms import PlatformQuerySet
from accounts_registry.querysets.reviews import (
    AttestationQuerySet,
    OfChannelQuerySet,
    PlatformChangeQuerySet,
)
from accounts_registry.querysets.states import ChannelStateQuerySet

__all__ = [
    "AttestationQuerySet",
    "ChannelPersonQuerySet",
    "ChannelQuerySet",
    "ChannelStateQuerySet",
    "CoverQuerySet",
    "OfChannelQuerySet",
    "PlatformChangeQuerySet",
    "PlatformQuerySet",
]
