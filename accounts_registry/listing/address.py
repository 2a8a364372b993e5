"""The address of a list, read: whatever it says, there is a list that answers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from accounts_registry.listing.columns import known
from accounts_registry.listing.filters import NEEDS
from accounts_registry.listing.wanted import AUDIENCES, SORTS, STATUS_FILTERS, Wanted

CODE = re.compile(r"[a-z0-9_-]{0,30}")


def wanted_in(query: Mapping[str, str], *, school: str = "") -> Wanted:
    """What an address asks for; `school` where it names none."""
    sort, page = query.get("sort", ""), query.get("page", "")
    platform = query.get("platform", "")
    return Wanted(
        q=clean(query.get("q", ""), 200),
        school=clean(query.get("school", school), 100),
        platform=platform if CODE.fullmatch(platform) else "",
        status=one_of(STATUS_FILTERS, query.get("status")),
        needs=one_of(NEEDS, query.get("needs")),
        audience=one_of(AUDIENCES, query.get("audience")),
        opened_from=clean(query.get("opened_from", ""), 40),
        opened_to=clean(query.get("opened_to", ""), 40),
        sort=one_of(SORTS, sort.removeprefix("-")) or "name",
        descending=sort.startswith("-"),
        columns=known(query.get("columns", "").split(",")),
        page=max(int(page), 1) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,
    )


def one_of(known: Iterable[str], asked: str | None) -> str:
    return asked if asked and asked in known else ""


def clean(text: str, most: int) -> str:
    return text.replace("\x00", "").strip()[:most]
