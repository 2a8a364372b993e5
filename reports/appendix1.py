"""The first page of Appendix 1: the answer, the document control, and where to check it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime

from accounts_registry.api import NOT_OURS, TESTS, RegisterRow, Section, sections
from documents import qr
from documents.models import Export
from policies.models import PolicyVersion
from reports import owners
from reports.orders import Options, Order, fingerprint_of
from reports.wording import counted, in_fours, moment, words
from schools.models import School, Trust

PURPOSE = "Anything not listed here is not an official account."
NOT_FOR_DISPLAY = "This copy has names in it. Do not display it."
HAS_ANNEX = "The last pages are for the people who look after channels. Take them off before you display it."


@dataclass(frozen=True)
class Paper:
    """Everything the document says, ready for its templates."""

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
    options: Options = Options()

    @property
    def owner(self) -> str:
        return str(self.school or self.trust)

    @property
    def title(self) -> str:
        return f"Official social media channels: {self.owner}"

    @property
    def running(self) -> str:
        """What stands at the head of each page after the first."""
        return f"{self.owner} · Official social media channels"

    @property
    def eyebrow(self) -> str:
        title = self.policy.policy.title if self.policy else ""
        return " · ".join(filter(None, (self.owner, "Appendix 1", title)))

    @property
    def sections(self) -> list[Section]:
        return sections(self.rows, [school.name for school in self.schools])

    @property
    def answer_parts(self) -> list[tuple[str, bool]]:
        """The sentence that answers, in pieces: (words, whether they stand out)."""
        closed = sum(1 for row in self.rows if row.closed)
        live = sum(1 for row in self.rows if row.is_open)
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
    def cautions(self) -> list[str]:
        """What keeps some of the rows from being called official, and this copy from the wall."""
        waiting = sum(1 for row in self.rows if row.official == "not_confirmed")
        checked = sum(1 for row in self.rows if row.official == "being_checked")
        failing = sum(1 for row in self.rows if row.official == "not_official")
        lost = sum(1 for row in self.rows if row.official == NOT_OURS)
        said = [
            f"Not yet confirmed: {waiting}." if waiting else "",
            f"Not meeting the 3 tests of an official account: {failing}." if failing else "",
            f"Being checked, and not confirmed to be ours: {checked}." if checked else "",
            f"Not ours any more: {lost}." if lost else "",
            "" if self.options.closed else "Closed channels are left out of this copy.",
            NOT_FOR_DISPLAY if self.options.names else "",
            HAS_ANNEX if self.options.annex else "",
        ]
        return list(filter(None, said))

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
        return owners.public_address(self.school).split("://", 1)[-1]

    @property
    def qr(self) -> str:
        return qr.data_uri(owners.public_address(self.school)) if self.has_public_list else ""

    @property
    def footer(self) -> str:
        version = f"Version {self.version}" if self.version else f"As at {words(self.as_at)}"
        names = "names included: not for display" if self.options.names else ""
        said = (
            version,
            f"generated {moment(self.generated_at)} by {self.by}",
            names or "a printed copy may be out of date",
            f"contents {in_fours(self.fingerprint)}",
        )
        return " · ".join(said)

    @property
    def colour(self) -> str:
        return owners.colour_of(self.trust)

    @property
    def needs_edge(self) -> bool:
        return owners.needs_edge(self.colour)

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
        is_month = self.policy and self.policy.review_precision == "month"
        return f"{day:%B %Y}" if is_month else words(day)

    def _version(self) -> str:
        if self.version is None:
            return "Not numbered: rows of an earlier day"
        if self.replaces is None or self.replaces.ready_at is None:
            return f"{self.version}"
        return f"{self.version} (replaces {self.replaces.version}, {words(localtime(self.replaces.ready_at).date())})"


def paper_of(order: Order) -> Paper:
    """What this order prints."""
    version, replaces = order.version
    return Paper(
        trust=order.trust,
        school=order.school,
        rows=order.rows,
        as_at=order.as_at,
        generated_at=order.at,
        by=order.role,
        fingerprint=fingerprint_of(order.rows),
        version=version,
        replaces=replaces,
        policy=owners.policy_of(order.trust, order.school, order.as_at),
        keeper=owners.keeper(order.trust, order.school, order.as_at),
        has_public_list=owners.has_public_list(order.trust, order.school),
        schools=[order.school] if order.school else list(order.trust.schools.open()),
        options=order.options,
    )
