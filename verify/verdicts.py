"""What the register says about one of its channels, as a status and as a sentence. Nobody is named."""

from __future__ import annotations

from accounts_registry.models import Channel, FormerHandle
from verify.statuses import AccountStatus


def status_of(channel: Channel) -> str:
    """The computed answer (`Channel.official`), with paused apart from open."""
    answer = channel.official
    return (
        AccountStatus.PAUSED
        if answer == AccountStatus.OFFICIAL and channel.status == Channel.Status.SUSPENDED
        else answer
    )


def reason_of(
    channel: Channel, status: str, former: FormerHandle | None = None, *, before: str = ""
) -> str:
    """One sentence for people and for scripts; `before` is the name it was confirmed by last."""
    whose = channel.school or channel.trust
    what = f"{before or channel.shown_name} on {channel.platform_name}"
    if former is not None:
        return _was(former, f"{former.shown_name} on {former.platform.name}", str(whose))
    if status == AccountStatus.CLOSED:
        return f"{what} was an account of {whose}. It closed on {channel.date_closed:%-d %B %Y}"
    says = CHECKED_AGAIN if before and status == AccountStatus.BEING_CHECKED else SAYS[status]
    return f"{what} {says.format(whose=whose)}"


def _was(former: FormerHandle, what: str, whose: str) -> str:
    says = f"{what} was an account of {whose} until {former.until:%-d %B %Y}"
    channel = former.channel
    renamed = former.reason == "renamed" and not channel.waits_for_its_handle
    if renamed and channel.identity and channel.identity != former.identity:
        return f"{says}. Its name is now {channel.shown_name}"
    return f"{says}. It is not theirs now"


CHECKED_AGAIN = "was confirmed to be an account of {whose}. It was changed on the register, and is being checked again"
SAYS: dict[str, str] = {
    AccountStatus.OFFICIAL: "is an official account of {whose}",
    AccountStatus.CONFIRMATION_LAPSED: "is an official account of {whose}. Nobody has confirmed that lately",
    AccountStatus.BEING_CHECKED: "is being checked by {whose}. It is not confirmed to be theirs",
    AccountStatus.PAUSED: "is an official account of {whose}. Nobody posts there at the moment",
    AccountStatus.NOT_CONFIRMED: "is on the register of {whose}, and nobody has confirmed yet that it is theirs",
    AccountStatus.NOT_OFFICIAL: "uses the name of {whose} and does not meet all 3 tests of an official account",
    AccountStatus.NOT_LIVE: "is planned or given up by {whose}. It is not live",
}
