"""A channel as one line of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from accounts_registry.crew import crew_lines
from accounts_registry.needs.channel_facts import ChannelFacts
from accounts_registry.needs.codes import Need
from accounts_registry.record.statuses import ENDED
from workflow.statuses import STATUSES, Status

SHOWN = (
    "reference",
    "account_name",
    "platform_other",
    "platform__name",
    "school__name",
    "date_closed",
    "audience",
    "openness",
    "last_post_on",
)


class Row(NamedTuple):
    """A channel as one line. Without `in_detail` the person sees Appendix 1 and no more.

    `in_custody` are those who may also know where its login is kept.
    """

    reference: str
    name: str
    platform: str
    school: str
    closed: date | None
    audience: Sequence[Any]
    openness: str
    last_post: date | None
    fact: ChannelFacts
    lines: Sequence[crew_lines.CrewLine]
    posts: Mapping[str, Sequence[str]]
    needs: Sequence[Need]
    in_detail: bool
    in_custody: bool
    is_lost: bool

    @property
    def is_over(self) -> bool:
        return self.fact.status in ENDED

    @property
    def href(self) -> str:
        return f"/channels/{self.reference.lower()}/"

    @property
    def standing(self) -> Status:
        """Whatever its status was, an account that was lost is nobody's here."""
        if self.is_lost:
            return STATUSES["official", "not_ours"]
        return STATUSES["channel", self.fact.status]

    @property
    def people(self) -> int | None:
        """How many run it; nobody's business who sees only Appendix 1."""
        if not self.in_detail:
            return None
        return len({line.person_id for line in self.lines if line.person_id})


def row(
    shown: Sequence[Any],
    fact: ChannelFacts,
    people: Sequence[crew_lines.CrewLine],
    posts: Mapping[str, Sequence[str]],
    needs: Sequence[Need],
    in_detail: bool,
    in_custody: bool,
    is_lost: bool,
) -> Row:
    reference, name, other, platform, school, closed, audience, openness, last_post = shown
    return Row(
        reference,
        name,
        other or platform,
        school or "The trust",
        closed,
        audience,
        openness,
        last_post,
        fact,
        people,
        posts,
        needs if in_detail else (),
        in_detail,
        in_custody,
        is_lost,
    )


@lru_cache(maxsize=4096)
def short(day: date | None) -> str:
    """16 May 2018, worked out once for each day."""
    return f"{day.day} {day:%b %Y}" if day else ""
