"""Keys are changed while four processes read and write, the change is killed again and again, and every process refuses wrong keys."""

from __future__ import annotations

import json
import os
import random
import secrets
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
USERS = 4
ROUNDS = 5
STEPS = 200  # reads and writes of each round
KILLS = 6  # of the command, in each round
CONCERNS = 150  # sealed rows enough that a change of keys takes a while
LONGEST_WORK = 0.8  # seconds between the first line that the command says and its end


class Portal:
    """A data folder and a database of their own, in embedded mode or, with PostgreSQL and Redis, in production."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.folder, self.redis_url = folder, redis_url
        self.keys: dict[str, list[str]] = {}
        self.set_keys(CONCERN_KEYS=[new_key()], AUTHENTICATOR_KEYS=[new_key()])

    @property
    def is_production(self) -> bool:
        return bool(os.environ.get("DATABASE_URL"))

    def set_keys(self, **keys: list[str]) -> None:
        self.keys |= keys
        (self.folder / "keys").mkdir(exist_ok=True)
        for name, file in (("CONCERN_KEYS", "concerns"), ("AUTHENTICATOR_KEYS", "authenticators")):
            (self.folder / "keys" / f"{file}.key").write_text("\n".join(self.keys[name]))

    def environment(self) -> dict[str, str]:
        keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        keep |= {"PORTAL_DATA_DIR": str(self.folder), "PYTHONPATH": str(ROOT)}
        if not self.is_production:
            return {**keep, "PORTAL_ENV": "embedded"}
        redis = self.redis_url.rsplit("/", 1)[0]
        return {
            **keep,
            "PORTAL_ENV": "production",
            "PORTAL_DATA_DIR": str(self.folder / "data"),
            "DATABASE_URL": os.environ["DATABASE_URL"],
            "CACHE_URL": f"{redis}/1",
            "CELERY_BROKER_URL": f"{redis}/2",
            "ALLOWED_HOSTS": "channels.school.test",
            "PORTAL_URL": "https://channels.school.test",
            "BEHIND_TLS_PROXY": "1",
            "SECRET_KEY": "k7" * 10 + "0123456789abcdef" * 2,
            **{name: ", ".join(keys) for name, keys in self.keys.items()},
        }

    def start(self, *command: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str) -> str:
        process = self.start(*command)
        said, _ = process.communicate(timeout=600)
        assert process.returncode == 0, said
        return said

    def user(self, verb: str, *words: str) -> dict:
        return json.loads(self.run("-m", "tests.sealing.user", verb, *words).splitlines()[-1])


def new_key() -> str:
    return secrets.token_hex(32)


@pytest.fixture(scope="module")
def portal(tmp_path_factory, redis_url) -> Portal:
    portal = Portal(tmp_path_factory.mktemp("keys"), redis_url)
    portal.run("manage.py", "migrate", "-v0")
    portal.user("prepare", str(CONCERNS))
    return portal


def test_keys_are_changed_in_use_and_the_change_is_killed(portal, seed, tally) -> None:
    for turn in range(ROUNDS):
        if not tally.has_time():
            break
        began = time.monotonic()
        name = ("CONCERN_KEYS", "AUTHENTICATOR_KEYS")[turn % 4 == 3]
        portal.set_keys(**{name: [new_key(), *portal.keys[name]]})
        users = [
            portal.start(
                "-m",
                "tests.sealing.user",
                "walk",
                str(number),
                f"{seed + turn}",
                f"{STEPS // USERS}",
            )
            for number in range(USERS)
        ]
        killed = kill_again_and_again(portal, random.Random(seed + turn))
        portal.run("manage.py", "rotate_keys")
        counts = [finished(user) for user in users]
        assert "0 rows still need an old key" in portal.run("manage.py", "rotate_keys", "--check")
        portal.set_keys(**{name: portal.keys[name][:1]})
        kept = portal.user("reckon")
        assert kept["lost"] == 0 and kept["broken"] is None
        tally.add(
            rounds=1,
            kills_of_the_command=killed,
            reads_and_writes=sum(count["steps"] for count in counts),
            failures=sum(len(count["faults"]) for count in counts),
            lost_updates=kept["lost"],
            texts_read_after_the_old_key_was_removed=kept["texts"],
            seconds=round(time.monotonic() - began),
        )
        assert [count["faults"] for count in counts] == [[]] * USERS


def kill_again_and_again(portal: Portal, chance: random.Random) -> int:
    """Each time in the middle of its work: after the first line it says, before the last."""
    killed = 0
    for _ in range(KILLS):
        command = portal.start("-u", "manage.py", "rotate_keys")
        command.stdout.readline()
        time.sleep(chance.random() * LONGEST_WORK)
        command.kill()
        killed += "0 rows" not in command.communicate()[0]
    return killed


def finished(user: subprocess.Popen) -> dict:
    said, _ = user.communicate(timeout=600)
    assert user.returncode == 0, said
    return json.loads(said.splitlines()[-1])


PROCESSES = {
    "web": [
        "-m",
        "gunicorn",
        "portal.wsgi:application",
        "--bind=127.0.0.1:0",
        "--no-control-socket",
    ],
    "worker": ["-m", "celery", "-A", "portal", "worker", "--pool=solo"],
    "beat": ["-m", "celery", "-A", "portal", "beat"],
    "verify_audit": ["manage.py", "verify_audit"],
    "check --deploy": ["manage.py", "check", "--deploy"],
    "migrate": ["manage.py", "migrate"],
    "rotate_keys": ["manage.py", "rotate_keys"],
    "bin/run": ["manage.py", "runportal", "--port", "8999"],
}


@pytest.mark.parametrize("name", ["CONCERN_KEYS", "AUTHENTICATOR_KEYS"])
@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_starts_with_wrong_keys(portal, name, process, tally) -> None:
    if process == "bin/run" and portal.is_production:
        pytest.skip("bin/run is not for production")
    right = portal.keys[name]
    portal.set_keys(**{name: [new_key()]})
    try:
        started = portal.start(*PROCESSES[process])
        said, _ = started.communicate(timeout=180)
    finally:
        portal.set_keys(**{name: right})
    assert started.returncode != 0
    variable = {"CONCERN_KEYS": "concerns.key", "AUTHENTICATOR_KEYS": "authenticators.key"}[name]
    assert f"{name if portal.is_production else variable} holds none of the keys" in said
    tally.add(starts_refused_with_wrong_keys=1)
