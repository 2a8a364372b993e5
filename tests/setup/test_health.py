"""GET /healthz tells the truth about each part, to anybody who asks."""

import time

import pytest
from django.core.cache import cache
from django.db import connection

from portal import health, heartbeats

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_heartbeats():
    for part in ("worker", "beat"):
        cache.delete(f"heartbeat:{part}")


@pytest.fixture
def both_alive():
    heartbeats.record("worker")
    heartbeats.record("beat")


def test_all_is_well(client, both_alive, settings):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "worker": "ok",
        "beat": "ok",
        "version": settings.VERSION,
    }


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_a_part_that_never_showed_itself_is_not_well(client, both_alive, part):
    cache.delete(f"heartbeat:{part}")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert (answer.json()["status"], answer.json()[part]) == ("failing", "failing")


@pytest.mark.parametrize("age", [heartbeats.FRESH_FOR + 1, -3600])
def test_a_heartbeat_of_long_ago_or_from_before_the_clock_was_set_back_is_none(
    client, both_alive, age
):
    cache.set("heartbeat:worker", time.time() - age)
    assert client.get("/healthz").json()["worker"] == "failing"


def test_a_part_that_has_ended_is_not_well_at_once(client, both_alive):
    heartbeats.forget("worker")
    assert client.get("/healthz").json()["worker"] == "failing"


def test_a_database_that_does_not_answer(client, both_alive, monkeypatch):
    def refuse(*_):
        raise OSError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz?only=web")
    assert (answer.status_code, answer.json()["database"]) == (503, "failing")
    assert "gone" not in answer.content.decode()


def test_a_broker_that_does_not_answer(client, both_alive, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["broker"]) == (503, "failing")


def test_a_real_redis_answers(redis_url, settings):
    settings.CELERY_BROKER_URL = redis_url
    assert health.broker()


def test_the_container_asks_only_about_the_web(client):
    answer = client.get("/healthz?only=web")
    assert answer.status_code == 200
    assert set(answer.json()) == {"status", "database", "version"}


def test_it_answers_before_host_and_https_checks(client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["elsewhere.test"], True
    answer = client.get("/healthz?only=web", headers={"host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_for_reading_only(client):
    assert client.post("/healthz").status_code == 405
