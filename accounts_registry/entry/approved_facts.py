"""What an approval hands over to the register: every fact by its name and type, so that none is lost in silence."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from accounts_registry.models import Channel
from platforms.models import Platform


@dataclass(frozen=True, kw_only=True)
class ApprovedFacts:
    """A channel as it was signed; each name is that of a column, which a misspelt one is not.

    `min_age` is the platform's own where nothing is said; `hours_planned` are hours a week.
    """

    platform: Platform
    account_name: str
    platform_other: str = ""
    department: str = ""
    scope: str = Channel.Scope.SCHOOL
    hosting: str = Channel.Hosting.SCHOOL
    host_name: str = ""
    aims: str = ""
    why_worthwhile: str = ""
    content: str = ""
    measures: str = ""
    hours_planned: float | None = None
    audience: list[dict[str, Any]] = field(default_factory=list)
    contributors: list[dict[str, Any]] = field(default_factory=list)
    promotion: str = ""
    other_ways: str = ""
    pupils_under_16: bool = False
    pupil_images: str = Channel.PupilImages.NONE
    consent_plan: str = ""
    openness: str = Channel.Openness.OPEN
    interaction: list[str] = field(default_factory=list)
    security_measures: str = ""
    moderation_required: bool = True
    logo_used: bool | None = None
    logo_agreed_on: date | None = None
    min_age: int | None = None
    planned_opening: date | None = None
    planned_closing: date | None = None
    next_review_on: date | None = None
    exit_strategy: str = ""
    cover_plan: str = ""

    def columns(self) -> dict[str, Any]:
        """By column, as the register keeps them."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        if self.min_age is None:
            found["min_age"] = self.platform.minimum_age
        return {**found, "account_name": self.account_name.strip()}


_unknown = {one.name for one in fields(ApprovedFacts)} - {
    one.name for one in Channel._meta.concrete_fields
}
if _unknown:
    raise ImportError(f"These facts of an approval have no column: {sorted(_unknown)}")
