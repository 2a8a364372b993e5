"""What account is meant: a typed name or a pasted link becomes one identity, or a sentence about what is wrong.

Two spellings of one account have one identity ("x:historysschool"), whatever was copied along with
the link. A host counts only when it is exactly a platform's; nothing is guessed, and nothing is fetched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from platforms import doors, sites
from platforms.models import Platform

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
LOOKS_LIKE_A_LINK = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*://|//|www\.)|^[^\s@/]+\.[a-z]{2,}/", re.IGNORECASE
)
DOORS = ("", "www.", "m.", "mobile.")
# What a server may read differently from us: controls, space, hash, per cent, full stop, slashes, colons, question mark.
UNSAFE_ESCAPES = re.compile(r"%(?:[01][0-9a-f]|7f|2[0356ef]|3[abf]|5c)", re.IGNORECASE)
# Full-width letters, digits and marks as they are on other keyboards.
NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
SUBDOMAINS_OF_ALL = ("www", "m", "mobile", "en", "login", "support", "help", "api", "blog", "about")
A_NAME = re.ASCII
A_PATH = re.ASCII | re.IGNORECASE
# What is copied along with a link to a site and says only where somebody came from.
TAILS = re.compile(r"(?:utm_|mc_|igsh|_ga|_gl)\w*|\w*clid", re.IGNORECASE)
LONGEST = 2000
LONGEST_PLACE = 100
TOO_LONG = "This link is too long. Enter the link to the first page of the site"
NOT_AN_ACCOUNT = "This link does not lead to an account. Copy the link from the account's own page"
NOT_ONE_ACCOUNT = "This is an address of the platform itself, and not of one account. Copy the link from the account's own page"
NOT_A_LINK = "Enter the full link to the account, starting with https"


@dataclass(frozen=True)
class Resolved:
    """The account that was meant. Without a handle the name is only a name, which is a gap and no error.

    `permanent_id` is what the platform itself calls the account, where the link says it.
    """

    handle: str = ""
    identity: str = ""
    url: str = ""
    problem: str = ""
    permanent_id: str = ""


@dataclass(frozen=True)
class Link:
    """A link taken apart and found harmless. `page` is which page of a site its tail names, if it does."""

    host: str
    path: str
    page: str = ""


def resolve(platform: Platform, text: str, platforms: Iterable[Platform] | None = None) -> Resolved:
    """The account on this platform that a typed name or a pasted link means."""
    text = tidy(text)
    if is_link(text):
        return _from_link(platform, text, platforms)
    name = text.removeprefix("@").strip()
    if _is_handle(platform, name):
        return _resolved(platform, name, _id_in(platform, name))
    return Resolved()


def _is_handle(platform: Platform, name: str) -> bool:
    """Whether an account of this platform may have this name: no page of its own has, and no row of dots."""
    taken = (*platform.reserved, *(SUBDOMAINS_OF_ALL if platform.subdomains else ()))
    return bool(
        platform.handle_pattern
        and re.fullmatch(platform.handle_pattern, name, A_NAME)
        and name.casefold() not in taken
        and any(map(str.isalnum, name))
    )


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
    """Without the odd spaces and unseen characters that come along when copying.

    Text that is full-width throughout is somebody's keyboard; single letters of that kind, or of any
    other that only looks Latin, are left as they are: no account of ours is written with them.
    """
    if not any(one.isascii() and one.isalnum() for one in text):
        text = text.translate(NARROW)
    spaced = (" " if unicodedata.category(one) == "Zs" else one for one in text)
    plain = unicodedata.normalize("NFC", "".join(spaced))
    return "".join(
        letter for letter in plain if unicodedata.category(letter) not in ("Cf", "Cc", "Cs")
    ).strip()


def is_link(text: str) -> bool:
    return bool(LOOKS_LIKE_A_LINK.search(text)) or _is_known_host(text.casefold())


def _is_known_host(text: str) -> bool:
    above = text.partition(".")[2]
    return text in KNOWN_HOSTS or above in HOSTS_WITH_SUBDOMAINS or above in KNOWN_HOSTS


def taken_apart(text: str) -> Link | None:
    """The host and path of a link; None for anything odd (another scheme, a user name, a port, a strange host)."""
    if not is_link(text) or len(text) > LONGEST or re.search(r"[\s\\]", text):
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
    if not HOST.fullmatch(host) or "xn--" in host or not _is_plain(parts.path):
        return None
    query = f"?{parts.query}" if parts.path == "/profile.php" else ""
    return Link(host, unquote(parts.path).rstrip("/") + query or "/", _page(parts))


def _page(parts: SplitResult) -> str:
    """What tells two pages of one site apart after the path: ?f=3, or #/room; never where somebody came from."""
    asked = [
        one for one in parts.query.split("&") if one and not TAILS.fullmatch(one.split("=")[0])
    ]
    route = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return (f"?{'&'.join(asked)}" if asked else "") + route


def _is_plain(path: str) -> bool:
    """Whether everybody reads this path alike: nothing in it goes up a folder or hides a slash."""
    return not UNSAFE_ESCAPES.search(path) and not {".", ".."} & set(path.split("/"))


def serves(platform: Platform, host: str) -> bool:
    """Whether this host shows the platform's accounts: its own, by any door, or the one of a country."""
    if any(host == door + own for own in platform.hosts for door in DOORS):
        return True
    if platform.subdomains:
        return any(_account_before(host, own) for own in platform.hosts)
    return any(doors.leads_in(platform.code, host, own) for own in platform.hosts)


def owner(host: str, platforms: Iterable[Platform]) -> Platform | None:
    """The platform whose own domain this host lies in, whether or not it shows accounts there.

    What people write before wordpress.com is theirs, and may imitate another platform.
    """
    everything = list(platforms)
    found = next((one for one in everything if doors.is_within(one.code, host, one.hosts)), None)
    return None if found and found.subdomains and doors.copied(host, everything) else found


def _account_before(host: str, own: str) -> str:
    """ashdown of ashdown.wordpress.com; nothing where more than one word stands before the host."""
    label = host.removesuffix(f".{own}")
    return "" if label == host or "." in label or label in SUBDOMAINS_OF_ALL else label


def _from_link(platform: Platform, text: str, platforms: Iterable[Platform] | None) -> Resolved:
    link = taken_apart(text)
    if link is None:
        return Resolved(problem=NOT_A_LINK)
    belongs_to = find_platform(text, platforms)
    if belongs_to is not None and belongs_to.pk != platform.pk:
        return Resolved(problem=f"This is {a(belongs_to.name)} link. You chose {platform.name}")
    if not platform.hosts:
        return _website(platform, link)
    if belongs_to is None:
        return Resolved(problem=_elsewhere(platform, link))
    handle, permanent_id = _handle_in(platform, link)
    return (
        _resolved(platform, handle, permanent_id)
        if handle
        else Resolved(problem=not_an_account(platform))
    )


def _elsewhere(platform: Platform, link: Link) -> str:
    if known := sites.sentence(link.host):
        return with_example(known, platform)
    if owner(link.host, [platform]):
        return with_example(NOT_ONE_ACCOUNT, platform)
    return f"This is not {a(platform.name)} link. Enter the account name or the full link to the account"


def _handle_in(platform: Platform, link: Link) -> tuple[str, str]:
    """The account that a link leads to, and what the platform itself calls it where the link says so."""
    if platform.subdomains:
        before = next(filter(None, (_account_before(link.host, own) for own in platform.hosts)), "")
        if before and re.fullmatch(platform.handle_pattern, before, A_PATH):
            return before, ""
    for pattern in platform.path_patterns:
        found = re.match(pattern, link.path, A_PATH)
        if found and _names_an_account(platform, found["handle"]):
            return found["handle"], found.groupdict().get("id") or ""
    return "", ""


def _names_an_account(platform: Platform, handle: str) -> bool:
    return handle.casefold() not in platform.reserved and any(map(str.isalnum, handle))


def _id_in(platform: Platform, name: str) -> str:
    """The permanent id, where what was typed is one: the places in which a link would carry it are tried."""
    for pattern in platform.path_patterns:
        found = re.match(pattern, f"/{name}", A_PATH)
        if found and (permanent := found.groupdict().get("id")):
            return permanent
    return ""


def permanent_id(platform: Platform, text: str) -> str:
    """What the platform itself calls an account, from a link that holds it or from the id alone; else empty."""
    text = tidy(text)
    if is_link(text):
        return resolve(platform, text).permanent_id
    return next(filter(None, (_id_in(platform, start + text) for start in ("", "channel/"))), "")


def id_link(platform: Platform, permanent: str) -> str:
    """The address at which the platform shows the account that it calls this; empty where it has none."""
    start = next((one for one in ("", "channel/") if _id_in(platform, one + permanent)), None)
    return "" if start is None else _resolved(platform, start + permanent, permanent).url


def _website(platform: Platform, link: Link) -> Resolved:
    """A site of its own: the host, the path and the page that its tail names are the account.

    Capitals make no difference before the tail; letters that only read like others always do.
    """
    if known := sites.sentence(link.host):
        return Resolved(problem=known)
    place = link.host.removeprefix("www.") + (link.path if link.path != "/" else "")
    plain = "".join(one.lower() if one.isascii() else one for one in place) + link.page
    place += link.page
    if len(place) > LONGEST_PLACE:
        return Resolved(problem=TOO_LONG)
    return Resolved(
        handle=place,
        # One site is one account, whichever of the platforms without a host it was put under.
        identity=f"website:{plain}",
        url=f"https://{link.host}{link.path}{link.page}",
    )


def _resolved(platform: Platform, handle: str, permanent: str = "") -> Resolved:
    url = platform.profile_url.format(handle=handle)
    if handle.startswith(("channel/", "c/", "user/")):
        url = url.replace("/@", "/")
    return Resolved(
        handle=handle,
        identity=identity_of(platform, handle, is_id=bool(permanent)),
        url=url,
        permanent_id=permanent,
    )


def identity_of(platform: Platform, handle: str, *, is_id: bool = False) -> str:
    """One spelling for all spellings of a name. A permanent id is kept letter by letter."""
    plain = handle if platform.case_matters or is_id else handle.casefold()
    return f"{platform.code}:{plain.translate({ord(one): None for one in platform.overlooked})}"


def not_an_account(platform: Platform) -> str:
    return with_example(NOT_AN_ACCOUNT, platform)


def with_example(sentence: str, platform: Platform) -> str:
    """The sentence with what a good link of this platform looks like."""
    example = resolve(platform, platform.example, [platform]).url
    return f"{sentence}, like {example}" if example else sentence


def a(name: str) -> str:
    """a YouTube, an Instagram, an X."""
    return f"{'an' if name[:1] in 'AEIOX' else 'a'} {name}"


def _all_hosts() -> frozenset[str]:
    from platforms.services import SERVICES

    return frozenset(
        door + host for service in SERVICES for host in service.hosts for door in DOORS
    )


def _hosts_with_subdomains() -> frozenset[str]:
    from platforms.services import SERVICES

    return frozenset(host for service in SERVICES if service.subdomains for host in service.hosts)


KNOWN_HOSTS: frozenset[Any] = _all_hosts()
HOSTS_WITH_SUBDOMAINS: frozenset[str] = _hosts_with_subdomains()
