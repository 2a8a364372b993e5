"""Requests for the tests of this folder, walked through the real actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from approvals import actions
from approvals.models import Request
from people.models import Post
from platforms.models import Platform
from tests.factories import NOW, make_confirmed, make_policy, make_trained

SIGNERS = ("line_manager", "comms", "head")


def ready(cast: Any, *people: Any) -> None:
    """A policy that governs channels, confirmed by these people, who are trained too."""
    version = make_policy(cast.trust)
    make_confirmed(version, *people)
    make_trained(*people)


def answers(cast: Any, **changes: Any) -> dict[str, dict[str, Any]]:
    """Good answers for every task, by task; `changes` by column."""
    team = [cast.colleague, cast.teacher]
    lines = [
        {"part": part, "person": person}
        for part in ("administrator", "moderator")
        for person in team
    ]
    found = {
        "purpose": {
            "title": "Instagram for Ashdown PE",
            "scope": "department",
            "aims": "Show match results and clubs to families, so that more pupils come.",
            "why_worthwhile": "Families look here first.",
            "success_measures": "More pupils at clubs.",
        },
        "content": {
            "content": "Results and club times.",
            "pupil_images": "none",
            "consent_plan": "",
            "school_mark": "yes",
        },
        "platform": {
            "platform": Platform.objects.get(code="instagram"),
            "platform_other": "",
            "account_name": "@AshdownPE",
            "hosting": "platform",
            "host_name": "",
            "openness": "open",
        },
        "audience": {
            "audience": [{"group": "families"}],
            "promotion": "In the newsletter",
            "other_ways": "The website",
        },
        "contributors": {"contributors": [{"group": "staff"}], "interaction": ["view", "react"]},
        "people": {
            "people": [*lines, {"part": "poster", "person": cast.teacher}],
            "master_post": Post.objects.get(title="Business manager"),
            "overseer_post": None,
        },
        "safety": {
            "risk_assessment": "Abuse: comments are off.",
            "security_measures": "Two steps to sign in.",
        },
        "dates": {
            "go_live_date": date(2027, 1, 5),
            "closing_date": None,
            "first_review_date": date(2027, 12, 3),
            "exit_strategy": "Posts are archived.",
            "hours_a_week": Decimal("1.5"),
            "cover_plan": "We take turns.",
        },
    }
    for task in found.values():
        task.update({key: value for key, value in changes.items() if key in task})
    return found


def draft(cast: Any, *, author: Any = None, at: datetime = NOW, **changes: Any) -> Request:
    author = author or cast.teacher
    request = actions.start(school=cast.school, by=author, at=at)
    for task, given in answers(cast, **changes).items():
        request = actions.save_task(request=request, task=task, answers=given, by=author, at=at)
    return request


def sent(cast: Any, **options: Any) -> Request:
    request = draft(cast, **options)
    return actions.send(request=request, by=request.author, at=options.get("at", NOW))


def sign(
    request: Request, by: Any, *, at: datetime = NOW, outcome: str = "approve", **options: Any
) -> Any:
    seen = Request.objects.get(pk=request.pk).fingerprint
    given = {
        "typed_signature": by.full_name,
        "seen": seen,
        "brand": "yes",
        "signed_in_at": at,
        **options,
    }
    if outcome in ("approve", "approve_with_conditions"):
        given = {"resources_confirmed": True, "risk_approved": True, **given}
    return actions.decide(request=request, by=by, at=at, outcome=outcome, **given)


def at_head(cast: Any, **options: Any) -> Request:
    """A request of people who are ready, with two of its three signatures."""
    request = sent(cast, **options)
    sign(request, cast.line_manager)
    sign(request, cast.comms)
    request.refresh_from_db()
    return request


def approved(cast: Any, **options: Any) -> Request:
    ready(cast, cast.teacher, cast.colleague, cast.office)
    request = at_head(cast, **options)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    sign(request, cast.head)
    request.refresh_from_db()
    return request


def later(**delta: int) -> datetime:
    return NOW + timedelta(**delta)
