"""What a person needs to know of each policy: its version, its review and where they stand with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import User
from policies import due_days
from policies.confirmations import Asked, asked_of, latest_of
from policies.models import Acknowledgement, Policy, PolicyVersion


@dataclass(frozen=True)
class Standing:
    """Where one person stands with one policy: `code` is not_asked, not_yet, confirmed or out_of_date."""

    code: str
    on: date | None = None

    @property
    def needs_you(self) -> bool:
        return self.code in {"not_yet", "out_of_date"}


@dataclass(frozen=True)
class PolicyRow:
    policy: Policy
    version: PolicyVersion | None
    state: str
    review_date: str
    standing: Standing

    @property
    def needs_you(self) -> bool:
        return self.standing.needs_you


def rows_for(user: Any, policies: Iterable[Policy], on: date) -> list[PolicyRow]:
    policies = list(policies)
    asked = {each.policy.pk: each for each in asked_of([policy.pk for policy in policies], on)}
    latest = latest_of(user)
    return [
        _row(user, policy, asked.get(policy.pk), latest.get(policy.pk), on) for policy in policies
    ]


def standing_of(user: User, policy: Policy, on: date) -> Standing:
    asked = next(iter(asked_of([policy.pk], on)), None)
    return _standing(user, policy, asked, latest_of(user).get(policy.pk), on)


def changes_for(user: User, policy: Policy) -> list[PolicyVersion]:
    """The versions since the one this person confirmed, for a reader who comes back; newest first."""
    last = latest_of(user).get(policy.pk)
    return list(policy.versions.filter(issued_on__gt=last.version.issued_on)) if last else []


def _row(
    user: Any, policy: Policy, asked: Asked | None, last: Acknowledgement | None, on: date
) -> PolicyRow:
    version = asked.version if asked else None
    return PolicyRow(
        policy=policy,
        version=version,
        state=due_days.state(version, on) if version else "draft",
        review_date=due_days.review_date(version) if version else "",
        standing=_standing(user, policy, asked, last, on),
    )


def _standing(
    user: User, policy: Policy, asked: Asked | None, last: Acknowledgement | None, on: date
) -> Standing:
    if asked is None or not policy.requires_acknowledgement:
        return Standing("not_asked")
    if last is None:
        return Standing("not_yet")
    if last.version_id in asked.since_major and last.valid_until >= on:
        return Standing("confirmed", last.signed_at)
    return Standing("out_of_date", last.signed_at)
