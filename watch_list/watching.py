"""What the verbs and pages of the watch list share: its dates, the words of a notice, whose account it copies."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts_registry.models import Channel
from people.api import contacts, day
from people.models import User
from platforms.api import identity, spelling
from platforms.models import Platform
from schools.api import add_school_days
from schools.models import School, Trust
from watch_list.models import WatchedAccount

ANSWER_WITHIN = 10  # school days
DEAL_WITHIN = 5  # school days
NOTICE = """An account called {account} on {platform} uses the name of {school}. It is not one of the school's official accounts, because it does not meet all three tests: the school holds the highest access to it, the school has editorial oversight of everything posted, and only the staff who need administrator rights have them.

The school and its trust take no liability for this account or for anything posted on it.

Choose one of these by {answer_by}, and tell us which:

- make it official: ask for it to become a channel of the school, run by at least 2 members of staff, with its highest access held by a post of the school
- rename it, so that it no longer uses the name, badge or logo of the school
- close it

Until then, do not post names, work or pictures of pupils on it."""


def six_months_after(day: date) -> date:
    """The last day on which something must be looked at again."""
    year, month = divmod(day.month + 5, 12)
    return day.replace(year=day.year + year, month=month + 1, day=min(day.day, 28))


def check_problem(next_check_on: date, *, on: date) -> str:
    """What is wrong with the day of the next check, as a sentence; empty when nothing is."""
    latest = six_months_after(on)
    if on < next_check_on <= latest:
        return ""
    return f"Next check must be after today and within 6 months, by {day(latest)}"


def answer_by(account: WatchedAccount, on: date) -> date:
    return add_school_days(account.school or account.trust, on, ANSWER_WITHIN)


def deal_by(school: School | Trust, on: date) -> date:
    return add_school_days(school, on, DEAL_WITHIN)


def notice_for(account: WatchedAccount, on: date) -> str:
    """The notice as it would be sent today: no liability; convert, rename or close (Q-5.2-9)."""
    return NOTICE.format(
        account=account.shown_name,
        platform=account.platform_name,
        school=account.school.name,
        answer_by=day(answer_by(account, on)),
    )


def keepers(school: School, *, on: date) -> list[User]:
    """Who hears about a school's watch list: its communications managers, else the trust's, else the headteacher."""
    return (
        contacts.holders("COMMS", on=on, school=school)
        or contacts.holders("COMMS", on=on, trust=school.trust_id)
        or contacts.holders("HEAD", on=on, school=school)
    )


def meant(text: str, platform: Platform | None, called: str = "") -> dict[str, Any]:
    """The account that a typed name or pasted link means, as columns; what cannot be read stays a name.

    `called` is the name shown on it, where that is another.
    """
    platform = platform or identity.find_platform(text)
    typed = identity.tidy(text)
    resolved = identity.resolve(platform, typed) if platform else identity.Resolved()
    if platform is None or (resolved.problem and identity.is_link(typed)):
        unknown = platform or Platform.objects.get(code="other")
        return {"platform": unknown, "account_name": (called or typed)[:150]}
    shown = resolved.handle if identity.is_link(typed) and resolved.handle else typed
    if shown == resolved.handle and "/" not in shown and platform.handle_pattern:
        shown = f"@{shown}"
    return {
        "platform": platform,
        "account_name": (called or shown)[:150],
        "handle": resolved.handle,
        "identity": resolved.identity,
        "url": resolved.url,
    }


def copied(account: WatchedAccount, channels: Any) -> Channel | None:
    """The official channel that this account is compared with: the one named, else the nearest in spelling."""
    if account.channel is not None:
        return account.channel
    ours = list(channels.select_related("platform", "school").order_by("account_name"))
    same = [one for one in ours if one.platform_id == account.platform_id] or ours
    name = account.handle or account.account_name
    return max(
        same, key=lambda one: spelling.nearness(one.handle or one.account_name, name), default=None
    )
