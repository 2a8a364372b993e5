"""Named questions about channels."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from access.check import own_trusts, schools_where, trusts_where
from access.roles import Permission, grants
from accounts_registry.record.statuses import IN_USE, ON_REGISTER, ChannelStatus
from people.models import User


class ChannelQuerySet(models.QuerySet):
    def visible_to(self, user: User, *, on: date) -> ChannelQuerySet:
        """The register of one's own trust; what is not on the register yet, by role or by part in it."""
        shared = Q(status__in=ON_REGISTER)
        own = own_trusts(user, on)
        # Whoever sees every detail of all their trusts is asked nothing row by row.
        mine = (
            Q()
            if trusts_where(user, Permission.CHANNEL_DETAIL, on) == own
            else shared | _in_detail(user, on)
        )
        return self.filter(mine, _one_of(own))

    def in_detail(self, user: User, *, on: date) -> ChannelQuerySet:
        """Those of which this person may see more than the columns of Appendix 1."""
        return self.filter(_in_detail(user, on), trust_id__in=own_trusts(user, on))

    def to_accept(self, user: User, *, on: date) -> ChannelQuerySet:
        """Existing channels that wait for this headteacher, or for this person of the trust who did not add them."""
        schools = schools_where(user, Permission.CHANNEL_ACCEPT, on)
        trusts = trusts_where(user, Permission.CHANNEL_ACCEPT_FOR_TRUST, on)
        own = Q(school=None, trust_id__in=trusts) & ~Q(pk__in=_added_by(user))
        waiting = self.on_register().filter(legacy_import=True, accepted_at=None)
        return waiting.filter(own | Q(school_id__in=schools))

    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        """Channels whose login details these posts look after."""
        rows = self.filter(credentials_post__in=posts).exclude(status=ChannelStatus.CANCELLED)
        channel: Any
        for channel in rows.order_by("reference"):
            yield channel.credentials_post_id, f"where the login details of {channel} are kept"

    def on_register(self) -> ChannelQuerySet:
        """What Appendix 1 prints: never planned, cancelled or sample rows."""
        return self.filter(status__in=ON_REGISTER, is_sample=False)

    def live(self) -> ChannelQuerySet:
        return self.filter(status__in=IN_USE)


def _one_of(trusts: Collection[Any]) -> Q:
    """Said with an equals sign where it can be: then the index also gives the order."""
    return Q(trust_id=next(iter(trusts))) if len(trusts) == 1 else Q(trust_id__in=trusts)


def _in_detail(user: User, on: date) -> Q:
    """By a role at its school, by a role for its whole trust, or by a part in running it."""
    trusts = trusts_where(user, Permission.CHANNEL_DETAIL, on)
    # A trust role reaches every school: naming them one by one would only make the question long.
    schools = {
        school
        for held in user.roles_on(on)
        if not held.is_trust_wide and grants(held.role, Permission.CHANNEL_DETAIL)
        for school in held.school_ids
    }
    return Q(trust_id__in=trusts) | Q(school_id__in=schools) | Q(pk__in=_channels_of(user, on))


# Found by name below: states and people refer to the channel, so that importing them here would be a circle.


def _added_by(user: User) -> Any:
    """Channels whose history begins with this person."""
    states: Any = apps.get_model("accounts_registry", "ChannelState")._default_manager
    earlier = states.filter(channel=OuterRef("channel"), id__lt=OuterRef("id"))
    return states.filter(~Exists(earlier), by=user).values("channel_id")


def _channels_of(user: User, on: date) -> Any:
    crew: Any = apps.get_model("accounts_registry", "ChannelPerson")._default_manager
    return crew.of(user, on=on).values("channel_id")
