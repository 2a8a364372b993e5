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
        "SECRET_KEY_FALLBACKS": [],
        "CONCERN_KEYS": [secrets.token_hex(32)],
        "AUTHENTICATOR_KEYS": [secrets.token_hex(32)],
        "BEHIND_TLS_PROXY": "1",
        "PROXY_COUNT": "1",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SECURE_HSTS_PRELOAD": False,
        "EMAIL_HOST": "",
        "DEFAULT_FROM_EMAIL": "Official Channels <channels@portal.example>",
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
        ("SECRET_KEY_FALLBACKS", ["short"], "SECRET_KEY_OLD is easy"),
        ("CONCERN_KEYS", ["x" * 64], "CONCERN_KEYS"),
        ("AUTHENTICATOR_KEYS", ["x" * 64], "AUTHENTICATOR_KEYS"),
        ("BEHIND_TLS_PROXY", "", "BEHIND_TLS_PROXY is neither 0 nor 1"),
        ("BEHIND_TLS_PROXY", "yes", "BEHIND_TLS_PROXY is neither 0 nor 1"),
        ("PROXY_COUNT", "0", "PROXY_COUNT"),
        ("PROXY_COUNT", "two", "PROXY_COUNT"),
        ("SECURE_HSTS_PRELOAD", True, "HSTS_PRELOAD is 1 without HSTS_SUBDOMAINS"),
        ("EMAIL_HOST", "smtp.school.sch.uk", "EMAIL_FROM is not an address of yours"),
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


@pytest.mark.parametrize("name", ["CONCERN_KEYS", "AUTHENTICATOR_KEYS"])
def test_one_key_for_two_ends_is_refused(sound, name):
    with pytest.raises(ImproperlyConfigured, match=f"SECRET_KEY stands in {name} too"):
        production.check_settings({**sound, name: [sound["SECRET_KEY"]]})


def test_concerns_and_authenticators_share_no_key(sound):
    with pytest.raises(ImproperlyConfigured, match="in CONCERN_KEYS and in AUTHENTICATOR_KEYS"):
        production.check_settings({**sound, "AUTHENTICATOR_KEYS": sound["CONCERN_KEYS"]})


@pytest.mark.parametrize(
    ("sender", "is_theirs"),
    [
        ("Channels <channels@oakwood.sch.uk>", True),
        ("channels@oakwood.sch.uk", True),
        ("Official Channels <channels@portal.example>", False),
        ("channels@example.org", False),
        ("channels@example", False),
        ("Channels", False),
        ("", False),
    ],
)
def test_letters_leave_from_an_address_of_their_own(sound, sender, is_theirs):
    settings = {**sound, "EMAIL_HOST": "smtp.oakwood.sch.uk", "DEFAULT_FROM_EMAIL": sender}
    assert list(production.faults_of_mail(settings)) == (
        [] if is_theirs else ["EMAIL_FROM is not an address of yours, and EMAIL_HOST is set"]
    )


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
        "AUTHENTICATOR_KEYS": sound["AUTHENTICATOR_KEYS"][0],
        "BEHIND_TLS_PROXY": "1",
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
    # W005 and W021: subdomains and preload are a choice, and off until somebody makes it.
    assert "no issues (2 silenced)" in checked.stdout


def test_a_choice_of_hsts_silences_nothing(environment):
    chosen = {"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **environment, **chosen)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "no issues (0 silenced)" in checked.stdout


def test_a_key_that_is_too_short_is_named_by_its_place_and_never_shown(environment):
    environment["CONCERN_KEYS"] += ", fourteen-chars"
    refused = manage("check", **environment)
    assert refused.returncode == 1
    assert "CONCERN_KEYS: key 2 of 2 is too short" in refused.stderr
    assert "fourteen" not in refused.stderr


def test_all_missing_names_stand_in_one_line():
    refused = manage("check", SECRET_KEY=secrets.token_hex(32))
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "CONCERN_KEYS, AUTHENTICATOR_KEYS, ALLOWED_HOSTS" in refused.stderr
    assert "SECRET_KEY" not in refused.stderr


def test_debug_from_the_environment_is_refused(environment):
    refused = manage("check", **environment, DEBUG="1")
    assert refused.returncode == 1
    assert refused.stderr == "Not started for production: DEBUG is on.\n"


def test_bin_run_is_not_for_production(environment):
    refused = manage("runportal", **environment)
    assert refused.returncode == 1
    assert "docker-compose.yml" in refused.stderr
