"""Wrong keys are noticed at start by every process, by name, and nothing is shown."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from celery.signals import beat_init, celeryd_init
from django.conf import settings as portal_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from incidents.models import Incident
from portal import key_checks
from sealing.checks import Found, found
from sealing.keys import Purpose, fingerprint
from sealing.models import KeyCheck
from tests.incidents.world import send
from tests.people.test_second_step_keys import with_app

pytestmark = pytest.mark.django_db
NEW = "n3" * 32


@pytest.fixture(autouse=True)
def asked_anew():
    key_checks.forget()
    yield
    key_checks.forget()


def test_a_new_database_has_a_word_for_each_set() -> None:
    assert [found(purpose) for purpose in Purpose] == [Found.RIGHT, Found.RIGHT]
    assert key_checks.state() == "ok"


@pytest.mark.parametrize("name", ["CONCERN_KEYS", "AUTHENTICATOR_KEYS"])
def test_each_set_that_opens_nothing_is_named(settings, name) -> None:
    setattr(settings, name, [NEW])
    settings.IS_PRODUCTION = True
    assert key_checks.state() == "failing"
    with pytest.raises(ImproperlyConfigured) as refused:
        key_checks.must_be_right()
    assert str(refused.value).startswith(f"{name} holds none of the keys")
    assert str(refused.value).count("holds none") == 1 and NEW not in str(refused.value)
    assert [error.id for error in key_checks.system_check(None)] == ["portal.E001"]


def test_outside_production_the_file_is_named(settings) -> None:
    settings.CONCERN_KEYS = [NEW]
    with pytest.raises(ImproperlyConfigured, match=r"keys/concerns\.key holds none"):
        key_checks.must_be_right()


def test_an_old_key_that_is_still_needed_is_no_fault_and_health_says_so(settings) -> None:
    settings.CONCERN_KEYS = [NEW, *settings.CONCERN_KEYS]
    key_checks.must_be_right()
    assert key_checks.state() == "attention"


def test_an_old_key_that_nothing_needs_is_no_matter(settings) -> None:
    settings.CONCERN_KEYS = [*settings.CONCERN_KEYS, NEW]
    assert key_checks.state() == "ok"


def test_the_answer_is_kept_for_some_seconds(settings, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        assert {key_checks.state() for _ in range(5)} == {"ok"}
    settings.CONCERN_KEYS = [NEW]
    assert key_checks.state() == "ok"
    key_checks.forget()
    assert key_checks.state() == "failing"


def test_a_word_moved_to_the_other_purpose_does_not_open(settings) -> None:
    settings.AUTHENTICATOR_KEYS = settings.CONCERN_KEYS
    box = KeyCheck.objects.get(pk="concerns").box
    KeyCheck.objects.filter(pk="authenticators").update(box=box)
    assert found(Purpose.AUTHENTICATORS) is Found.WRONG


def test_a_fingerprint_tells_keys_apart_and_gives_none_away() -> None:
    marks = {fingerprint(purpose, key) for purpose in Purpose for key in (NEW, "n4" * 32)}
    assert len(marks) == 4 and all(len(mark) == 12 for mark in marks)


# ---- Older data, without a word -------------------------------------------------------------


def test_older_data_is_checked_against_what_is_sealed(cast, settings) -> None:
    KeyCheck.objects.all().delete()
    send(cast)
    right = settings.CONCERN_KEYS
    settings.CONCERN_KEYS = [NEW]
    with pytest.raises(ImproperlyConfigured, match="holds none"):
        key_checks.must_be_right()
    assert not KeyCheck.objects.exists()
    settings.CONCERN_KEYS = [NEW, *right]
    key_checks.must_be_right()
    assert found(Purpose.CONCERNS) is Found.OLD_NEEDED
    settings.CONCERN_KEYS = right
    key_checks.must_be_right()
    assert found(Purpose.CONCERNS) is Found.RIGHT


def test_older_second_steps_are_checked_too(cast, settings) -> None:
    KeyCheck.objects.all().delete()
    with_app(cast.teacher)
    settings.AUTHENTICATOR_KEYS = [NEW]
    with pytest.raises(ImproperlyConfigured, match="authenticators.key holds none"):
        key_checks.must_be_right()


def test_one_damaged_row_does_not_stop_the_portal(cast) -> None:
    KeyCheck.objects.all().delete()
    incidents = [send(cast), send(cast)]
    Incident.objects.filter(pk=incidents[0].pk).update(row_key="0123456789ab:bm90aGluZw==")
    key_checks.must_be_right()
    assert found(Purpose.CONCERNS) is Found.RIGHT


# ---- Each process ---------------------------------------------------------------------------


@pytest.mark.parametrize("starting", [celeryd_init, beat_init])
def test_worker_and_beat_end_with_the_sentence(settings, starting) -> None:
    settings.CONCERN_KEYS = [NEW]
    with pytest.raises(SystemExit, match=r"concerns\.key holds none of the keys"):
        starting.send(sender=None)


@pytest.mark.django_db(transaction=True)
def test_the_web_process_of_a_restored_database_ends_with_the_sentence(tmp_path) -> None:
    """The tables of this test run, with the keys of another portal; tests/long/keys.py tries every process."""
    if connection.vendor != "sqlite":
        pytest.skip("tests/long/keys.py does this with PostgreSQL, in production")
    copied = sqlite3.connect(tmp_path / "portal.sqlite3")
    connection.ensure_connection()
    connection.connection.backup(copied)
    copied.close()
    shutil.copytree(portal_settings.KEYS_DIR, tmp_path / "keys")
    (tmp_path / "keys" / "concerns.key").write_text(NEW)
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    started = subprocess.run(
        [sys.executable, "-c", "import portal.wsgi"],
        cwd=portal_settings.BASE_DIR,
        env={**keep, "PORTAL_ENV": "embedded", "PORTAL_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert started.returncode != 0
    assert "concerns.key holds none of the keys" in started.stderr
    assert NEW not in started.stderr + started.stdout
