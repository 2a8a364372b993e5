"""Puts the platforms in place after each migration. Rows that people have changed stay as they are."""

from __future__ import annotations

from typing import Any

from platforms.help import HELP, Help
from platforms.service import Service
from platforms.services import SERVICES


def platforms(**_: Any) -> None:
    """Add what is missing; running it again changes nothing."""
    from platforms.models import Platform

    there = set(Platform.objects.values_list("code", flat=True))
    Platform.objects.bulk_create(
        Platform(**row(service)) for service in SERVICES if service.code not in there
    )


def row(service: Service) -> dict[str, Any]:
    """The columns of a platform as it begins. Nobody here has checked its age or its links yet."""
    known = HELP.get(service.code, Help())
    return {
        "code": service.code,
        "name": service.name,
        "aliases": list(service.aliases),
        "hosts": list(service.hosts),
        "handle_pattern": service.handle_pattern,
        "path_patterns": list(service.paths),
        "reserved": list(service.reserved),
        "subdomains": service.subdomains,
        "case_matters": service.case_matters,
        "overlooked": service.overlooked,
        "example": service.example,
        "profile_url": service.profile_url,
        "minimum_age": service.minimum_age,
        "age_source": known.age_source,
        "kind": service.kind,
        "approved_for_schools": service.approved,
        "current": service.current,
        "report_url": known.report_url,
        "privacy_help_url": known.privacy_help_url,
        "takedown_steps": list(known.steps),
    }
