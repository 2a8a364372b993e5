"""The yearly signatures under a school's register: the office, then the headteacher (Q-App1-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, check
from access.roles import Permission
from accounts_registry.models import Attestation
from accounts_registry.reviews import emails, statements
from accounts_registry.reviews.statements import Standing
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User
from schools.models import School
from workflow.moves import WrongState

OTHER_PERSON = "You confirmed this register for the office, so somebody else has to sign it."
NOT_YET = "There is nothing to confirm yet."


@transaction.atomic
def confirm_register(
    *,
    school: School,
    everything_right: bool,
    corrections: Mapping[str, str],
    notice_compared: bool,
    website_compared: bool,
    by: User,
    at: datetime,
    missing: str = "",
) -> Attestation:
    """The office has read every row and compared the list with the privacy notice and the website.

    `corrections` says by reference what must be put right, `missing` what is not on the list.
    A second press gives the signature that is there.
    """
    standing = _asked(school, Permission.REGISTER_CONFIRM, by, at)
    if "office" in standing.signed:
        return standing.signed["office"]
    _refuse(everything_right, corrections, missing, notice_compared, website_compared)
    row = _sign(
        standing,
        Attestation.Part.OFFICE,
        corrections,
        everything_right=everything_right,
        missing=missing.strip(),
        notice_compared=notice_compared,
        website_compared=website_compared,
        by=by,
        at=at,
    )
    trail.record(Event.REGISTER_CONFIRMED, by=by, at=at, record=row, data=_about(row))
    emails.to_sign(row, at=at)
    return row


@transaction.atomic
def attest_register(
    *,
    school: School,
    everything_right: bool,
    corrections: Mapping[str, str],
    by: User,
    at: datetime,
    missing: str = "",
) -> Attestation:
    """The headteacher has read what the office confirmed. Two signatures, two people."""
    standing = _asked(school, Permission.REGISTER_SIGN, by, at)
    if "head" in standing.signed:
        return standing.signed["head"]
    if "office" not in standing.signed:
        raise WrongState("The office confirms the register first.", school)
    if standing.signed["office"].by_id == by.pk:
        raise Denied(OTHER_PERSON)
    _refuse(everything_right, corrections, missing)
    row = _sign(
        standing,
        Attestation.Part.HEAD,
        corrections,
        everything_right=everything_right,
        missing=missing.strip(),
        by=by,
        at=at,
    )
    post.settle(reference=emails.register_of(school), kind=emails.TO_SIGN, at=at)
    trail.record(Event.REGISTER_SIGNED, by=by, at=at, record=row, data=_about(row))
    return row


def _asked(school: School, permission: Permission, by: User, at: datetime) -> Standing:
    school = (
        School.objects.select_for_update(of=("self",)).select_related("trust").get(pk=school.pk)
    )
    check(by, permission, school, localdate(at))
    standing = statements.standing(school, on=localdate(at))
    if standing.period is None:
        raise WrongState(NOT_YET, school)
    return standing


def _refuse(right: bool, corrections: Mapping[str, str], missing: str, *compared: bool) -> None:
    if compared and not all(compared):
        raise ValidationError(
            {"compared": "Select both statements to show that you have compared the lists"}
        )
    said = missing.strip() or any(text.strip() for text in corrections.values())
    if right and said:
        raise ValidationError(
            {
                "everything_right": "Select “No, something must be corrected”, or empty what you typed"
            }
        )
    if not right and not said:
        raise ValidationError(
            {"everything_right": "Enter at least one thing that must be corrected"}
        )


def _sign(
    standing: Standing,
    part: str,
    corrections: Mapping[str, str],
    *,
    by: User,
    at: datetime,
    **answers: Any,
) -> Attestation:
    assert standing.period is not None
    right = answers["everything_right"]
    return Attestation.objects.create(
        school=standing.school,
        year=standing.period.year,
        due_on=standing.period.due_on,
        part=part,
        rows=[
            {
                "reference": row.reference,
                "name": row.name,
                "platform": row.platform,
                "problems": [need.text for need in row.problems],
                "correction": "" if right else corrections.get(row.reference, "").strip(),
            }
            for row in statements.rows(standing.school, on=localdate(at))
        ],
        by=by,
        at=at,
        **answers | ({"missing": ""} if right else {}),
    )


def _about(row: Attestation) -> dict[str, Any]:
    wrong = sum(bool(line["correction"]) for line in row.rows)
    return {"year": row.year, "channels": len(row.rows), "corrections": wrong}
