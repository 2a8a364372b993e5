"""Named questions about many, by noun."""

from accounts_registry.querysets.channels import ChannelQuerySet
from accounts_registry.querysets.covers import CoverQuerySet
from accounts_registry.querysets.people import ChannelPersonQuerySet
from accounts_registry.querysets.platforms import PlatformQuerySet
from accounts_registry.querysets.states import ChannelStateQuerySet
from accounts_registry.querysets.watch import TakedownReportQuerySet, WatchedAccountQuerySet

__all__ = [
    "ChannelPersonQuerySet",
    "ChannelQuerySet",
    "ChannelStateQuerySet",
    "CoverQuerySet",
    "PlatformQuerySet",
    "TakedownReportQuerySet",
    "WatchedAccountQuerySet",
]
