"""What a version asks people to confirm, and when it is due for review: some dates are only months (0.5.2)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from policies.models import PolicyVersion

STATEMENT = "I have read and understood {policy}, version {number}, and I will follow it."
SOON = 60  # days before its date from which a review is due


def review_due(version: PolicyVersion, on: date) -> bool:
    """Whether the review of this version is near, or late. A replaced version needs none."""
    first = due_from(version)
    return (
        version.status == PolicyVersion.Status.PUBLISHED
        and first is not None
        and on >= first - timedelta(SOON)
    )


def is_overdue(version: PolicyVersion, on: date) -> bool:
    last = due_by(version)
    return version.status == PolicyVersion.Status.PUBLISHED and last is not None and on > last


def due_from(version: PolicyVersion) -> date | None:
    """The day reminders count back from: the date, or the 1st of a month that has no day."""
    day = version.next_review_date
    if day and version.review_precision == PolicyVersion.Precision.MONTH:
        return day.replace(day=1)
    return day


def due_by(version: PolicyVersion) -> date | None:
    """The last day on which the review is not late: the date, or the last day of the month."""
    day = version.next_review_date
    if day and version.review_precision == PolicyVersion.Precision.MONTH:
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day


def state(version: PolicyVersion, on: date) -> str:
    """The code of its status on screen: in_force, review_due, review_overdue or replaced."""
    if version.status == PolicyVersion.Status.SUPERSEDED:
        return "replaced"
    if is_overdue(version, on):
        return "review_overdue"
    return "review_due" if review_due(version, on) else "in_force"


def review_date(version: PolicyVersion) -> str:
    """The review date as people say it: "June 2024", or "1 July 2027"."""
    day = version.next_review_date
    if not day:
        return ""
    return (
        f"{day:%B %Y}"
        if version.review_precision == PolicyVersion.Precision.MONTH
        else f"{day:%-d %B %Y}"
    )


def statement_of(version: PolicyVersion) -> str:
    """What a person confirms, in words; kept with the confirmation."""
    return STATEMENT.format(policy=version.policy.title, number=version.number)


def add_months(day: date, months: int) -> date:
    """The same day that many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
