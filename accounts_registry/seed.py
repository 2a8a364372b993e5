"""Puts the platforms in place after each migration. Rows that people have changed stay as they are."""

from __future__ import annotations

from typing import Any

from accounts_registry.platforms import AGE_SOURCE, CHECKED_ON, SERVICES, Service


def platforms(**_: Any) -> None:
    """Add what is missing; running it again changes nothing."""
    from accounts_registry.models import Platform

    there = set(Platform.objects.values_list("code", flat=True))
    Platform.objects.bulk_create(
        Platform(**row(service)) for service in SERVICES if service.code not in there
    )


def row(service: Service) -> dict[str, Any]:
    return {
        "code": service.code,
        "name": service.name,
        "aliases": list(service.aliases),
        "hosts": list(service.hosts),
        "handle_pattern": service.handle_pattern,
        "path_patterns": list(service.paths),
        "reserved": list(service.reserved),
        "subdomains": service.subdomains,
        "example": service.example,
        "profile_url": service.profile_url,
        "minimum_age": service.minimum_age,
        "age_source": AGE_SOURCE,
        "age_checked_on": CHECKED_ON,
    }
