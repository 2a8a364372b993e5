"""Where policies differ: every setting, with its question, its sentences and the five presets (2.A)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schools.setting_kinds import Chain, Choice, Expected, Kind, Number, Switch

PRESETS: dict[str, str] = {
    "ACET": "ACET",
    "ATT": "ATT",
    "QEGSMAT": "QEGSMAT",
    "ISP": "ISP",
    "UNNAMED": "Unnamed trust",
}
PRESET_HINTS: dict[str, str] = {
    "ACET": "The answers we suggest: 3 signatures, 2 administrators, a review every year",
    "ATT": "As ACET, with a review of policies every 2 years",
    "QEGSMAT": "The leadership team signs too, 1 administrator and 1 moderator are enough, a review every 3 years",
    "ISP": "Every channel has moderators and a closing date, and nobody from outside joins one",
    "UNNAMED": "As ACET",
}
SECTIONS: dict[str, str] = {
    "approvals": "Approvals",
    "people": "People who run channels",
    "moderation": "Moderation and comments",
    "opening": "Opening a channel",
    "reviews": "Reviews, cover and training",
    "concerns": "Where concerns go",
    "confirmations": "Policies and confirmations",
    "public": "Public page",
    "sign-in": "Signing again",
}


@dataclass(frozen=True)
class PolicySetting:
    """One question on which policies disagree. `presets` holds only the answers that differ from `default`.

    A setting is offered on the pages only while something in the portal acts on its answer.
    """

    key: str
    section: str
    question: str
    kind: Kind
    default: Any
    clauses: str = ""
    presets: Mapping[str, Any] = field(default_factory=dict)
    tighten_only: bool = False
    for_schools: bool = True
    hint: str = ""
    offered: bool = True

    def preset(self, name: str) -> Any:
        return self.presets.get(name, self.default)

    def says(self, value: Any) -> str:
        return self.kind.say(value)


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

P = PolicySetting
_TABLE = (
    P(
        "approval_chain",
        "approvals",
        "Who approves a new channel, in this order?",
        Chain(
            "A new channel is approved by {}.",
            {
                "line_manager": "the line manager",
                "comms": "the communications manager",
                "leadership": "the leadership team",
                "head": "the headteacher",
            },
            last="head",
            empty="Select who approves a new channel",
        ),
        ["line_manager", "comms", "head"],
        "Q-5.3-2, Q-5.3-8, I-A.3.2, A-7.3-2",
        {"QEGSMAT": ["line_manager", "comms", "leadership", "head"]},
        tighten_only=True,
        hint="The headteacher always decides last.",
    ),
    P(
        "leadership_stage",
        "approvals",
        "What does the leadership team do with a request?",
        Choice(
            {
                "off": ("Nothing", "The leadership team has no step of its own."),
                "record": (
                    "The headteacher records what a meeting said",
                    "The headteacher records the date and the view of a leadership meeting.",
                ),
                "required": (
                    "One of the team signs",
                    "One of the leadership team signs before the headteacher.",
                ),
            }
        ),
        "off",
        "Q-5.3-2, Q-5.3-8",
        {"QEGSMAT": "required"},
    ),
    P(
        "early_rejection",
        "approvals",
        "Can somebody before the headteacher end a request?",
        Switch(
            "The line manager and the communications manager can decide not to approve a request.",
            "Only the headteacher can decide not to approve a request. Others can send it back for changes.",
        ),
        True,
        "I-A.3.2",
    ),
    P(
        "small_school_second_signatory",
        "approvals",
        "Who signs second when one person would have to sign twice?",
        Chain(
            "When one person would have to sign twice, the second signature comes from {}.",
            {"DHT": "the deputy headteacher", "CHAIR": "the chair of governors"},
            empty="Select who signs second",
        ),
        ["DHT", "CHAIR"],
        "I-A.3.2",
    ),
    P(
        "logo_approver_school_mark",
        "approvals",
        "Who allows a channel to use the school's name and mark?",
        Choice(
            {
                "HEAD": ("The headteacher", "The headteacher allows the use of the school mark."),
                "COMMS": (
                    "The communications manager",
                    "The communications manager allows the use of the school mark.",
                ),
                "CEO": (
                    "The chief executive",
                    "The chief executive allows the use of the school mark.",
                ),
            }
        ),
        "COMMS",
        "A-5.7, I-A.3.5, I-B-33",
        {"ATT": "CEO"},
        offered=False,
    ),
    P(
        "min_operators",
        "people",
        "How many people must run a channel at least?",
        Number(
            "At least {} people run every channel.",
            1,
            10,
            one="At least 1 person runs every channel.",
        ),
        2,
        "Q-5.3-6, C-1.4-6",
        tighten_only=True,
    ),
    P(
        "min_admins",
        "people",
        "How many administrators must a channel have at least?",
        Number(
            "Every channel has at least {} administrators.",
            1,
            10,
            one="Every channel has at least 1 administrator.",
        ),
        2,
        "I-B-22",
        {"QEGSMAT": 1},
        tighten_only=True,
    ),
    P(
        "min_moderators",
        "people",
        "How many moderators must a channel have at least?",
        Number(
            "Every moderated channel has at least {} moderators.",
            1,
            10,
            one="Every moderated channel has at least 1 moderator.",
        ),
        2,
        "I-B-23, I-A.5.4",
        {"QEGSMAT": 1},
        tighten_only=True,
    ),
    P(
        "max_admins",
        "people",
        "How many administrators may a channel have before a reason is asked for?",
        Number(
            "More than {} administrators of one channel need a reason.",
            1,
            20,
            one="More than 1 administrator of one channel needs a reason.",
        ),
        4,
        "Q-5.2-7",
    ),
    P(
        "dual_role_allowed",
        "people",
        "Can one person be both administrator and moderator of a channel?",
        Switch(
            "One person can be both administrator and moderator of a channel.",
            "Nobody is both administrator and moderator of one channel.",
        ),
        True,
        "I-B-22, I-B-23",
    ),
    P(
        "non_employee_operators",
        "people",
        "Can somebody who is not an employee run a channel?",
        Choice(
            {
                "with_head_authorisation": (
                    "Yes, when the headteacher agrees",
                    "Volunteers and others who are not employees run a channel only when the headteacher agrees.",
                ),
                "never": ("No", "Only employees run channels."),
            }
        ),
        "with_head_authorisation",
        "I-A.3.1, Q-5.3-11, A-7.3-2",
        tighten_only=True,
    ),
    P(
        "moderation_rule",
        "moderation",
        "Which channels need moderators?",
        Choice(
            {
                "optional": (
                    "Those whose team wants them",
                    "Moderators are named where the team wants them.",
                ),
                "pupils_or_comments": (
                    "Those with pupils or with comments",
                    "Channels that pupils join or that take comments have moderators.",
                ),
                "always": ("All of them", "Every channel has moderators."),
            }
        ),
        "pupils_or_comments",
        "I-A.5.3, Q-5.3-23",
        {"ISP": "always"},
    ),
    P(
        "moderator_designator",
        "moderation",
        "Who confirms the moderators?",
        Choice(
            {
                "HEAD": ("The headteacher", "The headteacher confirms who moderates."),
                "COMMS": (
                    "The communications manager",
                    "The communications manager confirms who moderates.",
                ),
                "NETMAN": ("The network manager", "The network manager confirms who moderates."),
            }
        ),
        "COMMS",
        "I-A.5.4",
        {"ISP": "NETMAN"},
    ),
    P(
        "outsiders_allowed",
        "moderation",
        "What can people from outside do on a channel?",
        Choice(
            {
                "yes": (
                    "Follow it, comment on it and join it",
                    "People from outside may follow, comment and join.",
                ),
                "broadcast_only": (
                    "Follow it and react to it",
                    "People from outside may follow and react, and may not comment or join.",
                ),
                "never": ("Nothing", "Only people who are known and checked may join or follow."),
            }
        ),
        "broadcast_only",
        "I-A.5.7, I-A.5.2, Q-5.3-7",
        {"QEGSMAT": "yes", "ISP": "never"},
        tighten_only=True,
        hint="A channel that pupils write on is for known members only, whatever is chosen here.",
    ),
    P(
        "risk_assessment_required",
        "opening",
        "Must the headteacher approve a risk assessment first?",
        Switch(
            "The headteacher approves a risk assessment before a channel is approved.",
            "A channel can be approved without a risk assessment.",
        ),
        True,
        "Q-5.3-18, C-1-1",
        tighten_only=True,
    ),
    P(
        "privacy_notice_required",
        "opening",
        "Must a channel be in the privacy notice before it opens?",
        Switch(
            "A channel is named in the privacy notice before it opens.",
            "A channel can open before the privacy notice names it.",
        ),
        True,
        "Q-5.2-10",
        tighten_only=True,
        offered=False,
    ),
    P(
        "website_link",
        "opening",
        "Must the website link to a channel?",
        Choice(
            {
                "where_possible": (
                    "Where possible",
                    "The website links to a channel where possible.",
                ),
                "required": ("Always", "The website links to every channel before it opens."),
            }
        ),
        "where_possible",
        "Q-5.3-21, A-7.3-1",
        offered=False,
    ),
    P(
        "lifespan_rule",
        "opening",
        "Which date must a request name?",
        Choice(
            {
                "closure_or_review": (
                    "The day it closes, or the day it is reviewed",
                    "A request names the day the channel closes, or the day it is reviewed.",
                ),
                "closure_date": (
                    "The day it closes",
                    "A request names the day the channel closes.",
                ),
            }
        ),
        "closure_or_review",
        "I-A.1.6, I-B-28",
        {"ISP": "closure_date"},
    ),
    P(
        "risk_review_months",
        "reviews",
        "How many months after its approval is a risk assessment reviewed?",
        Number(
            "A risk assessment is reviewed after {} months.",
            1,
            36,
            "months",
            one="A risk assessment is reviewed after 1 month.",
        ),
        12,
        "Q-5.3-18",
    ),
    P(
        "cover_horizon_days",
        "reviews",
        "How many days ahead do we look for gaps in cover?",
        Number("Gaps in cover show {} days ahead.", 7, 120, "days"),
        42,
        "I-A.5.4",
    ),
    P(
        "training_valid_months",
        "reviews",
        "How many months does training last?",
        Number("Training lasts {} months.", 1, 60, "months", one="Training lasts 1 month."),
        12,
        "Q-5.3-10",
        for_schools=False,
        offered=False,
    ),
    P(
        "required_platforms",
        "reviews",
        "Which platforms must every school be on?",
        Expected(
            {
                "x": "X (formerly Twitter)",
                "facebook": "Facebook",
                "instagram": "Instagram",
                "youtube": "YouTube",
                "linkedin": "LinkedIn",
                "bluesky": "Bluesky",
                "threads": "Threads",
                "tiktok": "TikTok",
            },
            {"X": "x", "Twitter": "x", "X/Twitter": "x", "FB": "facebook", "Insta": "instagram"},
            "Every school has a whole-school account on {}, with a post at least every {} days.",
            "No platform is expected of every school.",
        ),
        [],
        "A-7.3-1, Q-5.3-1, I-A.1.2",
        {"ATT": [{"platform": "x", "scope": "school", "days": 14}]},
        hint="One platform on each line, a comma, and the most days between two posts, for example: Facebook, 14. "
        "Leave it empty if none is expected. The account of a department or a class does not count.",
    ),
    P(
        "privacy_review_months",
        "reviews",
        "How many months between two checks of an account's privacy settings?",
        Number(
            "Privacy settings are checked every {} months.",
            1,
            12,
            "months",
            one="Privacy settings are checked every month.",
        ),
        4,
        "Q-5.5-22",
        hint="4 months is about once a term.",
    ),
    P(
        "credential_verify_months",
        "reviews",
        "How many months until somebody confirms again where the login details are?",
        Number(
            "Where login details are kept is confirmed every {} months.",
            1,
            24,
            "months",
            one="Where login details are kept is confirmed every month.",
        ),
        6,
        "Q-5.3-19, A-6.11-2, I-6.15",
    ),
    P(
        "stale_days",
        "reviews",
        "After how many days without a post do we ask whether a channel is still needed?",
        Number("A channel without a post for {} days is looked at.", 7, 366, "days"),
        60,
        "I-A.1.6, A-7.3-1",
    ),
    P(
        "register_attestation_month",
        "reviews",
        "In which month do the office and the headteacher confirm the register?",
        Choice(
            {
                str(number): (name, f"The register is confirmed every year in {name}.")
                for number, name in enumerate(MONTHS, start=1)
            }
        ),
        "9",
        "Q-App1-1, Q-5.3-16",
    ),
    P(
        "pupil_request_report_to",
        "concerns",
        "Who hears of a friend request from a pupil?",
        Choice(
            {
                "LM": (
                    "The line manager",
                    "The line manager hears of a friend request from a pupil.",
                ),
                "HEAD": (
                    "The headteacher",
                    "The headteacher hears of a friend request from a pupil.",
                ),
                "DSL": (
                    "The designated safeguarding lead",
                    "The designated safeguarding lead hears of a friend request from a pupil.",
                ),
            }
        ),
        "DSL",
        "A-6.3-2, I-6.6-2, Q-5.5-15",
        tighten_only=True,
        offered=False,
    ),
    P(
        "pupil_request_class_discussion",
        "concerns",
        "Do we suggest talking about friend requests in class?",
        Switch(
            "Staff are also asked to talk about friend requests in class, in general terms.",
            "Staff are not asked to talk about friend requests in class.",
        ),
        False,
        "I-6.6-2",
        {"ISP": True},
        offered=False,
    ),
    P(
        "staff_conduct_report_to",
        "concerns",
        "Who hears of a worry about how a member of staff behaves online?",
        Choice(
            {
                "LM": (
                    "Their line manager",
                    "A line manager hears of a worry about how somebody in the team behaves online.",
                ),
                "HEAD": (
                    "The headteacher",
                    "The headteacher hears of a worry about how a member of staff behaves online.",
                ),
            }
        ),
        "HEAD",
        "T-8.0-1, Q-5.8-6, I-7.3",
        {"UNNAMED": "LM"},
        hint="Worries about a child always go to the designated safeguarding lead.",
        offered=False,
    ),
    P(
        "policy_review_months",
        "confirmations",
        "How many months after a policy is published is it reviewed?",
        Number(
            "A new version of a policy is reviewed after {} months.",
            1,
            60,
            "months",
            one="A new version of a policy is reviewed after 1 month.",
        ),
        12,
        "C-0-3, A-0-1, Q-0-2, I-0-1",
        {"ATT": 24, "QEGSMAT": 36},
        for_schools=False,
    ),
    P(
        "ack_renewal_months",
        "confirmations",
        "After how many months do people confirm a policy again?",
        Number(
            "People confirm a policy again after {} months.",
            1,
            36,
            "months",
            one="People confirm a policy again after 1 month.",
        ),
        12,
        "T-1.0-10, I-2.1, A-2.1",
        for_schools=False,
    ),
    P(
        "register_public_extract",
        "public",
        "Can anybody look up a school's official channels?",
        Switch(
            "Anybody can look up the official channels. No person is named there.",
            "The public page lists no channels, and the register prints without its QR code.",
        ),
        True,
        "A-7.3-1, Q-5.2-10",
    ),
    P(
        "confirmation_lasts_days",
        "public",
        "How long does the public page call an account official after somebody has checked it?",
        Number(
            "After {} days without a check, an account is “official, but not confirmed lately”.",
            30,
            400,
            "days",
        ),
        120,
        "Q-5.2-10",
    ),
    P(
        "fresh_sign_in_minutes",
        "sign-in",
        "How many minutes after signing in can somebody give a final signature?",
        Number("A final signature needs a sign-in within the last {} minutes.", 5, 60, "minutes"),
        15,
        for_schools=False,
    ),
)
SETTINGS: dict[str, PolicySetting] = {row.key: row for row in _TABLE}
