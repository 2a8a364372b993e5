"""Builders: small rows for tests. What has a workflow is walked there through the actions."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from people.models import Absence, Holding, Post, RoleAssignment, Training, User
from policies.models import Acknowledgement, Policy, PolicyVersion
from schools.models import School, SchoolAddress, SchoolDate, Trust

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LONG_AGO = date(2020, 9, 1)
_count = itertools.count(1)


def make_trust(name: str = "", **fields: Any) -> Trust:
    name = name or f"Trust {next(_count)}"
    defaults = {
        "short_name": name.lower().replace(" ", "-")[:20],
        "email_domains": ["school.example"],
    }
    return Trust.objects.create(name=name, **{**defaults, **fields})


def make_school(trust: Trust, name: str = "", **fields: Any) -> School:
    number = next(_count)
    name = name or f"School {number}"
    defaults = {
        "slug": name.lower().replace(" ", "-"),
        "urn": f"{100000 + number}",
        "phase": "Secondary",
        "low_age": 11,
        "high_age": 18,
        "office_phone": "01632 960001",
        "social_care_phone": "01632 960311",
        "lado_phone": "01632 960312",
        "local_authority": "Northshire",
        "takes_reports_since": datetime(2020, 9, 1, 8, tzinfo=UTC),
    }
    school = School.objects.create(trust=trust, name=name, **{**defaults, **fields})
    SchoolAddress.objects.create(slug=school.slug, school=school)
    for start, end in (
        (date(2026, 9, 1), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 12, 18)),
    ):
        SchoolDate.objects.create(school=school, kind="term", start_date=start, end_date=end)
    return school


def make_person(
    name: str,
    *roles: str,
    trust: Trust,
    school: School | None = None,
    post: str = "",
    **fields: Any,
) -> User:
    """A person who can sign in, is STAFF at the school (or the trust) and holds these roles there."""
    given, _, family = name.partition(" ")
    defaults = {
        "email": f"{given}.{family}@school.example".lower().replace(" ", "").replace("'", ""),
        "start_date": LONG_AGO,
        "department": "Office",
        "known_at": datetime(2020, 9, 1, 8, tzinfo=UTC),
    }
    person = User.objects.create(
        given_name=given, family_name=family, trust=trust, **{**defaults, **fields}
    )
    person.set_password("correct horse battery")
    person.save()
    for role in ("STAFF", *roles):
        give_role(person, role, trust=trust, school=school)
    if post:
        hold(person, post, trust=trust, school=school)
    return person


def give_role(
    person: User, role: str, *, trust: Trust, school: School | None = None, order: int = 0
) -> RoleAssignment:
    person.__dict__.pop("_held", None)
    return RoleAssignment.objects.create(
        person=person, role=role, trust=trust, school=school, start_date=LONG_AGO, order=order
    )


def hold(person: User, title: str, *, trust: Trust, school: School | None = None) -> Post:
    post, _ = Post.objects.get_or_create(title=title, trust=trust, school=school)
    Holding.objects.create(post=post, person=person, start_date=LONG_AGO)
    return post


def make_away(person: User, start: date, end: date, **fields: Any) -> Absence:
    return Absence.objects.create(
        person=person, start_date=start, end_date=end, recorded_by=person, recorded_at=NOW, **fields
    )


def make_trained(*people: User, on: date = TODAY) -> None:
    """Current training for each of these people."""
    for person in people:
        Training.objects.create(
            person=person,
            course="operator",
            completed_on=date(on.year - 1, 12, 1),
            expires_on=date(on.year + 1, 12, 1),
            recorded_by=person.line_manager or person,
        )


def make_policy(trust: Trust, title: str = "Social media policy", **fields: Any) -> PolicyVersion:
    """A policy that governs channels, with one version in force."""
    policy = Policy.objects.create(
        trust=trust,
        title=title,
        slug=title.lower().replace(" ", "-"),
        governs_channels=True,
        **fields,
    )
    return PolicyVersion.objects.create(
        policy=policy,
        number="1",
        text="1 Be kind\n2 Be careful",
        change_summary="First version",
        approved_by_body="Trust board",
        approved_on=date(2026, 6, 1),
        issued_on=date(2026, 7, 1),
        next_review_date=date(2027, 7, 1),
    )


def make_confirmed(version: PolicyVersion, *people: User) -> None:
    for person in people:
        Acknowledgement.objects.create(
            person=person,
            version=version,
            statement="I have read it",
            signed_at=NOW,
            valid_until=date(2027, 11, 1),
        )
