"""Is this an official account? The three tests with how each is known, and five more checks (page C6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.accounts import losses
from accounts_registry.models import Channel, OfficialCheck
from accounts_registry.record.labels import day

FAILS = {
    "master_privileges_held": "nobody in school holds master access",
    "editorial_oversight": "the school does not oversee what is posted",
    "admins_limited": "more people than needed are administrators",
}
UNKNOWN = {
    "master_privileges_held": "nobody has checked who holds master access",
    "editorial_oversight": "nobody has checked who oversees what is posted",
    "admins_limited": "nobody has checked who the administrators are",
}


@dataclass(frozen=True)
class CheckRow:
    """One check: Yes, No or Not checked, how it is known, and since when."""

    title: str
    answer: str
    how: str = ""
    when: str = ""
    change: str = ""

    @property
    def is_met(self) -> bool:
        return self.answer == "Yes"


@dataclass(frozen=True)
class Checks:
    tests: list[CheckRow]
    others: list[CheckRow]
    result: str
    is_official: bool

    @property
    def met(self) -> str:
        rows = [*self.tests, *self.others]
        return f"{sum(row.is_met for row in rows)} of {len(rows)} met"


def of(channel: Channel, *, with_custody: bool) -> Checks:
    latest = {check.test: check for check in channel.checks.select_related("by").order_by("id")}
    # A loss is never written down ahead of its day.
    lost = losses.since([channel], on=date.max)
    return Checks(
        tests=[_test(channel, test, latest.get(test)) for test in OfficialCheck.Test.values],
        others=_others(channel, with_custody),
        result=result(channel, lost_since=lost.get(channel.pk)),
        is_official=channel.official == "official",
    )


def result(channel: Channel, *, lost_since: date | None = None) -> str:
    """The sentence at the top: computed, as the answer itself is."""
    if lost_since:
        return f"This account is not ours since {day(lost_since)}. It is not official."
    reasons = [
        (UNKNOWN if getattr(channel, test) is None else FAILS)[test]
        for test in FAILS
        if not getattr(channel, test)
    ]
    if reasons:
        return f"This account is not official yet: {_and(reasons)}."
    if not channel.is_accepted:
        return "This account meets the 3 tests. The headteacher has not accepted it onto the register yet."
    return "This account meets the 3 tests."


def _and(reasons: Sequence[str]) -> str:
    head, last = ", ".join(reasons[:-1]), reasons[-1]
    return f"{head} and {last}" if head else last


def _test(channel: Channel, test: str, check: OfficialCheck | None) -> CheckRow:
    title, held = OfficialCheck.Test(test).label, getattr(channel, test)
    if held is None:
        return CheckRow(title, "Not checked")
    answer = "Yes" if held else "No"
    if check is None or check.met != held:
        when = f"checked on {day(channel.tests_checked_on)}" if channel.tests_checked_on else ""
        return CheckRow(title, answer, "", when)
    when = f"{check.by.full_name}, checked on {day(check.checked_on)}"
    return CheckRow(title, answer, check.how, when)


def _others(channel: Channel, with_custody: bool) -> list[CheckRow]:
    ref = channel.reference.lower()
    website = reverse("register:website", args=[ref])
    return [
        _notice(channel, website),
        _link(channel, website),
        _login(channel, reverse("register:login_details", args=[ref]), with_custody),
        _approval(channel),
        _risk(channel, reverse("register:risk_assessment", args=[ref])),
    ]


def _notice(channel: Channel, change: str) -> CheckRow:
    title, listed = "It is listed in the privacy notice", channel.privacy_notice_listed_on
    version = channel.privacy_notice_version
    how = f"Version {version}" if version else ""
    return _dated(title, listed, how, change)


def _link(channel: Channel, change: str) -> CheckRow:
    title = "The school website links to it"
    if channel.website_link_url:
        return CheckRow(title, "Yes", channel.website_link_url, "", change)
    if channel.no_link_reason:
        return CheckRow(title, "No, with a reason", channel.no_link_reason, "", change)
    return CheckRow(title, "No", "", "", change)


def _login(channel: Channel, change: str, with_custody: bool) -> CheckRow:
    title = "The login details are held in the school"
    known = bool(channel.credentials_location and channel.credentials_post_id)
    how = channel.credentials_location if with_custody else ""
    checked = channel.credentials_verified_on
    when = f"checked on {day(checked)}" if checked else ""
    return CheckRow(title, "Yes" if known else "No", how, when, change)


def _approval(channel: Channel) -> CheckRow:
    title = "The headteacher approved it"
    if channel.approval_reference:
        when = day(channel.approved_on) if channel.approved_on else ""
        return CheckRow(title, "Yes", f"Request {channel.approval_reference}", when)
    if channel.accepted_at:
        who = channel.accepted_by.full_name if channel.accepted_by else ""
        return CheckRow(title, "Yes", f"Accepted by {who}", day(localdate(channel.accepted_at)))
    return CheckRow(title, "No")


def _risk(channel: Channel, change: str) -> CheckRow:
    approved = channel.risk_assessments.filter(approved_on__isnull=False).first()
    how = f"Version {approved.version}" if approved else ""
    return _dated("Its risks are assessed", approved.approved_on if approved else None, how, change)


def _dated(title: str, on: date | None, how: str, change: str) -> CheckRow:
    return CheckRow(title, "Yes" if on else "No", how, day(on) if on else "", change)


def would_fail(channel: Channel, answers: dict[str, Any]) -> bool:
    """Whether these answers take the word official away."""
    return channel.official == "official" and not all(
        answers.get(test, getattr(channel, test)) for test in FAILS
    )
