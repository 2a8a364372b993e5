"""Scenario S2 of the requirements, by its own people and dates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts_registry.entry.actions import channels
from accounts_registry.models import Channel
from approvals import actions
from approvals.models import Request
from notifications.models import Message
from people.models import Post
from platforms.models import Platform
from tests.factories import (
    make_confirmed,
    make_person,
    make_policy,
    make_school,
    make_trained,
    make_trust,
)


def on(day: int, month: int = 11, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def school(db):
    return make_school(make_trust("QEGSMAT"), "SSchool")


@pytest.fixture
def people(school):
    def at(name, *roles, **more):
        return make_person(name, *roles, trust=school.trust, school=school, **more)

    head = at("Ravinder Shah", "HEAD", post="Headteacher", title="Dr")
    lowe = at("Jane Lowe", "DHT", "SLT", post="DHT", line_manager=head)
    boyd = at("Ann Boyd", post="HoD (Humanities)", line_manager=lowe, department="Humanities")
    found = {
        "head": head,
        "lowe": lowe,
        "boyd": boyd,
        "stuart": at("Eve Stuart", post="Teacher of History", line_manager=boyd),
        "grant": at("Paul Grant", "ADMIN", post="Business Manager", line_manager=head),
        "finch": at("Sue Finch", "DSL", post="DSL", line_manager=head),
        "hill": at("Sam Hill", "DDSL", post="Pastoral lead", line_manager=head),
        "nair": make_person(
            "Priya Nair", "COMMS", trust=school.trust, post="Communications Manager"
        ),
    }
    version = make_policy(school.trust)
    for person in (boyd, found["stuart"], found["grant"]):
        make_confirmed(version, person)
        make_trained(person)
    return found


def drafted(school, people) -> Request:
    boyd, stuart = people["boyd"], people["stuart"]
    both = [
        {"part": part, "person": person}
        for part in ("administrator", "moderator", "poster")
        for person in (boyd, stuart)
    ]
    tasks = {
        "purpose": {"title": "Geography on X", "scope": "department", "aims": "Fieldwork as it happens, for families.",
                    "why_worthwhile": "Families look here.", "success_measures": "More choose geography."},
        "content": {"content": "Fieldwork and results.", "pupil_images": "none", "school_mark": "yes"},
        "platform": {"platform": Platform.objects.get(code="x"), "account_name": "Geography@SSchool", "hosting": "platform",
                     "openness": "open"},
        "audience": {"audience": [{"group": "own_pupils", "age_from": 13, "age_to": 18}, {"group": "families"}, {"group": "public"}],
                     "promotion": "The newsletter", "other_ways": "The website"},
        "contributors": {"contributors": [{"group": "staff"}], "interaction": ["view", "react"]},
        "people": {"people": both, "master_post": Post.objects.get(title="Business Manager")},
        "safety": {"risk_assessment": "Messages are off.", "security_measures": "Two steps."},
        "dates": {"go_live_date": date(2026, 12, 7), "first_review_date": date(2027, 12, 3), "exit_strategy": "Posts are kept a year.",
                  "hours_a_week": Decimal("1.5"), "cover_plan": "They take turns."},
    }  # fmt: skip
    request = actions.start(school=school, by=boyd, at=on(30, 10))
    for task, answers in tasks.items():
        request = actions.save_task(
            request=request, task=task, answers=answers, by=boyd, at=on(30, 10)
        )
    return request


def test_full_request_happy_path(school, people):
    request = drafted(school, people)
    assert not Request.objects.visible_to(people["lowe"], on=date(2026, 11, 1)).exists()

    seen = [actions.send(request=request, by=people["boyd"], at=on(2)).status]
    assert Message.objects.get(kind="request_copy").recipient == people["nair"]
    assert Message.objects.get(kind="request_copy").created_at == on(2)
    assert Message.objects.get(kind="request_pupils").recipient == people["finch"]
    actions.agree(request=request, by=people["stuart"], at=on(3))
    request.refresh_from_db()

    for signer, day, more in (
        ("lowe", 4, {}),
        ("nair", 6, {"brand": "yes"}),
        ("head", 13, {"risk_approved": True, "resources_confirmed": True, "signed_in_at": on(13)}),
    ):
        actions.decide(
            request=request, by=people[signer], at=on(day), outcome="approve",
            typed_signature=people[signer].full_name, seen=request.fingerprint, **more,
        )  # fmt: skip
        request.refresh_from_db()
        seen.append(request.status)

    assert seen == ["awaiting_line_manager", "awaiting_comms", "awaiting_head", "approved"]
    signed = [
        (d.signer.full_name, d.capacity, d.signed_at.day, bool(d.statement), len(d.fingerprint))
        for d in request.decisions.all()
    ]
    assert signed == [
        ("Jane Lowe", "DHT", 4, True, 64),
        ("Priya Nair", "Communications Manager", 6, True, 64),
        ("Ravinder Shah", "Headteacher", 13, True, 64),
    ]
    channel = Channel.objects.get()
    assert (channel.status, channel.date_opened, channel.planned_opening) == (
        "planned",
        None,
        date(2026, 12, 7),
    )
    assert not Channel.objects.on_register().exists()

    channels.save_opening_checks(
        channel=channel, by=people["grant"], at=on(7, 12), master_privileges_held=True, editorial_oversight=True,
        admins_limited=True, url="https://x.com/geogsschool", credentials_location="School safe",
        credentials_post=Post.objects.get(title="Business Manager"), recovery_email="social@school.example", two_factor="on",
        privacy_settings_checked_on=date(2026, 12, 7), house_rules_url="https://school.example/rules", profile_states_role=True,
        moderation_mode="after", logo_used=True,
    )  # fmt: skip
    actions.open_channel(
        channel=channel, date_opened=date(2026, 12, 7), by=people["grant"], at=on(7, 12, 11)
    )
    request.refresh_from_db()
    channel.refresh_from_db()
    assert (request.status, channel.status, channel.date_opened) == (
        "opened",
        "open",
        date(2026, 12, 7),
    )
    assert list(Channel.objects.on_register()) == [channel]
