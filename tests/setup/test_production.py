"""Production refuses to start with anything of the demo, and passes Django's own list."""

import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal import production


@pytest.fixture
def sound(tmp_path):
    return {
        "DEBUG": False,
        "IS_DEMO": False,
        "DATA_DIR": tmp_path,
        "KEYS_DIR": tmp_path / "keys",
        "ALLOWED_HOSTS": ["channels.school.test"],
        "PORTAL_URL": "https://channels.school.test",
        "SECRET_KEY": secrets.token_hex(32),
        "CONCERN_KEYS": [secrets.token_hex(32)],
    }


def test_sound_settings_start(sound):
    production.check_settings(sound)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEBUG", True, "DEBUG is on"),
        ("IS_DEMO", True, "holds the demo"),
        ("ALLOWED_HOSTS", [], "names no host"),
        ("ALLOWED_HOSTS", ["*"], "names no host"),
        ("PORTAL_URL", "http://channels.school.test", "https://"),
        ("SECRET_KEY", "demo" * 20, "SECRET_KEY"),
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("CONCERN_KEYS", ["x" * 64], "CONCERN_KEYS"),
    ],
)
def test_each_fault_is_refused_by_name(sound, name, value, says):
    with pytest.raises(ImproperlyConfigured, match=says):
        production.check_settings({**sound, name: value})


def test_a_key_that_this_machine_made_for_its_demo_is_refused(sound):
    sound["KEYS_DIR"].mkdir()
    (sound["KEYS_DIR"] / "secret.key").write_text(sound["SECRET_KEY"])
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is the demo's"):
        production.check_settings(sound)


def test_one_key_for_two_ends_is_refused(sound):
    with pytest.raises(ImproperlyConfigured, match="too"):
        production.check_settings({**sound, "CONCERN_KEYS": [sound["SECRET_KEY"]]})


def test_the_demos_data_folder_is_refused(sound, tmp_path):
    (tmp_path / "purpose").write_text("demo\n")
    with pytest.raises(ImproperlyConfigured, match="anybody can sign in"):
        production.check_settings(sound)


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**keep, "PORTAL_ENV": "production", **environment},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def environment(sound, tmp_path):
    return {
        "SECRET_KEY": sound["SECRET_KEY"],
        "CONCERN_KEYS": sound["CONCERN_KEYS"][0],
        "ALLOWED_HOSTS": "channels.school.test",
        "PORTAL_URL": sound["PORTAL_URL"],
        "DATABASE_URL": "postgres://portal:word@db:5432/portal",
        "CACHE_URL": "redis://redis:6379/1",
        "CELERY_BROKER_URL": "redis://redis:6379/0",
        "PORTAL_DATA_DIR": str(tmp_path),
    }


def test_djangos_own_list_for_production_is_clean(environment):
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **environment)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "no issues (0 silenced)" in checked.stdout


def test_all_missing_names_stand_in_one_line():
    refused = manage("check", SECRET_KEY=secrets.token_hex(32))
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "CONCERN_KEYS, ALLOWED_HOSTS" in refused.stderr
    assert "SECRET_KEY" not in refused.stderr


def test_debug_from_the_environment_is_refused(environment):
    refused = manage("check", **environment, DEBUG="1")
    assert refused.returncode == 1
    assert refused.stderr == "Not started for production: DEBUG is on.\n"


def test_bin_run_is_not_for_production(environment):
    refused = manage("runportal", **environment)
    assert refused.returncode == 1
    assert "docker-compose.yml" in refused.stderr
