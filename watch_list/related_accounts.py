"""What may be said of accounts that are not ours, to the public and to other pages of the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from accounts_registry.models import Channel
from schools.api import value
from schools.models import School
from watch_list.models import WatchedAccount
from watch_list.statuses import BECOMES_OURS


@dataclass(frozen=True)
class Related:
    """An account that others run and the school knows about. No person is ever named here."""

    platform: str
    name: str
    handle: str
    url: str
    school: School
    organisation: str = ""

    @property
    def says(self) -> str:
        """It is run by the Friends of Ashdown. We know about it."""
        return f"It is run by {self.organisation or 'somebody else'}. We know about it."


def find(identity: str = "", *, name: str = "", school: School | None = None) -> Related | None:
    """The account with this identity (else with this handle or name) that is listed as run by others.

    Nothing for an account that is only watched: an accusation is never made in public.
    """
    bare = name.strip().removeprefix("@")
    named = Q(handle__iexact=bare) | Q(account_name__iexact=bare)
    named |= Q(account_name__iexact=f"@{bare}")
    if not identity and not bare:
        return None
    rows = _listed().filter(Q(identity=identity) if identity else named)
    if school is not None:
        rows = rows.filter(school=school)
    return next((_related(row) for row in rows if _is_public(row.school)), None)


def of_school(school: School) -> list[Related]:
    """The accounts run by others that the school's own public list shows."""
    if not _is_public(school):
        return []
    return [_related(row) for row in _listed().filter(school=school, named_in_public=True)]


def counts_by_school_and_platform(school_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], int]:
    """How many accounts use a school's name without being official, by (school id, platform id)."""
    rows = (
        WatchedAccount.objects.not_official()
        .of_schools(school_ids)
        .order_by()
        .values_list("school_id", "platform_id")
        .annotate(number=Count("pk"))
    )
    return {(school_id, platform_id): number for school_id, platform_id, number in rows}


def first_opened(channel: Channel) -> date | None:
    """The true first day of a channel that was an account of somebody's before it became ours (S23)."""
    return (
        WatchedAccount.objects.filter(channel=channel, status__in=BECOMES_OURS)
        .values_list("first_opened_on", flat=True)
        .first()
    )


def by_concern(reference: str) -> WatchedAccount | None:
    """The entry that a concern is about. Only the concern's own page asks this."""
    if not reference:
        return None
    return WatchedAccount.objects.filter(incident_reference=reference).first()


def _listed() -> Any:
    return (
        WatchedAccount.objects.run_by_others()
        .select_related("platform", "school__trust")
        .order_by("platform__name", "account_name")
    )


def _is_public(school: School) -> bool:
    return bool(value("register_public_extract", school=school))


def _related(row: WatchedAccount) -> Related:
    return Related(
        platform=row.platform_name,
        name=row.account_name,
        handle=row.handle,
        url=row.url,
        school=row.school,
        organisation=row.organisation if row.named_in_public else "",
    )
