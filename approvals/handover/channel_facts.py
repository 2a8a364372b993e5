"""What an approved request says about its channel, and who hears that it is on the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import localdate

from accounts_registry.api import PUPIL_GROUPS, ApprovedFacts, operators
from accounts_registry.models import Channel
from approvals.decision.models import Decision
from approvals.request import checks
from approvals.request.models import Request
from people.models import User
from schools.api import policy_settings
from workflow.promised import promised

ADULT_CONTENT_AGE = 16
# An account on the company's own platform is the school's; what somebody else hosts is a contractor's.
HOSTING = {
    "": Channel.Hosting.SCHOOL,
    "platform": Channel.Hosting.SCHOOL,
    "school": Channel.Hosting.SCHOOL,
    "other": Channel.Hosting.CONTRACTOR,
}


def facts_of(request: Request) -> ApprovedFacts:
    """Everything that was signed about the channel, for the register."""
    age = checks.youngest(request.audience)
    return ApprovedFacts(
        platform=promised(request.platform),
        platform_other=request.platform_other,
        account_name=request.account_name,
        department=request.department,
        scope=request.scope or Channel.Scope.SCHOOL,
        hosting=HOSTING[request.hosting],
        host_name=request.host_name,
        aims=request.aims,
        why_worthwhile=request.why_worthwhile,
        content=request.content,
        measures=request.success_measures,
        hours_planned=float(request.hours_a_week) if request.hours_a_week else None,
        audience=request.audience,
        contributors=request.contributors,
        promotion=request.promotion,
        other_ways=request.other_ways,
        pupils_under_16=age is not None and age < ADULT_CONTENT_AGE,
        pupil_images=request.pupil_images or Channel.PupilImages.NONE,
        consent_plan=request.consent_plan,
        openness=request.openness or Channel.Openness.OPEN,
        interaction=request.interaction,
        security_measures=request.security_measures,
        moderation_required=needs_moderators(request),
        logo_used=logo_used(request),
        logo_agreed_on=logo_agreed_on(request),
        planned_opening=request.go_live_date,
        planned_closing=request.closing_date,
        next_review_on=request.first_review_date or request.closing_date,
        exit_strategy=request.exit_strategy,
        cover_plan=request.cover_plan,
    )


def logo_used(request: Request) -> bool | None:
    """What was asked for and answered: a no to the mark stays a no (I-A.3.5)."""
    if request.school_mark != "yes":
        return False if request.school_mark else None
    answer = _about_the_mark(request)
    return answer is None or answer.brand == "yes"


def logo_agreed_on(request: Request) -> date | None:
    """The day the communications manager agreed to the school's mark on it (I-A.4.7)."""
    answer = _about_the_mark(request)
    agreed = answer is not None and answer.brand == "yes" and request.school_mark == "yes"
    return localdate(answer.signed_at) if answer is not None and agreed else None


def _about_the_mark(request: Request) -> Decision | None:
    """The signature that answers whether it may use the school's name and mark, where one was asked for."""
    signed = request.decisions.standing().filter(stage="comms", outcome=Decision.Outcome.APPROVE)
    return signed.order_by("signed_at").last()


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
        {
            "part": line.part,
            "person": line.person,
            "post": line.post,
            "non_employee_reason": _why_outsider(request, line.person),
        }
        for line in lines
    ]
    posts = (("master", request.master_post), ("overseer", request.overseer_post))
    return [{"part": part, "person": None, "post": post} for part, post in posts if post] + people


def _why_outsider(request: Request, person: User | None) -> str:
    """The headteacher's signature of a request that names them is the headteacher's word (Q-5.3-11)."""
    is_one = person is not None and not operators.is_employee(person)
    return f"Named in request {request.reference}, which was approved" if is_one else ""


def concerned(request: Request, by: User, on: date) -> list[User]:
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
