"""The columns of the list: what each shows, who may see it, and how it sorts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from accounts_registry.listing.channel_row import Row, short
from accounts_registry.listing.wanted import AUDIENCES, SORTS
from accounts_registry.models import Channel
from accounts_registry.record.statuses import ON_REGISTER

IMAGES = dict(Channel.PupilImages.choices)
OPENNESS = {"open": "Open", "closed": "Private"}


@dataclass(frozen=True)
class Column:
    """A column. `detail` is for a channel's team and managers; `printed` stands on Appendix 1.

    `custody` is for those of them who may know where a login is kept.
    """

    code: str
    heading: str
    text: Callable[[Row], str]
    detail: bool = False
    custody: bool = False
    printed: bool = False
    look: str = ""  # "numeric" or "nowrap"

    @property
    def sorts(self) -> bool:
        return self.code in SORTS

    def of(self, row: Row) -> str:
        """What stands in this column, where this person may know it."""
        return self.text(row) if self.is_for(row) else ""

    def is_for(self, row: Row) -> bool:
        return (row.in_detail or not self.detail) and (row.in_custody or not self.custody)


def yes(flag: Any) -> str:
    return "Yes" if flag else "No"


def people(row: Row) -> str:
    return str(len({line.person_id for line in row.lines if line.person_id}))


def posts(row: Row, part: str) -> str:
    """As Appendix 1 prints them: posts, and of those approved to post only who may on the day."""
    return ", ".join(row.posts.get(part, ()))


def said(row: Row) -> str:
    return "; ".join(need.text for need in row.needs) or "Nothing"


def audience(row: Row) -> str:
    groups = (line.get("group", "") if isinstance(line, dict) else line for line in row.audience)
    return ", ".join(AUDIENCES[group] for group in groups if group in AUDIENCES)


def in_notice(row: Row) -> str:
    return short(row.fact.privacy_notice_listed_on) or "No"


def closed(row: Row) -> str:
    """As Appendix 1 has it: what is on the register and not closed says so, and what was lost is not open."""
    if row.is_lost:
        return short(row.closed) or "Not ours"
    return short(row.closed) or ("Open" if row.fact.status in ON_REGISTER else "")


def next_review(row: Row) -> str:
    if row.is_over:
        return ""
    return short(row.fact.next_review_on) or "None"


COLUMNS: dict[str, Column] = {
    column.code: column
    for column in (
        Column("name", "Account or page name", lambda row: row.name, printed=True),
        Column("platform", "Platform", lambda row: row.platform, printed=True),
        Column("school", "School", lambda row: row.school),
        Column("status", "Status", lambda row: row.standing.word),
        Column("people", "People", people, detail=True, look="numeric"),
        Column("review", "Next review", next_review, detail=True, look="nowrap"),
        Column("needs", "Needs", said, detail=True),
        Column("master", "Master administration role", lambda row: posts(row, "master"), printed=True),
        Column("posters", "Approved users (posting) roles", lambda row: posts(row, "poster"), printed=True),
        Column("opened", "Date opened", lambda row: short(row.fact.date_opened), printed=True, look="nowrap"),
        Column("closed", "Date closed", closed, printed=True, look="nowrap"),
        Column("audience", "Audience", audience, detail=True),
        Column("under_16", "Pupils under 16", lambda row: yes(row.fact.pupils_under_16), detail=True),
        Column("photos", "Photos of pupils", lambda row: IMAGES.get(row.fact.pupil_images, ""), detail=True),
        Column("openness", "Open or private", lambda row: OPENNESS.get(row.openness, ""), detail=True),
        Column("linked", "Linked from website", lambda row: yes(row.fact.website_link_url), detail=True),
        Column("notice", "In privacy notice", in_notice, detail=True, look="nowrap"),
        Column("login", "Where login details are held", lambda row: row.fact.credentials_location, detail=True, custody=True),
        Column("last_post", "Last post checked", lambda row: short(row.last_post), detail=True, look="nowrap"),
        Column("reference", "Reference", lambda row: row.reference, look="nowrap"),
    )
}  # fmt: skip
WITH_DETAIL = ("name", "platform", "school", "status", "people", "review", "needs")
APPENDIX_1 = ("name", "platform", "school", "status", "master", "opened")
# On paper the list is Appendix 1, whatever stands on the screen.
ON_PAPER = tuple(code for code, column in COLUMNS.items() if column.printed)


def known(codes: Iterable[str]) -> tuple[str, ...]:
    """The columns of these that exist, in their order, each once; the name is always there."""
    found = dict.fromkeys(code for code in codes if code in COLUMNS)
    return tuple(found if "name" in found else {"name": None, **found}) if found else ()


@cache
def shown(asked: tuple[str, ...], *, in_detail: bool, several_schools: bool) -> Sequence[Column]:
    """The columns of the page: those asked for, else the usual ones; never what this person may not see."""
    usual = WITH_DETAIL if in_detail else APPENDIX_1
    codes = asked or tuple(code for code in usual if several_schools or code != "school")
    return [COLUMNS[code] for code in codes if in_detail or not COLUMNS[code].detail]
