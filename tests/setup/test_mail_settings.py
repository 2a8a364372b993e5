"""How the portal speaks to its mail server, from the environment."""

from __future__ import annotations

import runpy
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.management.commands import portalpart
from tests.setup.test_compose import SERVICES

NAMES = ("EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_PORT")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, (True, False, 587)),
        ({"EMAIL_USE_TLS": "", "EMAIL_USE_SSL": "", "EMAIL_PORT": ""}, (True, False, 587)),
        ({"EMAIL_USE_SSL": "1"}, (False, True, 465)),
        ({"EMAIL_USE_SSL": "1", "EMAIL_USE_TLS": "0", "EMAIL_PORT": "2465"}, (False, True, 2465)),
        ({"EMAIL_USE_TLS": "0"}, (False, False, 587)),
    ],
)
def test_one_kind_of_tls_at_a_time(
    environment: dict[str, str], expected: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = settings_with(environment, monkeypatch)
    assert tuple(read[name] for name in NAMES) == expected


def test_both_kinds_of_tls_are_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="set one of them to 0"):
        settings_with({"EMAIL_USE_TLS": "1", "EMAIL_USE_SSL": "1"}, monkeypatch)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "25x", "²"])
def test_a_port_that_is_none_is_refused_with_a_sentence(
    port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"from 1 to 65535; it was {port}$"):
        settings_with({"EMAIL_PORT": port}, monkeypatch)


def settings_with(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(settings.BASE_DIR / "portal" / "settings.py"))


def test_in_containers_one_worker_takes_the_mail_and_another_all_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = {name: SERVICES[name]["command"][-1] for name in ("worker", "mail")}
    assert parts == {"worker": "worker", "mail": "mail"}
    asked: list[list[str]] = []
    monkeypatch.setattr(portalpart.app, "worker_main", asked.append)
    monkeypatch.setattr(settings, "IS_PRODUCTION", True)
    portalpart.work()
    portalpart.carry()
    assert [words[-1] for words in asked] == ["--queues=celery", "--queues=mail"]
    threads = next(word for word in asked[1] if "concurrency" in word)
    assert int(threads.partition("=")[2]) > settings.MAIL_SLOTS
