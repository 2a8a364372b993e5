"""What an approved request says about its channel, and who hears that it is on the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import localdate

from accounts_registry.models import Channel
from accounts_registry.words import PUPIL_GROUPS
from approvals import checks
from approvals.models import Decision, Request
from people.models import User
from schools import policy_settings

ADULT_CONTENT_AGE = 16


def facts_of(request: Request) -> dict[str, Any]:
    age = checks.youngest(request.audience)
    return {
        "platform": request.platform,
        "platform_other": request.platform_other,
        "account_name": request.account_name,
        "scope": request.scope or Channel.Scope.SCHOOL,
        "aims": request.aims,
        "measures": request.success_measures,
        "hours_planned": float(request.hours_a_week) if request.hours_a_week else None,
        "audience": request.audience,
        "contributors": request.contributors,
        "pupils_under_16": age is not None and age < ADULT_CONTENT_AGE,
        "pupil_images": request.pupil_images or Channel.PupilImages.NONE,
        "openness": request.openness or Channel.Openness.OPEN,
        "interaction": request.interaction,
        "moderation_required": needs_moderators(request),
        "logo_used": request.school_mark == "yes" if request.school_mark else None,
        "logo_agreed_on": logo_agreed_on(request),
        "planned_opening": request.go_live_date,
        "planned_closing": request.closing_date,
        "next_review_on": request.first_review_date or request.closing_date,
    }


def logo_agreed_on(request: Request) -> date | None:
    """The day the communications manager signed a request that shows the school's mark (I-A.4.7)."""
    signed = request.decisions.standing().filter(stage="comms", outcome="approve").first()
    return localdate(signed.signed_at) if signed and request.school_mark == "yes" else None


def needs_moderators(request: Request) -> bool:
    """By the trust's own rule (I-A.5.3)."""
    rule = policy_settings.value("moderation_rule", school=request.school)
    has_pupils = checks.groups([*request.audience, *request.contributors]) & set(PUPIL_GROUPS)
    takes_comments = set(request.interaction) & {"comment", "message", "upload"}
    return rule == "always" or (rule == "pupils_or_comments" and bool(has_pupils or takes_comments))


def people_of(request: Request) -> list[dict[str, Any]]:
    """Everybody named, by person; the two posts, by post."""
    lines = request.people.select_related("person", "post")
    people: list[dict[str, Any]] = [
        {"part": line.part, "person": line.person, "post": line.post} for line in lines
    ]
    posts = (("master", request.master_post), ("overseer", request.overseer_post))
    return [{"part": part, "person": None, "post": post} for part, post in posts if post] + people


def concerned(request: Request, by: Any, on: Any) -> list[User]:
    """The line manager, the signers, those named, the post that holds the account, the office; the DSL for pupils."""
    signers = [
        one.signer
        for one in request.decisions.standing().exclude(outcome=Decision.Outcome.NOT_REQUIRED)
    ]
    named = checks.operators_of(list(request.people.select_related("person")))
    holders = (
        User.objects.present(on).filter(holdings__in=request.master_post.holdings.on(on))
        if request.master_post
        else []
    )
    office = User.objects.holding("ADMIN", on=on, school=request.school)
    has_pupils = checks.groups(request.audience) & set(PUPIL_GROUPS)
    dsl = User.objects.holding("DSL", on=on, school=request.school) if has_pupils else []
    manager = [request.line_manager] if request.line_manager else []
    everybody = dict.fromkeys([*manager, *signers, *named, *holders, *office, *dsl])
    return [
        person
        for person in everybody
        if person not in (by, request.author) and not person.has_left(on)
    ]
