"""What somebody meant by a typed name or a pasted link: the accounts it may be, before the register is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from platforms.api import Resolved, identity, sites
from platforms.models import Platform

EMPTY = "Enter an account name or link"
TOO_LONG = "This is too long for an account name or link. Copy the link from the account's own page"
NO_PLATFORM = (
    "This is not a link to a platform that the register knows, so it is no official account"
)


@dataclass(frozen=True)
class Asked:
    """What was typed, understood: the accounts it may mean, or why it means none."""

    text: str
    is_link: bool
    meant: Sequence[tuple[Platform, Resolved]] = ()
    platform: Platform | None = None
    problem: str = ""
    names: Sequence[str] = field(default=())


def understood(typed: str, platforms: Sequence[Platform]) -> Asked:
    """The accounts that a text may mean. Nothing is asked of the register yet."""
    text = identity.tidy(typed)
    if not text:
        return Asked(text, False, problem=EMPTY)
    if len(text) > identity.LONGEST:
        return Asked(text[:200], False, problem=TOO_LONG)
    if identity.is_link(text):
        return _link(text, platforms)
    meant = [(one, identity.resolve(one, text, platforms)) for one in platforms]
    bare = text.removeprefix("@")
    names = [text] if bare.startswith("@") else [text, bare, f"@{bare}"]
    return Asked(text, False, [pair for pair in meant if pair[1].identity], names=names)


def _link(text: str, platforms: Sequence[Platform]) -> Asked:
    link = identity.taken_apart(text)
    if link is None:
        return Asked(text, True, problem=identity.NOT_A_LINK)
    platform = identity.find_platform(text, platforms)
    if platform is None and (owner := identity.owner(link.host, platforms)):
        known = sites.sentence(link.host) or identity.NOT_ONE_ACCOUNT
        return Asked(text, True, platform=owner, problem=known)
    if platform is None:
        sites_of_their_own = [one for one in platforms if not one.hosts]
        meant = [(one, identity.resolve(one, text, platforms)) for one in sites_of_their_own]
        return Asked(
            text,
            True,
            [pair for pair in meant if pair[1].identity],
            problem=sites.sentence(link.host) or NO_PLATFORM,
        )
    resolved = identity.resolve(platform, text, platforms)
    return Asked(
        text,
        True,
        [(platform, resolved)] if resolved.identity else [],
        platform,
        problem=resolved.problem,
    )
