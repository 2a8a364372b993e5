"""Whose register it is: its policy, who looks after it, where the public finds it, and in which role it was printed."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from access.roles import BY_CODE
from people.models import Holding, RoleAssignment, User
from policies.models import PolicyVersion
from reports.wording import in_a_sentence, luminance
from schools.api import value
from schools.models import School, Trust

RANK = ("ADMIN", "TADMIN", "COMMS", "HEAD", "CEO", "OFFICER", "DPO", "AUDIT")
INK = "#14171F"


def policy_of(trust: Trust, school: School | None, on: date) -> PolicyVersion | None:
    """The version in force that day of the policy that governs channels, the school's own before the trust's."""
    rows = (
        PolicyVersion.objects.filter(
            policy__trust=trust, policy__governs_channels=True, issued_on__lte=on
        )
        .select_related("policy")
        .order_by("-issued_on")
    )
    own = rows.filter(policy__school=school).first() if school else None
    return own or rows.filter(policy__school=None).first()


def capacity(user: User, *, school: School | None, on: date) -> str:
    """In which role somebody printed it: this sheet goes on walls, so never a name."""
    if user.is_system:
        return "Official Channels"
    posts = Holding.objects.on(on).filter(person=user).select_related("post")
    held = next(
        (
            one.post.title
            for one in posts
            if school is None or one.post.school_id in (school.pk, None)
        ),
        "",
    )
    codes = {role.role for role in user.roles_on(on)}
    role = next((BY_CODE[code].name for code in RANK if code in codes), "member of staff")
    return f"the {in_a_sentence(held or role)}"


def keeper(trust: Trust, school: School | None, on: date) -> str:
    """The post that looks after the register."""
    role = "ADMIN" if school else "TADMIN"
    people = (
        RoleAssignment.objects.on(on)
        .filter(role=role, trust=trust, school=school)
        .values("person_id")
    )
    holding = (
        Holding.objects.on(on)
        .filter(person__in=people, post__school=school)
        .select_related("post")
        .first()
    )
    return holding.post.title if holding else BY_CODE[role].name


def has_public_list(trust: Trust, school: School | None) -> bool:
    return bool(value("register_public_extract", school=school, trust=trust))


def public_address(school: School | None) -> str:
    """Where anybody can look: the short address of a school, or the page on which to search."""
    return f"{settings.PORTAL_URL}/v/{school.slug}" if school else f"{settings.PORTAL_URL}/verify/"


def colour_of(trust: Trust) -> str:
    """The trust's colour, or ink where it is not one."""
    colour = trust.colour
    return colour if len(colour) == 7 and colour[0] == "#" and colour[1:].isalnum() else INK


def needs_edge(colour: str) -> bool:
    """A light colour is hard to see on white without a line around it."""
    return luminance(colour) > 0.3
