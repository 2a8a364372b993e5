"""Which links the frame shows to whom: a row per link, an order per role, and only what exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from django.urls import NoReverseMatch, reverse

from access.check import Held
from access.roles import BY_CODE, Permission

MOST_LINKS = 6


@dataclass(frozen=True)
class Entry:
    """A place in the navigation. Without a permission everybody signed in may go there."""

    text: str
    url_name: str
    permission: Permission | None = None


@dataclass(frozen=True)
class Link:
    """A link as the frame draws it."""

    text: str
    href: str
    is_current: bool = False
    badge: int = 0
    badge_says: str = ""


ENTRIES: dict[str, Entry] = {
    "home": Entry("Home", "home"),
    "concerns": Entry("Concerns", "incidents:list", Permission.CONCERN_LIST),
    "schools": Entry("Schools", "schools:list", Permission.SCHOOLS_SEE),
    "channels": Entry("Channels", "register:list", Permission.CHANNEL_SEE),
    "requests": Entry("Requests", "approvals:list", Permission.REQUEST_START),
    "reviews": Entry("Reviews", "compliance:reviews", Permission.COMPLIANCE_SEE),
    "people": Entry("People", "people:list", Permission.PEOPLE_SEE),
    "cover": Entry("Cover", "reminders:cover", Permission.COVER_SEE),
    "policies": Entry("Policies", "policies:list", Permission.POLICY_READ),
    "exports": Entry("Downloads", "reports:exports", Permission.REGISTER_EXPORT),
    "imports": Entry("Imports", "imports:list", Permission.CHANNEL_ADD),
    "mail": Entry("E-mail", "mail:list", Permission.MAIL_MANAGE),
    "settings": Entry("Settings", "settings:index", Permission.SETTINGS_CHANGE),
    "status": Entry("How the portal is running", "pages:status", Permission.STATUS_SEE),
}
# What matters most to each role; somebody with several gets the first six of them all, in this order.
FIRST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("TADMIN", ("home", "channels", "people", "schools", "settings", "policies")),
    ("HEAD", ("home", "channels", "requests", "concerns", "policies", "people")),
    ("DSL", ("home", "concerns", "channels", "policies")),
    ("DDSL", ("home", "concerns", "channels", "policies")),
    ("COMMS", ("home", "channels", "requests", "cover", "policies", "people")),
    ("ADMIN", ("home", "channels", "people", "requests", "exports", "policies")),
    ("CEO", ("home", "schools", "channels", "requests", "policies", "concerns")),
    ("OFFICER", ("home", "schools", "channels", "requests", "policies", "people")),
    ("VICE_CHAIR", ("home", "concerns", "channels", "policies")),
    ("CHAIR", ("home", "concerns", "channels", "policies")),
    ("TSL", ("home", "concerns", "channels", "policies")),
)
FOR_ALL = ("home", "channels", "requests", "cover", "policies")
REPORT = Entry("Report a concern", "report:start", Permission.CONCERN_REPORT)
YOURS = (Entry("Notifications", "notifications:list"), Entry("Your account", "people:account"))
FOOTER = (
    Entry("Help", "pages:help"),
    Entry("Accessibility", "pages:accessibility"),
    Entry("Privacy", "pages:privacy"),
    Entry("Cookies", "pages:cookies"),
    Entry("Terms", "pages:terms"),
    Entry("Check an account is official", "verify:index"),
)


Badges = Mapping[str, tuple[int, str]]


def main_links(
    held: Iterable[Held], path: str, badges: Badges | None = None
) -> tuple[list[Link], list[Link]]:
    """The links of the navigation, and those that found no room there (they stand in the footer)."""
    held = list(held)
    wanted = [code for code in ranked(held) if may_open(ENTRIES[code], held)]
    shown = {code for code in wanted if exists(ENTRIES[code])}
    first = [code for code in wanted if code in shown][:MOST_LINKS]
    in_order = [code for code in ENTRIES if code in first]
    rest = [code for code in ENTRIES if code in shown and code not in first]
    return (
        [badged(link_to(ENTRIES[code], path), code, badges or {}) for code in in_order],
        [link_to(ENTRIES[code], path) for code in rest],
    )


def ranked(held: list[Held]) -> list[str]:
    """Every place, the ones that matter most to these roles first."""
    roles = {role.role for role in held}
    order = [code for role, codes in FIRST if role in roles for code in codes]
    return list(dict.fromkeys([*order, *FOR_ALL, *ENTRIES]))


def may_open(entry: Entry, held: list[Held]) -> bool:
    return entry.permission is None or any(
        entry.permission in BY_CODE[role.role].permissions for role in held
    )


def exists(entry: Entry) -> bool:
    return bool(address(entry.url_name))


@cache
def address(url_name: str) -> str:
    """Where this page is, or nothing while there is no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def link_to(entry: Entry, path: str) -> Link:
    href = address(entry.url_name)
    return Link(
        entry.text, href, is_current=path == href or (href != "/" and path.startswith(href))
    )


def badged(link: Link, code: str, badges: Badges) -> Link:
    number, says = badges.get(code, (0, ""))
    return replace(link, badge=number, badge_says=says) if number else link


def links_to(entries: Iterable[Entry], path: str) -> list[Link]:
    return [link_to(entry, path) for entry in entries if exists(entry)]
