"""Verbs: adding a policy, publishing a version of it, confirming that one has read it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate

from access.check import check, check_at
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.models import Post, User
from policies.due_days import add_months, statement_of
from policies.models import Acknowledgement, Policy, PolicyVersion
from policies.workflow import VERSION_MOVES
from schools.api import policy_settings
from schools.models import School, Trust
from workflow.moves import WrongState, move

RENEW = timedelta(days=30)  # how long before it runs out a confirmation may be given again


@transaction.atomic
def add_policy(
    *,
    trust: Trust,
    title: str,
    by: User,
    at: datetime,
    school: School | None = None,
    owner_post: Post | None = None,
    governs_channels: bool = False,
    requires_acknowledgement: bool = True,
    review_frequency_months: int | None = None,
) -> Policy:
    """Add a policy of a trust, or of one of its schools. It has no text until a version is published."""
    _require(by, at, trust=trust, school=school)
    months = review_frequency_months or policy_settings.value("policy_review_months", trust=trust)
    policy = Policy(
        trust=trust,
        school=school,
        title=title.strip(),
        slug=_free_slug(trust, title),
        owner_post=owner_post,
        governs_channels=governs_channels,
        requires_acknowledgement=requires_acknowledgement or governs_channels,
        review_frequency_months=months,
    )
    policy.full_clean()
    policy.save(force_insert=True)
    trail.record(Event.POLICY_ADDED, by=by, at=at, record=policy, data={"title": policy.title})
    return policy


@transaction.atomic
def publish_version(
    *,
    policy: Policy,
    number: str,
    text: str,
    change_summary: str,
    issued_on: date,
    by: User,
    at: datetime,
    is_major: bool = True,
    approved_by_body: str = "",
    approved_on: date | None = None,
    minute_reference: str = "",
    next_review_date: date | None = None,
    review_precision: str = PolicyVersion.Precision.DAY,
    imported: bool = False,
) -> PolicyVersion:
    """Put a version in force in place of the one before, which stays readable.

    `imported` is for a document that was in force before the portal: its dates may be any.
    """
    _require(by, at, trust=policy.trust, school=policy.school)
    Policy.objects.select_for_update().get(pk=policy.pk)
    version = PolicyVersion(
        policy=policy,
        number=number.strip(),
        text=text,
        change_summary=change_summary.strip(),
        is_major=is_major,
        approved_by_body=approved_by_body,
        approved_on=approved_on,
        minute_reference=minute_reference,
        issued_on=issued_on,
        next_review_date=next_review_date or add_months(issued_on, policy.review_frequency_months),
        review_precision=review_precision,
    )
    _refuse_impossible(version, on=localdate(at), imported=imported)
    for before in policy.versions.in_force():
        move(before, VERSION_MOVES.replace, by=by, at=at, data={"by": version.number})
    version.save(force_insert=True)
    data = {"number": version.number, "is_major": is_major}
    trail.record(Event.POLICY_PUBLISHED, by=by, at=at, record=version, data=data)
    return version


@transaction.atomic
def confirm(*, version: PolicyVersion, by: User, at: datetime) -> Acknowledgement:
    """Record that this person has read this version. Pressed again, nothing more happens."""
    on = localdate(at)
    check(by, Permission.POLICY_READ, version, on)
    Policy.objects.select_for_update().get(pk=version.policy_id)
    version.refresh_from_db(fields=["status"])
    if version.status != PolicyVersion.Status.PUBLISHED:
        raise WrongState(
            "A newer version has replaced this one. Read it and confirm it instead.", version
        )
    standing = Acknowledgement.objects.filter(
        person=by, version=version, valid_until__gte=on + RENEW
    ).first()
    if standing:
        return standing
    months = policy_settings.value("ack_renewal_months", trust=version.policy.trust)
    row = Acknowledgement.objects.create(
        person=by,
        version=version,
        statement=statement_of(version),
        signed_at=at,
        valid_until=add_months(on, months),
    )
    data = {"number": version.number, "valid_until": row.valid_until.isoformat()}
    trail.record(Event.POLICY_CONFIRMED, by=by, at=at, record=version, data=data)
    return row


def _refuse_impossible(version: PolicyVersion, *, on: date, imported: bool) -> None:
    errors: dict[str, str] = {}
    taken = PolicyVersion.objects.filter(
        policy=version.policy, number__iexact=version.number
    ).exists()
    if not version.number:
        errors["number"] = "Enter the number of this version"
    elif taken:
        errors["number"] = (
            f"Version {version.number} has been published already. Enter another number"
        )
    if not version.change_summary:
        errors["change_summary"] = "Enter what changed, in words staff will understand"
    if not imported:
        errors |= _impossible_dates(version, on)
    if errors:
        raise ValidationError(errors)


def _impossible_dates(version: PolicyVersion, on: date) -> dict[str, str]:
    errors = {}
    if version.approved_on and version.approved_on > on:
        errors["approved_on"] = "The day it was approved must be today or in the past"
    if version.approved_on and version.issued_on < version.approved_on:
        errors["issued_on"] = (
            "The day it comes into force must be the same as or after the day it was approved"
        )
    elif version.issued_on > on:
        errors["issued_on"] = "The day it comes into force must be today or in the past"
    if version.next_review_date and version.next_review_date <= version.issued_on:
        errors["next_review_date"] = "The review date must be after the day it comes into force"
    return errors


def _require(by: User, at: datetime, *, trust: Trust, school: School | None) -> None:
    if not by.is_system:
        check_at(
            by,
            Permission.POLICY_PUBLISH,
            localdate(at),
            school=school,
            trust=None if school else trust,
        )


def _free_slug(trust: Trust, title: str) -> str:
    base = slugify(title)[:110].strip("-") or "policy"
    base = f"{base}-policy" if base == "add" else base  # /policies/add/ is a page
    taken = set(
        Policy.objects.filter(trust=trust, slug__startswith=base).values_list("slug", flat=True)
    )
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
