"""The views that are always there: a name, an address and the filters it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.urls import reverse

from access.check import own_trusts, schools_where
from access.roles import Permission
from accounts_registry.listing.wanted import Wanted
from accounts_registry.models import SavedView
from accounts_registry.record.statuses import ChannelStatus
from people.models import User

FILTERS = ("q", "platform", "status", "needs", "audience", "opened_from", "opened_to")


@dataclass(frozen=True)
class BuiltIn:
    """A view that comes with the portal. `detail` is for those who see more than Appendix 1."""

    slug: str
    name: str
    wanted: Wanted
    detail: bool = True

    @property
    def query(self) -> str:
        return self.wanted.query()

    def get_absolute_url(self) -> str:
        return reverse("register:view", args=[self.slug])


BUILT_IN: tuple[BuiltIn, ...] = (
    BuiltIn("all-open", "All open", Wanted(status=ChannelStatus.OPEN), detail=False),
    BuiltIn("review-overdue", "Review overdue", Wanted(needs="review", sort="review")),
    BuiltIn("cover-gaps", "Cover gaps", Wanted(needs="cover")),
    BuiltIn("closing-soon", "Closing soon", Wanted(needs="soon")),
    BuiltIn("not-official", "Not official", Wanted(needs="official")),
    BuiltIn("pupils-under-16", "Pupils under 16", Wanted(needs="under_16")),
    BuiltIn("photos-of-pupils", "Identifiable photos", Wanted(needs="photos")),
)
BY_SLUG = {view.slug: view for view in BUILT_IN}


def links(user: User, wanted: Wanted, *, in_detail: bool, on: date) -> list[dict[str, Any]]:
    """The views this person may open, each with whether it is what they look at."""
    now = stored(wanted)
    built_in: Iterator[tuple[Any, bool]] = (
        (view, _like(view.wanted, wanted)) for view in BUILT_IN if in_detail or not view.detail
    )
    saved = ((view, view.is_now(now, wanted.columns)) for view in kept(user, on=on))
    return [
        {"name": view.name, "href": view.get_absolute_url(), "is_current": is_current}
        for view, is_current in (*built_in, *saved)
    ]


def kept(user: User, *, on: date) -> list[SavedView]:
    """The saved views this person may open, without a question: those of a trust are few and seldom change."""
    schools = schools_where(user, Permission.CHANNEL_SEE, on)
    return [
        view
        for trust_id in own_trusts(user, on)
        for view in cache.get_or_set(_key(trust_id), lambda t=trust_id: _of_trust(t), 300) or ()
        if view.owner_id == user.pk or view.school_id in schools
    ]


def forget(trust_id: UUID) -> None:
    """Ask again next time: a view of this trust has come or gone."""
    cache.delete(_key(trust_id))


def _of_trust(trust_id: UUID) -> list[SavedView]:
    return list(SavedView.objects.filter(trust_id=trust_id))


def _key(trust_id: UUID) -> str:
    return f"register-views:{trust_id}"


def _like(one: Wanted, other: Wanted) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in FILTERS)


def stored(wanted: Wanted) -> str:
    """What a saved view keeps of an address: everything but the page and the columns, which it keeps apart."""
    return replace(wanted, page=1, columns=()).query()
