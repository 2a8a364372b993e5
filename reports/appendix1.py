"""Appendix 1 on paper: the words of its first page and the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from access.roles import BY_CODE
from accounts_registry.needs import TESTS
from accounts_registry.register import RegisterRow, Section, sections
from documents import qr
from documents.models import Export
from people.models import Holding, RoleAssignment
from policies.models import PolicyVersion
from schools.models import School, Trust
from schools.policy_settings import value

PURPOSE = "Anything not listed here is not an official account."
RANK = ("ADMIN", "TADMIN", "COMMS", "HEAD", "CEO", "OFFICER", "DPO", "AUDIT")
INK = "#14171F"


@dataclass(frozen=True)
class Paper:
    """Everything the document says, ready for its template."""

    trust: Trust
    school: School | None
    rows: Sequence[RegisterRow]
    as_at: date
    generated_at: datetime
    by: str
    fingerprint: str
    version: int | None
    replaces: Export | None
    policy: PolicyVersion | None
    keeper: str
    has_public_list: bool
    schools: Sequence[School]

    @property
    def owner(self) -> str:
        return str(self.school or self.trust)

    @property
    def title(self) -> str:
        return f"Official social media channels: {self.owner}"

    @property
    def eyebrow(self) -> str:
        return " · ".join(
            filter(None, (self.owner, "Appendix 1", self.policy and self.policy.policy.title))
        )

    @property
    def sections(self) -> list[Section]:
        return sections(self.rows, [school.name for school in self.schools])

    @property
    def answer_parts(self) -> list[tuple[str, bool]]:
        """The sentence that answers, in pieces: (words, whether they stand out)."""
        closed = sum(1 for row in self.rows if row.closed)
        live = len(self.rows) - closed
        if not self.rows:
            return [("No official channels. ", True), (PURPOSE, False)]
        schools = "" if self.school else f"{counted(len(self.sections), 'school')}, "
        parts = [(schools, False), (counted(live, "open channel"), True)]
        parts += [(" and ", False), (f"{closed} closed", True)] if closed else []
        return [*parts, (f". {PURPOSE}", False)]

    @property
    def answer(self) -> str:
        return "".join(words for words, _ in self.answer_parts)

    @property
    def caution(self) -> str:
        """What keeps some of the rows from being called official."""
        waiting = sum(1 for row in self.rows if row.official == "not_confirmed")
        failing = sum(1 for row in self.rows if row.official == "not_official")
        said = [f"Not yet confirmed by the headteacher: {waiting}." if waiting else ""]
        said += [f"Not meeting the 3 tests of an official account: {failing}." if failing else ""]
        return " ".join(filter(None, said))

    @property
    def control(self) -> list[tuple[str, str]]:
        """The document control, in reading order; an empty value is a line to write on."""
        return [
            ("As at", words(self.as_at)),
            ("Approved by", self._approved()),
            ("Policy version", self._policy()),
            ("Next review", self._next_review()),
            ("Register version", self._version()),
            ("Copy held in", ""),
            ("Register owner", self.keeper),
        ]

    @property
    def tests(self) -> list[str]:
        return list(TESTS.values())

    @property
    def qr_address(self) -> str:
        """The address in words, as somebody would type it."""
        return public_address(self.school).split("://", 1)[-1]

    @property
    def qr(self) -> str:
        return qr.data_uri(public_address(self.school)) if self.has_public_list else ""

    @property
    def footer(self) -> str:
        version = f"Version {self.version} · " if self.version else f"As at {words(self.as_at)} · "
        return f"{version}generated {moment(self.generated_at)} by {self.by} · a printed copy may be out of date"

    @property
    def footer_css(self) -> str:
        return css_text(self.footer)

    @property
    def colour(self) -> str:
        colour = self.trust.colour
        return colour if len(colour) == 7 and colour[0] == "#" and colour[1:].isalnum() else INK

    @property
    def needs_edge(self) -> bool:
        return luminance(self.colour) > 0.3

    def _policy(self) -> str:
        if self.policy is None:
            return "None on record"
        return f"Version {self.policy.number}, in force from {words(self.policy.issued_on)}"

    def _approved(self) -> str:
        if self.policy is None or not self.policy.approved_by_body:
            return ""
        minute = f", minute {self.policy.minute_reference}" if self.policy.minute_reference else ""
        return f"{self.policy.approved_by_body}{minute}"

    def _next_review(self) -> str:
        day = self.policy.next_review_date if self.policy else None
        if day is None:
            return ""
        return (
            f"{day:%B %Y}"
            if self.policy and self.policy.review_precision == "month"
            else words(day)
        )

    def _version(self) -> str:
        if self.version is None:
            return "Not numbered: rows of an earlier day"
        if self.replaces is None or self.replaces.ready_at is None:
            return f"{self.version}"
        return f"{self.version} (replaces {self.replaces.version}, {words(localtime(self.replaces.ready_at).date())})"


def policy_of(trust: Trust, school: School | None) -> PolicyVersion | None:
    """The version in force of the policy that governs channels, the school's own before the trust's."""
    rows = PolicyVersion.objects.in_force().filter(
        policy__trust=trust, policy__governs_channels=True
    )
    found = (
        list(rows.filter(policy__school__in=[school]).select_related("policy")) if school else []
    )
    return next(iter(found or rows.filter(policy__school=None).select_related("policy")), None)


def capacity(user: Any, *, school: School | None, on: date) -> str:
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


def words(day: date) -> str:
    return f"{day:%-d %B %Y}"


def moment(at: datetime) -> str:
    """20 November 2026 at 8:42am."""
    local = localtime(at)
    minutes = f":{local:%M}" if local.minute else ""
    return f"{words(local.date())} at {local:%-I}{minutes}{'am' if local.hour < 12 else 'pm'}"


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def in_a_sentence(title: str) -> str:
    """ "Business Manager" goes on in lower case; "PE" and "HoD" stay as they are."""
    return " ".join(word.lower() if word[1:].islower() else word for word in title.split())


def css_text(text: str) -> str:
    """Text that stands in a stylesheet as nothing but text."""
    return "".join(
        letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):x} "
        for letter in text
    )


def luminance(colour: str) -> float:
    """How light a colour is, by WCAG; above 0.3 it has less than 3 to 1 on white."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
