"""What account is meant: a typed name or a pasted link becomes one identity, or a sentence about what is wrong.

Two spellings of one account have one identity ("x:historysschool"), whatever was copied along with
the link. A host counts only when it is exactly a platform's; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from accounts_registry.models import Platform

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
LOOKS_LIKE_A_LINK = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*://|//|www\.)|^[^\s@/]+\.[a-z]{2,}/", re.IGNORECASE
)
DOORS = ("", "www.", "m.", "mobile.")
NOT_AN_ACCOUNT = "This link does not lead to an account. Copy the link from the account's own page"
NOT_A_LINK = "Enter the full link to the account, starting with https"


@dataclass(frozen=True)
class Resolved:
    """The account that was meant. Without a handle the name is only a name, which is a gap and no error."""

    handle: str = ""
    identity: str = ""
    url: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Link:
    """A link taken apart and found harmless."""

    host: str
    path: str


def resolve(platform: Platform, text: str) -> Resolved:
    """The account on this platform that a typed name or a pasted link means."""
    text = tidy(text)
    if is_link(text):
        return _from_link(platform, text)
    name = text.removeprefix("@").strip()
    if platform.handle_pattern and re.fullmatch(platform.handle_pattern, name):
        return _resolved(platform, name)
    return Resolved()


def find_platform(text: str, platforms: Iterable[Platform] | None = None) -> Platform | None:
    """The platform that a pasted link, or the name of a platform, belongs to."""
    everything = list(Platform.objects.all() if platforms is None else platforms)
    text = tidy(text)
    if (link := taken_apart(text)) is not None:
        return next((one for one in everything if serves(one, link.host)), None)
    wanted = text.casefold()
    return next(
        (
            one
            for one in everything
            if wanted in (name.casefold() for name in (one.name, one.code, *one.aliases))
        ),
        None,
    )


def tidy(text: str) -> str:
    """Without the spaces, full-width letters and unseen characters that come along when copying."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        letter for letter in plain if unicodedata.category(letter) not in ("Cf", "Cc")
    ).strip()


def is_link(text: str) -> bool:
    return bool(LOOKS_LIKE_A_LINK.search(text)) or text.casefold() in KNOWN_HOSTS


def taken_apart(text: str) -> Link | None:
    """The host and path of a link; None for anything odd (another scheme, a user name, a port, a strange host)."""
    if not is_link(text) or re.search(r"[\s\\]", text):
        return None
    try:
        parts = urlsplit(text if "://" in text else "https://" + text.removeprefix("//"))
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").removesuffix(".")
    if (
        parts.scheme.lower() not in ("http", "https")
        or "@" in parts.netloc
        or port not in (None, 80, 443)
    ):
        return None
    if not HOST.fullmatch(host) or "xn--" in host:
        return None
    query = f"?{parts.query}" if parts.path == "/profile.php" else ""
    return Link(host, unquote(parts.path).rstrip("/") + query or "/")


def serves(platform: Platform, host: str) -> bool:
    """Whether this host is exactly one of the platform's, by any of its doors."""
    if any(host == door + own for own in platform.hosts for door in DOORS):
        return True
    return platform.subdomains and any(_account_before(host, own) for own in platform.hosts)


def _account_before(host: str, own: str) -> str:
    """ashdown of ashdown.wordpress.com; nothing where more than one word stands before the host."""
    label = host.removesuffix(f".{own}")
    return "" if label == host or "." in label or label in ("www", "m", "mobile") else label


def _from_link(platform: Platform, text: str) -> Resolved:
    link = taken_apart(text)
    if link is None:
        return Resolved(problem=NOT_A_LINK)
    belongs_to = find_platform(text)
    if belongs_to is not None and belongs_to.pk != platform.pk:
        return Resolved(problem=f"This is {a(belongs_to.name)} link. You chose {platform.name}")
    if not platform.hosts:
        return _website(platform, link)
    if belongs_to is None:
        return Resolved(
            problem=f"This is not {a(platform.name)} link. Enter the account name or the full link to the account"
        )
    handle = _handle_in(platform, link)
    return _resolved(platform, handle) if handle else Resolved(problem=NOT_AN_ACCOUNT)


def _handle_in(platform: Platform, link: Link) -> str:
    if platform.subdomains:
        before = next(filter(None, (_account_before(link.host, own) for own in platform.hosts)), "")
        if before:
            return before
    for pattern in platform.path_patterns:
        found = re.match(pattern, link.path, re.IGNORECASE)
        if found and found["handle"].casefold() not in platform.reserved:
            return found["handle"]
    return ""


def _website(platform: Platform, link: Link) -> Resolved:
    """A site of its own: the host and path are the account."""
    place = link.host.removeprefix("www.") + (link.path if link.path != "/" else "")
    return Resolved(
        handle=place[:100],
        identity=f"{platform.code}:{place.casefold()}"[:140],
        url=f"https://{link.host}{link.path}",
    )


def _resolved(platform: Platform, handle: str) -> Resolved:
    url = platform.profile_url.format(handle=handle)
    if handle.startswith(("channel/", "c/", "user/")):
        url = url.replace("/@", "/")
    return Resolved(handle=handle, identity=identity_of(platform, handle), url=url)


def identity_of(platform: Platform, handle: str) -> str:
    """One spelling for all spellings: Facebook overlooks full stops, and nobody minds capitals."""
    plain = handle.casefold()
    if platform.code == "facebook":
        plain = plain.replace(".", "")
    return f"{platform.code}:{plain}"


def a(name: str) -> str:
    """a YouTube, an Instagram, an X."""
    return f"{'an' if name[:1] in 'AEIOX' else 'a'} {name}"


def _all_hosts() -> frozenset[str]:
    from accounts_registry.platforms import SERVICES

    return frozenset(
        door + host for service in SERVICES for host in service.hosts for door in DOORS
    )


KNOWN_HOSTS: frozenset[Any] = _all_hosts()
