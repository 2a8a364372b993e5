"""Hosts that are a platform's own, and hosts that only imitate one.

Whatever stands before a platform's own domain is the platform's: cy-gb.facebook.com, chat.whatsapp.com.
Only a host outside every domain of a platform can be written to look like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from platforms.lookalikes import skeleton
from platforms.models import Platform

# What a country or a language puts before the host: ie.linkedin.com, cy-gb.facebook.com, fr-ca.
OF_A_COUNTRY = re.compile(r"[a-z]{2}(?:-[a-z]{2})?")
# Other doors to the very same accounts.
SAME_ACCOUNTS: dict[str, tuple[str, ...]] = {
    "facebook": ("business", "touch", "mbasic", "free", "0"),
    "youtube": ("music", "gaming"),
}
# Domains of the platform on which no account has its address.
OTHER_DOMAINS: dict[str, tuple[str, ...]] = {
    "facebook": ("facebook.net", "fbcdn.net", "fbsbx.com", "fb.watch", "m.me", "messenger.com"),
    "instagram": ("ig.me", "cdninstagram.com"),
    "x": ("t.co", "twimg.com"),
    "youtube": ("youtu.be", "youtube-nocookie.com", "youtubekids.com", "ytimg.com"),
    "tiktok": ("tiktokcdn.com", "tiktokv.com"),
    "linkedin": ("lnkd.in", "licdn.com"),
    "whatsapp": ("wa.me", "whatsapp.net"),
    "pinterest": ("pin.it", "pinimg.com", "pinterest.ie", "pinterest.fr", "pinterest.de"),
    "wordpress": ("wordpress.org",),
}
# Platforms called by an everyday word: a shop that is called Threads copies nobody.
EVERYDAY_WORDS = frozenset({"threads", "medium", "discord", "twitch", "padlet", "spotify"})
# So long a name stands inside a longer word only to be mistaken for it: myfacebook, facebooklogin.
TELLING = 8
SHORTEST = 5


def leads_in(code: str, host: str, own: str) -> bool:
    """Whether this host, one word before `own`, shows the accounts that `own` shows."""
    before = host.removesuffix(f".{own}")
    if before == host:
        return False
    return bool(OF_A_COUNTRY.fullmatch(before)) or before in SAME_ACCOUNTS.get(code, ())


def is_within(code: str, host: str, hosts: Sequence[str]) -> bool:
    return any(host == own or host.endswith(f".{own}") for own in (*hosts, *others(code)))


def others(code: str) -> tuple[str, ...]:
    return OTHER_DOMAINS.get(code, ())


def copied(host: str, platforms: Iterable[Platform]) -> Platform | None:
    """The platform that this host imitates without being its own: facebook.com.evil.example, faceb00k.com."""
    return next(
        (
            one
            for one in platforms
            if not is_within(one.code, host, one.hosts) and _imitates(host, one.hosts)
        ),
        None,
    )


def _imitates(host: str, hosts: Iterable[str]) -> bool:
    return any(_names(host, own) for own in hosts)


def _names(host: str, own: str) -> bool:
    """Whether the whole host or a word of it is read as this one, or a long name stands inside a word."""
    name = own.split(".")[-2]
    if f".{own}." in f".{host}.":
        return True
    if len(name) < SHORTEST or name in EVERYDAY_WORDS:
        return False
    bones = skeleton(name)
    words = {skeleton(word) for word in re.split(r"[.-]", host)}
    return bones in words or (len(name) >= TELLING and bones in skeleton(host))
