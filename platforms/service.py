"""How one service is written down in the tables of platforms.

A path pattern is tried on the path of a link; the group `handle` is the account, and `id` is what
the platform itself calls it for ever. What stands in `reserved` is a page of the service and not an
account ("/watch", "/explore").
"""

from __future__ import annotations

from dataclasses import dataclass

ANY_TAIL = r"(?:/.*)?$"


@dataclass(frozen=True)
class Service:
    """One row of the table."""

    code: str
    name: str
    hosts: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    handle_pattern: str = ""
    paths: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    subdomains: bool = False
    case_matters: bool = False
    overlooked: str = ""
    example: str = ""
    profile_url: str = ""
    minimum_age: int = 13
    kind: str = "social"
    approved: bool = True
    current: bool = True


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FEEDS = words("home explore search login settings messages notifications about help share")


def at(names: str) -> str:
    """The path pattern of a service whose accounts stand right after the host, with or without an @."""
    return rf"^/@?(?P<handle>{names})" + ANY_TAIL
