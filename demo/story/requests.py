"""Requests at every step, each walked there by the people whose turn it was."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts_registry.entry.actions.channels import save_opening_checks
from approvals import actions
from approvals.decision.actions.deciding import Term
from approvals.models import Decision, Request
from demo.story.cast import Stage
from demo.story.moments import Strand
from demo.story.staff import MAREHAY, SOUTHFIELD
from platforms.models import Platform
from workflow.promised import promised


@dataclass(frozen=True)
class Case:
    """One business case in a few words; `until` is how far it has come."""

    until: str
    author: str
    title: str
    platform: str
    account: str
    aims: str
    runs: tuple[str, ...]
    days_ago: int
    school: str = SOUTHFIELD
    pupils: bool = False
    go_live: int = 45
    only_tasks: int = 8
    words: str = ""
    agreed: tuple[str, ...] = field(default=())


FAMILIES = {"group": "families", "age_from": None, "age_to": None, "names": ""}
PUPILS = {"group": "own_pupils", "age_from": 13, "age_to": 18, "names": ""}
STAFF = {"group": "staff", "age_from": None, "age_to": None, "names": ""}

CASES: tuple[Case, ...] = (
    Case(
        "draft",
        "Jo Bell",
        "Instagram for PE",
        "instagram",
        "@southfield.pe",
        "Show match results, fixtures and clubs to families, so that more pupils come to practice and nobody misses a bus.",
        ("Jo Bell", "Kofi Mensah"),
        3,
        only_tasks=7,
    ),
    Case(
        "line_manager",
        "Ines Moor",
        "TikTok for the library",
        "tiktok",
        "@southfieldlibrary",
        "Short reviews of books by staff, so that pupils and families hear about what is new on the shelves.",
        ("Tom Okafor", "Nell Reed"),
        7,
    ),
    Case(
        "comms",
        "Ben Lacey",
        "Facebook group for the choir",
        "facebook",
        "Marehay Choir",
        "Tell families of choir members about rehearsals and concerts without a letter home each week.",
        ("Ben Lacey", "Jean Porter"),
        9,
        school=MAREHAY,
    ),
    Case(
        "head",
        "Eve Stuart",
        "YouTube for history revision",
        "youtube",
        "@SouthfieldHistory",
        "Five-minute revision films before each exam season, so that pupils can hear the same explanation again at home.",
        ("Eve Stuart", "Dana Reid"),
        12,
        pupils=True,
        go_live=40,
    ),
    Case(
        "head_unready",
        "Kofi Mensah",
        "X for sports fixtures",
        "x",
        "@SouthfieldSport",
        "Say within minutes when a fixture is called off, so that families do not travel for nothing.",
        ("Kofi Mensah", "Lena Fox"),
        7,
    ),
    Case(
        "returned",
        "Kofi Mensah",
        "Flickr for sports day",
        "flickr",
        "SouthfieldSportsDay",
        "Share the photos of sports day with families in one place, for a fortnight, and then take them down again.",
        ("Kofi Mensah", "Jo Bell"),
        15,
        words="Say how you will check consent before each photo goes up, and who does it.",
    ),
    Case(
        "approved",
        "Dana Reid",
        "X for geography",
        "x",
        "@SouthfieldGeog",
        "Fieldwork as it happens, for families and for pupils choosing their options, and a place for exam reminders.",
        ("Dana Reid", "Eve Stuart"),
        25,
        go_live=36,
    ),
    Case(
        "conditions",
        "Kofi Mensah",
        "Bluesky for clubs",
        "bluesky",
        "southfieldclubs.bsky.social",
        "A public noticeboard for clubs after school: where they meet, what to bring, and when they are off.",
        ("Kofi Mensah", "Jo Bell", "Lena Fox"),
        18,
        go_live=35,
    ),
    Case(
        "opened",
        "Owen Lowe",
        "LinkedIn for recruitment",
        "linkedin",
        "Southfield School",
        "Reach teachers who are looking for a post, and show what working here is like, so that we fill posts sooner.",
        ("Owen Lowe", "Tom Okafor"),
        50,
        go_live=8,
    ),
    Case(
        "rejected",
        "Jo Bell",
        "Tumblr for clubs",
        "tumblr",
        "southfieldclubs",
        "Send quick reminders about clubs to pupils where they can read them at any time.",
        ("Jo Bell", "Kofi Mensah"),
        30,
        pupils=True,
        words="Few pupils use it, its private messages cannot be moderated, and the school's own app already sends reminders.",
    ),
    Case(
        "withdrawn",
        "Ines Moor",
        "Pinterest for displays",
        "pinterest",
        "southfielddisplays",
        "Collect pictures of classroom displays from other schools and share ours, for teachers planning their rooms.",
        ("Tom Okafor", "Nell Reed"),
        40,
    ),
    Case(
        "cancelled",
        "Owen Lowe",
        "Threads for open evening",
        "threads",
        "southfieldopen",
        "Answer questions from families in the fortnight before open evening, in one place that everybody can read.",
        ("Owen Lowe", "Tom Okafor"),
        60,
        go_live=6,
    ),
)


Step = Generator[datetime, datetime, Request]


def walk(stage: Stage, case: Case) -> Strand:
    """From a draft to where it is now, a few days between each step."""
    author = stage[case.author]
    at = yield stage.ago(case.days_ago)
    request = actions.start(school=stage.schools[case.school], by=author, at=at)
    for task, answers in list(answers_to(stage, case, request).items())[: case.only_tasks]:
        request = actions.save_task(request=request, task=task, answers=answers, by=author, at=at)
    if case.until == "draft":
        return
    request = actions.send(request=request, by=author, at=at)
    at = yield stage.ago(case.days_ago - 1)
    for name in case.runs:
        if name != "Lena Fox" or case.until == "conditions":
            request = actions.agree(request=request, by=stage[name], at=at)
    yield from STEPS[case.until](stage, case, request)


def sign(stage: Stage, case: Case, request: Request, days: int, **more: Any) -> Step:
    """Whoever's turn it is approves, that many days after it was sent."""
    at = yield stage.ago(case.days_ago - days, 14, 5)
    stage_now = request.stages.current().get()
    signer, code = promised(stage_now.signer), stage_now.code
    if code == "comms":
        more.setdefault("brand", "not_used" if request.school_mark == "no" else "yes")
    if code == "head":
        more = {"resources_confirmed": True, "risk_approved": True, "signed_in_at": at, **more}
    answer = {
        "outcome": "approve",
        "typed_signature": signer.full_name,
        "seen": request.fingerprint,
        **more,
    }
    actions.decide(request=request, by=signer, at=at, **answer)
    request.refresh_from_db()
    return request


def to_line_manager(stage: Stage, case: Case, request: Request) -> Strand:
    yield from ()


def to_comms(stage: Stage, case: Case, request: Request) -> Step:
    return (yield from sign(stage, case, request, 2))


def to_head(stage: Stage, case: Case, request: Request) -> Step:
    """Everybody before the headteacher signs; some authors have fewer steps than others."""
    days = 2
    while request.status != Request.Status.AWAITING_HEAD:
        request = yield from sign(stage, case, request, days)
        days += 2
    return request


def to_approved(stage: Stage, case: Case, request: Request) -> Step:
    request = yield from to_head(stage, case, request)
    return (yield from sign(stage, case, request, 6))


def to_conditions(stage: Stage, case: Case, request: Request) -> Step:
    """A yes with work to do first: Lena Fox has still to be trained and to confirm the policy."""
    request = yield from to_head(stage, case, request)
    show = Term(
        "Show the first three posts to the communications manager",
        stage[case.author],
        stage.day(9),
    )
    return (
        yield from sign(
            stage,
            case,
            request,
            6,
            outcome=Decision.Outcome.APPROVE_WITH_CONDITIONS,
            reason="A good use of the platform, once everybody who runs it is ready.",
            conditions=[show],
        )
    )


def to_opened(stage: Stage, case: Case, request: Request) -> Strand:
    request = yield from to_approved(stage, case, request)
    office, channel = stage["Tom Okafor"], promised(request.channel)
    at = yield stage.ago(9)
    save_opening_checks(
        channel=channel,
        by=office,
        at=at,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=True,
        url="https://www.linkedin.com/company/southfield-school/",
        credentials_location="School safe",
        credentials_post=stage.post("Business Manager", SOUTHFIELD),
        recovery_email="socialmedia@northmoor.example",
        two_factor="on",
        privacy_settings_checked_on=at.date(),
        house_rules_url="https://www.southfield.example/house-rules",
        profile_states_role=True,
        moderation_mode="after",
    )
    actions.open_channel(channel=channel, date_opened=at.date(), by=office, at=at)


def to_returned(stage: Stage, case: Case, request: Request) -> Step:
    request = yield from sign(stage, case, request, 2)
    return (
        yield from sign(
            stage,
            case,
            request,
            4,
            outcome=Decision.Outcome.RETURN,
            reason=case.words,
            tasks=["content"],
        )
    )


def to_rejected(stage: Stage, case: Case, request: Request) -> Step:
    request = yield from to_head(stage, case, request)
    said = {"outcome": "reject", "reason": case.words, "reason_code": "platform"}
    return (yield from sign(stage, case, request, 6, **said))


def to_withdrawn(stage: Stage, case: Case, request: Request) -> Strand:
    at = yield stage.ago(case.days_ago - 5)
    actions.withdraw(request=request, by=stage[case.author], at=at)


def to_cancelled(stage: Stage, case: Case, request: Request) -> Strand:
    request = yield from to_approved(stage, case, request)
    at = yield stage.ago(case.days_ago - 20)
    actions.withdraw(
        request=request,
        reason="Open evening is now answered on the school's Facebook page",
        by=stage[case.author],
        at=at,
    )


STEPS: dict[str, Callable[[Stage, Case, Request], Generator[datetime, datetime, Any]]] = {
    "line_manager": to_line_manager,
    "comms": to_comms,
    "head": to_head,
    "head_unready": to_head,
    "returned": to_returned,
    "approved": to_approved,
    "conditions": to_conditions,
    "opened": to_opened,
    "rejected": to_rejected,
    "withdrawn": to_withdrawn,
    "cancelled": to_cancelled,
}


def answers_to(stage: Stage, case: Case, request: Request) -> dict[str, dict[str, Any]]:
    """Every question of the form, task by task."""
    people = [stage[name] for name in case.runs]
    office = "Business Manager" if case.school == SOUTHFIELD else "SBO"
    head = stage.post("Headteacher", case.school)
    begins = request.created_at.date()
    go_live = max(begins.toordinal() + 8, begins.toordinal() + case.go_live)
    live = type(begins).fromordinal(go_live)
    return {
        "purpose": {
            "title": case.title,
            "scope": "department",
            "aims": case.aims,
            "why_worthwhile": "Letters and the website reach families too late for this, and nobody can ask a question there.",
            "success_measures": "At least 100 families follow it after a term, and fewer calls to the office.",
        },
        "content": {
            "content": "Two or three short posts a week with news, dates and pictures of places and things.",
            "pupil_images": "not_identifiable",
            "consent_plan": "We check the consent list before any photo in which somebody could be recognised.",
            "school_mark": "yes",
        },
        "platform": {
            "platform": Platform.objects.get(code=case.platform),
            "platform_other": "",
            "account_name": case.account,
            "hosting": "platform",
            "host_name": "",
            "openness": "open",
        },
        "audience": {
            "audience": [FAMILIES, PUPILS] if case.pupils else [FAMILIES],
            "promotion": "In the newsletter, on the website and on the poster at the gate.",
            "other_ways": "Everything important also goes into the newsletter.",
        },
        "contributors": {"contributors": [STAFF], "interaction": ["view", "react"]},
        "people": {
            "people": [
                {"part": part, "person": person}
                for part in ("administrator", "moderator", "poster")
                for person in people
            ],
            "master_post": stage.post(office, case.school),
            "overseer_post": head,
        },
        "safety": {
            "risk_assessment": "Contact with pupils: messages are off. Photos: consent list checked. Abuse: comments are moderated each school day. Lost account: two-step sign-in and a school recovery address. Nobody there: cover is asked for.",
            "security_measures": "Two-step sign-in, a long password kept in the school safe, no shared devices.",
        },
        "dates": {
            "go_live_date": live,
            "closing_date": None,
            "first_review_date": type(begins).fromordinal(go_live + 330),
            "exit_strategy": "Tell followers a month before, keep a copy of the posts for a year, then delete the account.",
            "hours_a_week": Decimal("1.5"),
            "cover_plan": "The two moderators are never away together; the office covers in holidays.",
        },
    }
