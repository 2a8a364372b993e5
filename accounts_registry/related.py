"""Accounts that use a school's name and are not official, as other pages ask about them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q

from accounts_registry.models import Channel


def counts_by_school_and_platform(school_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], int]:
    """How many accounts known at each school and platform are not official, in one query."""
    failing = Q(master_privileges_held=None) | Q(editorial_oversight=None) | Q(admins_limited=None)
    failing |= Q(master_privileges_held=False) | Q(editorial_oversight=False)
    failing |= Q(admins_limited=False)
    accepted = Q(legacy_import=False) | Q(accepted_at__isnull=False)
    rows = (
        Channel.objects.live()
        .filter(accepted, failing, school_id__in=list(school_ids), is_sample=False)
        .values_list("school_id", "platform_id")
        .annotate(found=Count("pk"))
    )
    return {(school_id, platform_id): found for school_id, platform_id, found in rows}
