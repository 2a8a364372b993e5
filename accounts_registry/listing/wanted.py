"""What somebody asked to see of the register, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Lower

from accounts_registry.listing.days import NotADay, day
from accounts_registry.record.statuses import ChannelStatus

PAGE = 50
SORTS: dict[str, Any] = {
    "name": Lower("account_name"),
    "platform": F("platform__name"),
    "school": F("school__name"),
    "status": F("status"),
    "opened": F("date_opened"),
    "closed": F("date_closed"),
    "reference": F("reference"),
    "review": F("next_review_on"),
    "under_16": F("pupils_under_16"),
    "photos": F("pupil_images"),
    "openness": F("openness"),
    "last_post": F("last_post_on"),
}
# What only a channel's team and managers may know tells others nothing by its order either.
DETAIL_SORTS = frozenset({"review", "under_16", "photos", "openness", "last_post"})
STATUS_FILTERS = (
    ChannelStatus.OPEN,
    ChannelStatus.PLANNED,
    ChannelStatus.SUSPENDED,
    ChannelStatus.CLOSING,
    ChannelStatus.CLOSED,
    ChannelStatus.CANCELLED,
)
# The groups a request names as those a channel is for.
AUDIENCES = {
    "own_pupils": "Pupils of this school",
    "staff": "Staff",
    "families": "Parents and carers",
    "other_school_pupils": "Pupils of other schools",
    "organisations": "Other organisations",
    "public": "Anybody",
    "other": "Somebody else",
}
DAYS = {"opened_from": "Opened from", "opened_to": "Opened to"}
FILTERS = ("q", "school", "platform", "status", "needs", "audience", *DAYS)


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to see; everything that is not understood counts as not asked."""

    q: str = ""
    school: str = ""
    platform: str = ""
    status: str = ""
    needs: str = ""
    audience: str = ""
    opened_from: str = ""
    opened_to: str = ""
    sort: str = "name"
    descending: bool = False
    columns: tuple[str, ...] = ()
    page: int = 1

    @property
    def one_school(self) -> bool:
        return is_uuid(self.school)

    @property
    def school_name(self) -> bool:
        """Where there are too many schools for a menu, part of a name is typed."""
        return bool(self.school) and self.school != "all" and not self.one_school

    @cached_property
    def days(self) -> dict[str, date | None]:
        """The days between which a channel was opened; a wrong one filters nothing."""
        found: dict[str, date | None] = dict.fromkeys(DAYS)
        return found if self.problems else {name: day(getattr(self, name)) for name in DAYS}

    @cached_property
    def problems(self) -> dict[str, str]:
        """What is wrong with the days as typed: a sentence by the name of its field."""
        found, days = {}, {}
        for name, called in DAYS.items():
            try:
                days[name] = day(getattr(self, name))
            except NotADay as wrong:
                found[name] = f"{called} {wrong}"
        first, last = days.get("opened_from"), days.get("opened_to")
        if first and last and last < first:
            found["opened_to"] = "Opened to must be the same as or after opened from"
        return found

    def with_columns(self, columns: tuple[str, ...]) -> Wanted:
        return replace(self, columns=columns)

    def pairs(self) -> list[tuple[str, str]]:
        """What the address says, name by name; nothing for what is as usual."""
        usual = self.sort == "name" and not self.descending
        found = [
            *((name, getattr(self, name)) for name in FILTERS),
            ("sort", "" if usual else f"{'-' if self.descending else ''}{self.sort}"),
            ("columns", ",".join(self.columns)),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return [(name, value) for name, value in found if value]

    def query(self, **changes: Any) -> str:
        """The address that asks for this again, from the question mark on."""
        return "?" + urlencode((replace(self, **changes) if changes else self).pairs())

    @property
    def kept_beside_filters(self) -> list[tuple[str, str]]:
        """What applying other filters leaves as it is."""
        return [pair for pair in self.pairs() if pair[0] in ("sort", "columns")]

    @property
    def without_sort(self) -> list[tuple[str, str]]:
        return [pair for pair in self.pairs() if pair[0] not in ("sort", "page")]

    @property
    def without_columns(self) -> list[tuple[str, str]]:
        return [pair for pair in self.pairs() if pair[0] not in ("columns", "page")]


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
