"""The messages about accounts that are not ours. None of them says anything of a concern."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.models import Channel
from notifications import post
from people.models import User
from schools.models import School
from watch_list.models import WatchedAccount
from watch_list.watching import keepers

WHY_KEEPER = "you look after the list of accounts that are not the school's."


def reported(account: WatchedAccount, *, at: datetime) -> list[User]:
    """Letter 18: to the communications manager, when a visitor of the public page reports an account."""
    on = localdate(at)
    people = [one for one in keepers(account.school, on=on) if one.pk != account.holder_id]
    for person in people:
        _tell(
            account,
            person,
            "reported",
            subject="A possible fake account was reported",
            link=account.get_absolute_url(),
            why=WHY_KEEPER,
            key=f"{account.reference}:{on.isoformat()}",
            needs_action=True,
            at=at,
        )
    return people


def own_reported(channel: Channel, *, school: School, worry: str, at: datetime) -> list[User]:
    """Letter 18 where the account is one of ours: somebody may have taken it over, or a parent was unsure."""
    people = keepers(school, on=localdate(at))
    for person in people:
        post.tell(
            person,
            kind="watch",
            key=f"watch-own-reported:{channel.reference}:{localdate(at).isoformat()}",
            subject=f"Somebody reported our own account: {channel.account_name}",
            template="watch_list/emails/own_reported",
            context={"channel": channel, "worry": worry},
            link=reverse("register:detail", args=[channel.reference.lower()]),
            reference=channel.reference,
            why=WHY_KEEPER,
            needs_action=True,
            at=at,
        )
    return people


def notice(account: WatchedAccount, holder: User, *, at: datetime) -> None:
    """To the holder: no liability; convert, rename or close, and answer by a day (Q-5.2-9)."""
    _tell(
        account,
        holder,
        "notice",
        subject=f"Answer by {account.answer_by:%-d %B}: {account.shown_name} on {account.platform_name}",
        link=reverse("watch:answer", args=[account.reference.lower()]),
        why="you are known here as the person who holds this account.",
        key=f"{account.reference}:{at.isoformat()}",
        needs_action=True,
        at=at,
    )


def answered(account: WatchedAccount, *, at: datetime) -> None:
    """To the communications manager: the holder has said what they will do."""
    for person in keepers(account.school, on=localdate(at)):
        if person.pk != account.holder_id:
            _tell(
                account,
                person,
                "answered",
                subject=f"An answer about {account.shown_name} on {account.platform_name}",
                link=account.get_absolute_url(),
                why=WHY_KEEPER,
                key=f"{account.reference}:{at.isoformat()}",
                at=at,
            )


def _tell(
    account: WatchedAccount,
    person: User,
    message: str,
    *,
    subject: str,
    link: str,
    why: str,
    key: str,
    at: datetime,
    needs_action: bool = False,
    **context: Any,
) -> None:
    post.tell(
        person,
        kind="watch",
        key=f"watch-{message}:{key}",
        subject=subject,
        template=f"watch_list/emails/{message}",
        context={"account": account, **context},
        link=link,
        reference=account.reference,
        why=why,
        needs_action=needs_action,
        at=at,
    )


def settle(account: WatchedAccount, *, at: datetime, person: User | None = None) -> None:
    """What was asked about this account is done."""
    post.settle(reference=account.reference, at=at, person=person)
