"""What a portal for real people refuses to start with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from portal.key_settings import SHORTEST, keys_in

NAMES = (
    "SECRET_KEY",
    "CONCERN_KEYS",
    "AUTHENTICATOR_KEYS",
    "ALLOWED_HOSTS",
    "PORTAL_URL",
    "DATABASE_URL",
    "CACHE_URL",
    "CELERY_BROKER_URL",
)
KEY_SETS = ("CONCERN_KEYS", "AUTHENTICATOR_KEYS")
LENGTH = {"SECRET_KEY": 50}
MOST_PROXIES = 5
PLACEHOLDERS = ("demo", "change", "insecure", "example", "secret")


def check_names(environment: Mapping[str, str]) -> None:
    """All that is missing in one line, not one name a start."""
    missing = [name for name in NAMES if not environment.get(name)]
    if missing:
        raise ImproperlyConfigured(f"With PORTAL_ENV=production, set {', '.join(missing)}.")


def check_settings(settings: Mapping[str, Any]) -> None:
    found = list(faults(settings))
    if found:
        raise ImproperlyConfigured(f"Not started for production: {'; '.join(found)}.")


def faults(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["DEBUG"]:
        yield "DEBUG is on"
    if settings["IS_DEMO"] or is_demo_folder(settings["DATA_DIR"]):
        yield "PORTAL_DATA_DIR holds the demo, where anybody can sign in as anybody"
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts or "*" in hosts:
        yield "ALLOWED_HOSTS names no host"
    if not settings["PORTAL_URL"].startswith("https://"):
        yield "PORTAL_URL does not begin with https://"
    yield from faults_of_keys(settings)
    yield from faults_of_proxy(settings)
    yield from faults_of_mail(settings)


def faults_of_proxy(settings: Mapping[str, Any]) -> Iterator[str]:
    """Who stands in front is said, never guessed: a wrong guess believes forged headers, or loops."""
    if settings["BEHIND_TLS_PROXY"] not in {"0", "1"}:
        yield "BEHIND_TLS_PROXY is neither 0 nor 1"
    count = settings["PROXY_COUNT"]
    if not (count.isdecimal() and 1 <= int(count) <= MOST_PROXIES):
        yield f"PROXY_COUNT is not a number from 1 to {MOST_PROXIES}"
    if settings["SECURE_HSTS_PRELOAD"] and not settings["SECURE_HSTS_INCLUDE_SUBDOMAINS"]:
        yield "HSTS_PRELOAD is 1 without HSTS_SUBDOMAINS"


def faults_of_mail(settings: Mapping[str, Any]) -> Iterator[str]:
    """With a mail server, letters leave: from an address of the school's own."""
    if settings["EMAIL_HOST"] and not is_address_of_theirs(settings["DEFAULT_FROM_EMAIL"]):
        yield "EMAIL_FROM is not an address of yours, and EMAIL_HOST is set"


def is_address_of_theirs(sender: str) -> bool:
    name, at, host = parseaddr(sender)[1].lower().rpartition("@")
    return bool(name and at and "." in host) and not is_for_examples(host)


def is_for_examples(host: str) -> bool:
    """Names that nobody can own (RFC 2606)."""
    last_two = host.split(".")[-2:]
    return last_two[-1] in {"example", "invalid", "test", "localhost"} or last_two[0] == "example"


def is_demo_folder(folder: Path) -> bool:
    purpose = folder / "purpose"
    return purpose.exists() and purpose.read_text().strip() != "embedded"


def faults_of_keys(settings: Mapping[str, Any]) -> Iterator[str]:
    kept = keys_kept_in(settings["KEYS_DIR"])
    if is_weak(settings["SECRET_KEY"], LENGTH["SECRET_KEY"]) or settings["SECRET_KEY"] in kept:
        yield "SECRET_KEY is the demo's or easy to guess"
    for name in KEY_SETS:
        if any(is_weak(key, SHORTEST) or key in kept for key in settings[name]):
            yield f"a key in {name} is the demo's or easy to guess"
        if settings["SECRET_KEY"] in settings[name]:
            yield f"SECRET_KEY stands in {name} too"
    if set(settings["CONCERN_KEYS"]) & set(settings["AUTHENTICATOR_KEYS"]):
        yield "a key stands in CONCERN_KEYS and in AUTHENTICATOR_KEYS"
    yield from faults_of_old_key(settings)


def faults_of_old_key(settings: Mapping[str, Any]) -> Iterator[str]:
    for old in settings["SECRET_KEY_FALLBACKS"]:
        if is_weak(old, LENGTH["SECRET_KEY"]):
            yield "SECRET_KEY_OLD is easy to guess"
        if old == settings["SECRET_KEY"]:
            yield "SECRET_KEY_OLD is SECRET_KEY"


def keys_kept_in(folder: Path) -> set[str]:
    """What a demo or embedded portal made for itself on this machine."""
    return {key for path in folder.glob("*.key") for key in keys_in(path.read_text(), path.name)}


def is_weak(key: str, length: int) -> bool:
    return (
        len(key) < length or len(set(key)) < 10 or any(word in key.lower() for word in PLACEHOLDERS)
    )
