"""Everything about channels that has to be looked at again, and by when: for lists, Home and reminders alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from access.roles import Permission
from accounts_registry.expected import expectations
from accounts_registry.models import Channel
from accounts_registry.record.intervals import months_after
from accounts_registry.record.statuses import GOES_ON, IN_USE, ChannelStatus
from schools.api import policy_settings
from schools.models import School

KEYS = ("credential_verify_months", "stale_days", expectations.KEY)
AHEAD = timedelta(days=60)


class Kind(NamedTuple):
    """A sort of thing to look at: its words, where it is done, and in which states of a channel."""

    code: str
    words: str
    page: str
    permission: Permission = Permission.CHANNEL_REVIEW
    states: tuple[str, ...] = IN_USE


KINDS = {
    kind.code: kind
    for kind in (
        Kind("privacy", "Check the privacy settings", "register:privacy_review"),
        Kind("images", "Change photos of pupils", "register:pupil_images"),
        Kind(
            "login",
            "Confirm the login details",
            "register:confirm_login_details",
            Permission.CHANNEL_VERIFY,
        ),
        Kind(
            "post",
            "Say when it was last posted on",
            "register:last_post",
            states=(ChannelStatus.OPEN,),
        ),
        Kind("evaluation", "Evaluate it against its aims", "register:evaluate"),
        Kind(
            "risk",
            "Approve the risk assessment again",
            "register:risk_review",
            Permission.CHANNEL_RISK_APPROVE,
        ),
        Kind(
            "review",
            "Decide whether to keep it",
            "register:detail",
            Permission.CHANNEL_SEE,
            GOES_ON,
        ),
    )
}
COLUMNS = {
    "privacy": "privacy_review_due",
    "images": "image_action_due",
    "evaluation": "evaluation_due",
    "risk": "risk_review_due",
    "review": "next_review_on",
}


class Item(NamedTuple):
    """One thing to look at again, by a day."""

    kind: Kind
    channel: Channel
    due_on: date

    @property
    def link(self) -> str:
        return reverse(self.kind.page, args=[self.channel.reference.lower()])

    def link_for(self, schools: Mapping[Permission, Collection[UUID]]) -> str:
        """Where it is done, for whoever may do it at these schools; else the channel's own page."""
        may = self.channel.school_id in schools.get(self.kind.permission, ())
        return self.link if may else self.channel.get_absolute_url()

    def late(self, on: date) -> str:
        return lateness(self.due_on, on)


def lateness(day: date, on: date) -> str:
    """12 days overdue, due today, or due 3 December 2026."""
    days = (on - day).days
    if days > 0:
        return f"{days} day{'' if days == 1 else 's'} overdue"
    return "due today" if days == 0 else f"due {day:%-d %B %Y}"


def items(channels: Any, *, on: date, ahead: timedelta = AHEAD) -> list[Item]:
    """What of these channels falls due by then, what is most overdue first; four questions for any number."""
    soon = on + ahead
    schools = list(
        School.objects.filter(pk__in=channels.values("school_id")).select_related("trust")
    )
    settings = policy_settings.by_school(KEYS, schools)
    found = (
        channels.filter(_due_by(soon, settings), status__in=IN_USE, is_sample=False)
        .select_related("platform", "school")
        .distinct()
    )
    due = [
        item
        for channel in found
        for item in _of(channel, settings.get(channel.school_id))
        if item.due_on <= soon and channel.status in item.kind.states
    ]
    return sorted(
        due, key=lambda item: (item.due_on, item.channel.account_name.casefold(), item.kind.code)
    )


def of(channel: Channel, *, on: date, ahead: timedelta = AHEAD) -> list[Item]:
    """The same for one channel."""
    return items(Channel.objects.filter(pk=channel.pk), on=on, ahead=ahead)


def _due_by(soon: date, settings: Mapping[UUID, Mapping[str, Any]]) -> Q:
    """What may be due by then; the exact day of the last two depends on the school's own answers."""
    months = min((one["credential_verify_months"] for one in settings.values()), default=1)
    days = min((_shortest(one) for one in settings.values()), default=1)
    # The shortest months there are: a row too many is left out by `_of`, one too few would be missed.
    verified = soon - timedelta(days=28 * months)
    posted = soon - timedelta(days=days)
    stored = Q()
    for column in COLUMNS.values():
        stored |= Q(**{f"{column}__lte": soon})
    return (
        stored
        | Q(credentials_verified_on__lte=verified)
        | Q(credentials_verified_on=None, registered_on__lte=verified)
        | Q(last_post_on__lte=posted)
        | Q(last_post_on=None, registered_on__lte=posted)
    )


def _shortest(settings: Mapping[str, Any]) -> int:
    return min([settings["stale_days"], *(row["days"] for row in settings[expectations.KEY])])


def _of(channel: Channel, settings: Mapping[str, Any] | None) -> Iterator[Item]:
    for code, column in COLUMNS.items():
        if day := getattr(channel, column):
            yield Item(KINDS[code], channel, day)
    if settings is None:
        return
    if day := _login_due(channel, settings["credential_verify_months"]):
        yield Item(KINDS["login"], channel, day)
    if day := _post_due(channel, settings):
        yield Item(KINDS["post"], channel, day)


def _login_due(channel: Channel, months: int) -> date | None:
    """Counted from when it was last confirmed, else from when it came onto the register."""
    since = channel.credentials_verified_on or _since(channel)
    return months_after(since, months) if since and channel.credentials_location else None


def _post_due(channel: Channel, settings: Mapping[str, Any]) -> date | None:
    """The day on which a channel without a newer post has been silent for too long."""
    own = expectations.limits(settings).get(channel.platform.code)
    counts = own and channel.scope == Channel.Scope.SCHOOL
    since = channel.last_post_on or _since(channel)
    return since + timedelta(days=own if counts else settings["stale_days"]) if since else None


def _since(channel: Channel) -> date | None:
    if channel.registered_on is None:
        return None
    return max(channel.registered_on, channel.date_opened or channel.registered_on)
