"""Without the cache pages are slower, and that is all: nobody is refused, nothing is 500."""

from __future__ import annotations

import logging
import time

import pytest
from django.core.cache import caches
from django.test import Client

from portal import cache
from portal.cache import ForgivingFileCache, ForgivingRedisCache
from tests.cast import Cast
from tests.services import free_port


@pytest.fixture
def away(settings, monkeypatch):
    """A Redis that nobody answers for."""
    monkeypatch.setattr(ForgivingRedisCache, "away_until", 0.0)
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.cache.ForgivingRedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/1",
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        }
    }
    return caches["default"]


def test_reads_find_nothing_and_writes_do_nothing(away) -> None:
    assert away.get("a") is None and away.get("a", 7) == 7
    assert away.get_many(["a"]) == {} and "a" not in away
    assert away.set("a", 1) is None and away.add("a", 1) is False
    assert away.set_many({"a": 1}) == ["a"] and away.touch("a") is False
    assert away.delete("a") is False and away.delete_many(["a"]) is None
    assert away.get_or_set("a", lambda: 3) == 3
    assert away.clear() is None


def test_it_is_said_once_and_asked_again_after_a_pause(away, caplog, monkeypatch) -> None:
    with caplog.at_level(logging.WARNING, "portal.cache"):
        for _ in range(50):
            away.get("a")
    assert len(caplog.records) == 1
    assert cache.PAUSE < 60
    monkeypatch.setattr(ForgivingRedisCache, "away_until", time.monotonic() - 1)
    assert away.forgive(lambda: "here", None) == "here"
    assert ForgivingRedisCache.away_until == 0.0


def test_a_folder_that_cannot_be_written_is_forgiven(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(ForgivingFileCache, "away_until", 0.0)
    kept = ForgivingFileCache(str(tmp_path / "cache"), {})
    (tmp_path / "cache").rmdir()
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert kept.set("a", 1) is None and kept.get("a") is None
    monkeypatch.setattr(ForgivingFileCache, "away_until", 0.0)


@pytest.mark.django_db
def test_pages_and_signing_in_work_without_it(away, cast: Cast) -> None:
    client = Client()
    typed = {"login": cast.head.email, "password": "correct horse battery"}
    assert client.post("/sign-in/", typed).status_code == 302
    for page in ("/", "/channels/", "/people/", "/verify/check/?account=ashdown", "/account/"):
        assert client.get(page).status_code == 200, page
    for _ in range(20):
        Client().post("/sign-in/", {**typed, "password": "wrong"})
    assert "Too many attempts" in Client().post("/sign-in/", typed).content.decode()
