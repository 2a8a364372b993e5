"""The pages of one channel, in one table: a line is shown where its page exists and this person may open it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse

from access.check import can
from access.roles import Permission
from accounts_registry.models import Channel
from people.models import User


class SubPage(NamedTuple):
    """What stands in the sub navigation, the name of its address, and who may open it."""

    text: str
    url_name: str
    permission: Permission


PAGES = (
    SubPage("Overview", "register:detail", Permission.CHANNEL_SEE),
    SubPage("People", "register:people", Permission.CHANNEL_DETAIL),
    SubPage("Cover", "register:cover", Permission.CHANNEL_DETAIL),
    SubPage("Privacy review", "register:privacy_review", Permission.CHANNEL_REVIEW),
    SubPage("Official checks", "register:official_checks", Permission.CHANNEL_DETAIL),
    SubPage("Risk assessment", "register:risk_assessment", Permission.CHANNEL_DETAIL),
    SubPage("House rules", "register:house_rules", Permission.CHANNEL_DETAIL),
    SubPage("Contributors", "register:contributors", Permission.CHANNEL_DETAIL),
    SubPage("History", "register:history", Permission.CHANNEL_DETAIL),
)


def of(channel: Channel, user: User, *, current: str, on: date) -> list[dict[str, Any]]:
    """The links for this person, ready for parts/sub_navigation.html; none where it would be one alone."""
    may: dict[Permission, bool] = {}
    for permission in {page.permission for page in PAGES}:
        may[permission] = can(user, permission, channel, on)
    items = [
        {"text": page.text, "href": href, "is_current": page.url_name == current}
        for page in PAGES
        if may[page.permission] and (href := _address(page.url_name, channel))
    ]
    return items if len(items) > 1 else []


def _address(url_name: str, channel: Channel) -> str:
    try:
        return reverse(url_name, args=[channel.reference.lower()])
    except NoReverseMatch:
        return ""
