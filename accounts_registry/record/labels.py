"""The facts of a channel in words: what each is called, and how its values are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from accounts_registry.models import Channel
from workflow.statuses import word

GROUPS = {
    "own_pupils": "Pupils of this school",
    "staff": "Staff",
    "families": "Parents and carers",
    "other_school_pupils": "Pupils of other schools",
    "organisations": "Other organisations",
    "public": "Anybody",
    "other": "Somebody else",
}
PUPIL_GROUPS = ("own_pupils", "other_school_pupils")
INTERACTION = {
    "view": "See posts",
    "react": "React to posts",
    "comment": "Comment on posts",
    "message": "Send private messages",
    "upload": "Add posts, photos or files of their own",
}


class Called(NamedTuple):
    """What a fact is called in a sentence, where the history files it, and how a value is said.

    `alone` is what it is called on its own, where that is something else.
    """

    words: str
    group: str
    say: Callable[[Any], str] | None = None
    alone: str = ""

    @property
    def title(self) -> str:
        """On its own, such as at the head of a field: "Next review"."""
        words = self.alone or self.words
        return words[:1].upper() + words[1:]


def an_answer(question: str, group: str, say: Callable[[Any], str]) -> Called:
    """A fact that goes by the question it answers."""
    return Called(f"answer to “{question}”", group, say, question)


def day(value: Any) -> str:
    """1 March 2027, from a date or from JSON's way of writing one."""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return f"{value:%-d %B %Y}"


def yes_or_no(value: Any) -> str:
    return "yes" if value else "no"


def line_of(line: Mapping[str, Any]) -> str:
    """One group of people: "Pupils of this school aged 11 to 16"."""
    says = GROUPS.get(line.get("group", ""), str(line.get("group", "")))
    if line.get("age_from") is not None and line.get("age_to") is not None:
        says += f" aged {line['age_from']} to {line['age_to']}"
    return f"{says}: {line['names']}" if line.get("names") else says


def people(lines: Any) -> str:
    return quoted("; ".join(line_of(line) for line in lines or () if isinstance(line, Mapping)))


def listed(words: Mapping[str, str]) -> Callable[[Any], str]:
    return lambda codes: quoted(", ".join(words.get(code, str(code)) for code in codes or ()))


def one_of(choices: Any) -> Callable[[Any], str]:
    known = {str(code): label for code, label in choices}
    return lambda code: quoted(known.get(str(code), str(code))) if code else ""


def quoted(text: Any) -> str:
    return f"“{text}”" if text else ""


P, S, A, R = "people", "settings", "approvals", "reviews"
CALLED: dict[str, Called] = {
    "account_name": Called("account or page name", S, quoted),
    "handle": Called("handle", S, quoted),
    "permanent_id": Called("platform's own number for the account", S),
    "confirmed_id": Called("platform's own number that was found to be ours", A),
    "confirmed_identity": Called("account that was found to be ours", A),
    "url": Called("link", S),
    "platform_id": Called("platform", S),
    "platform_other": Called("name of the platform", S),
    "school_id": Called("school", S),
    "trust_id": Called("trust", S),
    "scope": Called("scope", S, one_of(Channel.Scope.choices)),
    "department": Called("department", S),
    "purpose": Called("purpose", S, listed(dict(Channel.Purpose.choices))),
    "objective": Called("objective", S, one_of(Channel.Objective.choices)),
    "aims": Called("aims", S, quoted),
    "measures": Called("measures of success", S, quoted),
    "hours_planned": Called("hours a week", S),
    "why_worthwhile": Called("reason for having it", S, quoted),
    "content": Called("description of what is posted", S, quoted),
    "consent_plan": Called("way consent is asked for", S, quoted),
    "promotion": Called("way people find out about it", S, quoted),
    "other_ways": Called("ways to reach those who do not use it", S, quoted),
    "security_measures": Called("way the account is kept secure", S, quoted),
    "exit_strategy": Called("plan for ending it", S, quoted),
    "cover_plan": Called("plan for holidays and sickness", S, quoted),
    "audience": Called("audience", S, people),
    "contributors": Called("contributors", S, people),
    "pupils_under_16": an_answer("Pupils under 16", S, yes_or_no),
    "pupil_images": Called("photos of pupils", S, one_of(Channel.PupilImages.choices)),
    "openness": an_answer("Open or private", S, one_of(Channel.Openness.choices)),
    "interaction": Called("list of what people can do on it", S, listed(INTERACTION)),
    "membership": Called("rule about who may join", S, one_of(Channel.Membership.choices)),
    "pupil_communication_allowed": an_answer("Messages with pupils", S, yes_or_no),
    "min_age": Called("minimum age", S),
    "hosting": Called("host", S, one_of(Channel.Hosting.choices)),
    "host_name": Called("name of the host", S),
    "intervention_plan": Called("plan for stepping in", S, quoted),
    "moderation_required": an_answer("Needs moderators", S, yes_or_no),
    "moderation_reason": Called("reason for having no moderators", S, quoted),
    "moderation_mode": Called("way comments are checked", S, one_of(Channel.Moderation.choices)),
    "moderation_team": Called("team that moderates", S),
    "logo_used": an_answer("School logo shown", S, yes_or_no),
    "logo_link_back_url": Called("link from the logo", S),
    "parents_notice_shown": an_answer("Notice for parents shown", S, yes_or_no),
    "status": Called("status", S, lambda code: quoted(word("channel", code))),
    "approval_reference": Called("request it was approved by", A),
    "approved_on": Called("day it was approved", A, day),
    "registered_on": Called("day it was registered", A, day),
    "master_privileges_held": an_answer("Master privileges held", R, yes_or_no),
    "editorial_oversight": an_answer("Editorial oversight", R, yes_or_no),
    "admins_limited": an_answer("Administrators limited", R, yes_or_no),
    "tests_checked_on": Called("day the 3 tests were checked", R, day),
    "admin_limit_reason": Called("reason for more administrators", P, quoted),
    "date_opened": Called("date opened", S, day),
    "date_closed": Called("date closed", S, day),
    "planned_opening": Called("planned opening", S, day),
    "planned_closing": Called("planned closing", S, day),
    "next_review_on": Called("next review", R, day),
    "last_post_on": Called("day of the last post", R, day),
    "last_post_checked_on": Called("day the last post was looked for", R, day),
    "pause_reason": Called("reason for the pause", S, quoted),
    "closure_reason": Called("reason for closing", S),
    "closure_note": Called("note on closing", S, quoted),
    "credentials_location": Called("place where the login details are kept", S, quoted),
    "credentials_post_id": Called("post that looks after the login details", S),
    "credentials_verified_on": Called("day the login details were checked", R, day),
    "credentials_rotated_on": Called("day the login details were changed", S, day),
    "rotation_reason": Called("reason for changing the login details", S, quoted),
    "recovery_email": Called("recovery email", S),
    "two_factor": Called("second sign-in step", S, one_of(Channel.TwoFactor.choices)),
    "two_factor_reason": Called("reason for having no second sign-in step", S, quoted),
    "privacy_settings_checked_on": Called("day the privacy settings were checked", R, day),
    "house_rules_url": Called("link to the house rules", S),
    "profile_states_role": an_answer("The profile says whose it is", S, yes_or_no),
    "website_link_url": Called("page of the website that links to it", S),
    "no_link_reason": Called("reason for having no link from the website", S, quoted),
    "privacy_notice_listed_on": Called("day it was listed in the privacy notice", S, day),
    "privacy_notice_version": Called("version of the privacy notice", S),
    "privacy_review_due": Called("next privacy review", R, day),
    "image_action_due": Called("day by which a photo must be dealt with", R, day),
    "evaluation_due": Called("next evaluation", R, day),
    "risk_review_due": Called("next review of the risk assessment", R, day),
    "gaps_due": Called("day by which its gaps must be closed", R, day),
    "completion_due": Called("day by which opening must be complete", R, day),
    "freeze_due": Called("day by which posting must have stopped", R, day),
    "reappearance_due": Called("next look whether it is back", R, day),
}
# Said in another way, or of no interest to a person.
SILENT = frozenset(
    {
        "identity",
        "legacy_import",
        "accepted_at",
        "accepted_by_id",
        "is_sample",
        "retrospective",
        "privacy_review_trigger",
        # What a pause brings with it; who paused a channel for a child is told to nobody.
        "pause_cause",
        "pause_reason",
        "paused_for_safety",
        "freeze_due",
        "gaps_due",
        "completion_due",
        "reappearance_due",
    }
)
# What is told only to those who may know where a login is kept.
CUSTODY = frozenset(
    {
        "credentials_location",
        "credentials_post_id",
        "recovery_email",
        "rotation_reason",
        "two_factor_reason",
    }
)


def called(name: str) -> Called:
    """The words for a fact; one that has none here goes by the name of its column."""
    if name in CALLED:
        return CALLED[name]
    field = next((one for one in Channel._meta.concrete_fields if one.attname == name), None)
    return Called(str(field.verbose_name) if field else name, S, _guess(field))


def _guess(field: Any) -> Callable[[Any], str] | None:
    kind = field.get_internal_type() if field else ""
    if kind in ("DateField", "DateTimeField"):
        return day
    return yes_or_no if kind == "BooleanField" else None


def said(name: str, value: Any, known: Mapping[str, str] | None = None) -> str:
    """A value as people say it; `known` has the names behind keys. Empty where there is none."""
    if value is None or value in ("", [], {}):
        return ""
    if name.endswith("_id") and known is not None:
        return known.get(str(value), "")
    say = called(name).say
    if say is not None:
        return say(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
