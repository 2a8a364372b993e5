"""GET /healthz tells the truth about each part, to anybody who asks, and nothing else."""

import re
import socket
import time
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from portal import health, heartbeats, key_checks
from portal.disk import GB, MB, Disk
from reminders.models import Sweep

pytestmark = pytest.mark.django_db
PARTS = ("database", "broker", "worker", "beat", "keys", "data", "disk", "sweep")


@pytest.fixture(autouse=True)
def no_heartbeats():
    for part in ("worker", "beat"):
        cache.delete(f"heartbeat:{part}")


@pytest.fixture
def both_alive():
    heartbeats.record("worker")
    heartbeats.record("beat")


@pytest.fixture
def swept():
    now = timezone.now()
    return Sweep.objects.create(on=now.date(), started_at=now, finished_at=now)


def test_all_is_well(client, both_alive, swept):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", **dict.fromkeys(PARTS, "ok")}
    assert not re.search(rb"\d", answer.content), "no number and no version"


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
    assert health.broker() == "ok"


@pytest.mark.parametrize("hangs", [False, True])
def test_without_the_cache_nobody_knows_who_is_alive(client, settings, hangs):
    """Redis is away, or takes the call and says nothing: told within seconds, and never as an error."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1] if hangs else 1
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": f"redis://127.0.0.1:{port}/1",
                "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
            }
        }
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert [answer.json()[part] for part in ("worker", "beat")] == ["failing"] * 2
    assert answer.json()["database"] == "ok"


def test_keys_that_do_not_open_what_they_seal(client, both_alive, settings):
    settings.CONCERN_KEYS = ["n3" * 32]
    key_checks.forget()
    answer = client.get("/healthz")
    key_checks.forget()
    assert (answer.status_code, answer.json()["keys"]) == (503, "failing")
    assert "n3n3" not in answer.content.decode()


def test_a_data_folder_that_cannot_be_written(client, both_alive, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["data"]) == (503, "failing")


@pytest.mark.parametrize(
    ("disk", "state"),
    [
        (Disk(total=250 * GB, free=60 * GB), "ok"),
        (Disk(total=250 * GB, free=6 * GB), "ok"),
        (Disk(total=250 * GB, free=4 * GB), "attention"),
        (Disk(total=8 * GB, free=900 * MB), "attention"),
        (Disk(total=8 * GB, free=99 * MB), "failing"),
        (Disk(total=250 * GB, free=60 * GB, files=1_000_000, free_files=9_000), "attention"),
        (Disk(total=250 * GB, free=60 * GB, files=1_000_000, free_files=9), "failing"),
    ],
)
def test_little_room_is_told_and_takes_nothing_off_line(
    client, both_alive, swept, monkeypatch, disk, state
):
    monkeypatch.setattr(Disk, "of", lambda folder: disk)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["disk"]) == (200, state)
    assert answer.json()["status"] == ("ok" if state == "ok" else "attention")


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(minutes=30), "ok"),
        (timedelta(hours=2), "attention"),
        (timedelta(hours=26), "failing"),
        (None, "failing"),
    ],
)
def test_sweeps_that_stopped_are_told_and_take_nothing_off_line(
    client, both_alive, monkeypatch, age, state
):
    monkeypatch.setattr(heartbeats, "STARTED", 0.0)
    now = timezone.now()
    for kind in ("daily", "urgent"):
        if age:
            then = now - age
            Sweep.objects.create(kind=kind, on=then.date(), started_at=then, finished_at=then)
    Sweep.objects.create(on=now.date(), started_at=now)  # it broke off
    heartbeats.record("worker")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["sweep"]) == (200, state)


def test_a_portal_just_started_has_time_for_its_first_sweep(client, both_alive):
    assert client.get("/healthz").json()["sweep"] == "ok"


def test_the_container_asks_only_about_the_web(client):
    answer = client.get("/healthz?only=web")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok"}


def test_it_answers_before_host_and_https_checks(client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["elsewhere.test"], True
    answer = client.get("/healthz?only=web", headers={"host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


OF_EVERY_PAGE = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


@pytest.mark.parametrize("address", ["/healthz", "/healthz?only=web", "/static/images/favicon.svg"])
def test_it_and_static_files_wear_the_headers_of_every_page(client, settings, address):
    assert finders.find("images/favicon.svg")
    page = client.get("/privacy/")
    answer = client.get(address)
    assert answer.status_code in (200, 503)
    for name in OF_EVERY_PAGE:
        assert answer.headers.get(name) == page.headers[name], name


def test_over_https_it_says_that_https_stays(settings, client):
    settings.SECURE_HSTS_SECONDS = 60
    from portal.health import HealthMiddleware

    asked = client.get("/healthz?only=web", secure=True).wsgi_request
    answer = HealthMiddleware(lambda request: None)(asked)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=60")


def test_it_is_for_reading_only(client):
    assert client.post("/healthz").status_code == 405
