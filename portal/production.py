"""What a portal for real people refuses to start with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

NAMES = (
    "SECRET_KEY",
    "CONCERN_KEYS",
    "ALLOWED_HOSTS",
    "PORTAL_URL",
    "DATABASE_URL",
    "CACHE_URL",
    "CELERY_BROKER_URL",
)
LENGTH = {"SECRET_KEY": 50, "CONCERN_KEYS": 32}
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


def is_demo_folder(folder: Path) -> bool:
    purpose = folder / "purpose"
    return purpose.exists() and purpose.read_text().strip() != "embedded"


def faults_of_keys(settings: Mapping[str, Any]) -> Iterator[str]:
    kept = keys_kept_in(settings["KEYS_DIR"])
    if is_weak(settings["SECRET_KEY"], LENGTH["SECRET_KEY"]) or settings["SECRET_KEY"] in kept:
        yield "SECRET_KEY is the demo's or easy to guess"
    concern_keys = settings["CONCERN_KEYS"]
    if any(is_weak(key, LENGTH["CONCERN_KEYS"]) or key in kept for key in concern_keys):
        yield "a key in CONCERN_KEYS is the demo's or easy to guess"
    if settings["SECRET_KEY"] in concern_keys:
        yield "SECRET_KEY stands in CONCERN_KEYS too"


def keys_kept_in(folder: Path) -> set[str]:
    """What a demo or embedded portal made for itself on this machine."""
    return {path.read_text().strip() for path in folder.glob("*.key")}


def is_weak(key: str, length: int) -> bool:
    return (
        len(key) < length or len(set(key)) < 10 or any(word in key.lower() for word in PLACEHOLDERS)
    )
