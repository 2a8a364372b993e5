"""Above every page those who look after the portal read what is wrong with it; nobody else does."""

from __future__ import annotations

import html
import re
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from portal import heartbeats, lines_above, standing
from portal.disk import GB, Disk

NO_MAIL = "This portal sends no e-mail. People are told inside the portal only."
STOPPED = "The portal’s background work has stopped: e-mails, reminders and downloads wait."
FULL = "The disk is nearly full."


@pytest.fixture(autouse=True)
def all_is_well(monkeypatch, settings, db):
    settings.SENDS_EMAIL = True
    monkeypatch.setattr(heartbeats, "STARTED", 0.0)
    monkeypatch.setattr(Disk, "of", lambda folder: Disk(250 * GB, 60 * GB))
    cache.delete(standing.KEY)
    heartbeats.record("worker")
    heartbeats.record("beat")
    standing.forget()
    yield
    cache.delete(standing.KEY)
    standing.forget()


def lines(person, address: str = "/privacy/") -> list[str]:
    client = Client()
    if person:
        client.force_login(person)
    standing.forget()
    page = client.get(address).content.decode()
    band = re.search(
        r'<div class="app-band app-band--line" role="status">(.*?)</div></div>', page, re.S
    )
    found = re.findall(r"<p>(.*?)</p>", band[1], re.S) if band else []
    return [html.unescape(re.sub(r"<a .*|<[^>]+>", "", one)).strip() for one in found]


def test_when_all_is_well_there_is_no_line(cast):
    assert lines(cast.admin) == [] and lines(cast.office) == []


def test_a_worker_that_stopped_is_told_to_those_who_look_after_the_portal(cast):
    cache.delete("heartbeat:worker")
    assert {person: lines(person) for person in cast.everybody()} == {
        person: [STOPPED] if person in (cast.admin, cast.office) else []
        for person in cast.everybody()
    }
    assert lines(None, "/sign-in/") == []
    heartbeats.record("worker")
    assert lines(cast.admin) == []


def test_a_portal_just_started_has_a_minute(cast, monkeypatch):
    monkeypatch.setattr(heartbeats, "STARTED", time.time())
    cache.delete("heartbeat:worker")
    assert lines(cast.admin) == []


@pytest.mark.parametrize(
    ("part", "state", "says"),
    [
        ("keys", "attention", "A key of the portal needs attention."),
        ("keys", "failing", "A key of the portal is missing or wrong"),
        ("sweep", "attention", "The portal has not looked for what is due for a while"),
        ("sweep", "failing", "The portal has not looked for what is due for a day"),
        ("data", "failing", "The portal cannot write to its folder for files"),
    ],
)
def test_what_the_worker_found_is_told(cast, part, state, says):
    standing.note({part: state}, at=timezone.now())
    assert [line[: len(says)] for line in lines(cast.office)] == [says]


def test_what_was_found_long_ago_is_not_told(cast):
    standing.note({"keys": "failing"}, at=timezone.now() - timedelta(minutes=3))
    assert lines(cast.office) == []


def test_one_cause_is_told_once_and_others_beside_it(cast, monkeypatch, settings):
    settings.SENDS_EMAIL = False
    cache.delete_many(["heartbeat:worker", "heartbeat:beat"])
    monkeypatch.setattr(Disk, "of", lambda folder: Disk(250 * GB, GB))
    assert lines(cast.admin) == [STOPPED, FULL, NO_MAIL]
    reader = lines_above.Reader(
        list(cast.admin.roles_on(timezone.localdate())), timezone.localdate()
    )
    links = [line.link for line in lines_above.lines_for(reader)]
    assert links == ["", "See what to do", "How to change that"]


@pytest.mark.parametrize(("sends", "is_demo", "told"), [(0, 0, 1), (1, 0, 0), (0, 1, 0)])
def test_a_portal_that_sends_no_mail_says_so_but_for_the_demo(cast, settings, sends, is_demo, told):
    settings.SENDS_EMAIL, settings.IS_DEMO = bool(sends), bool(is_demo)
    assert lines(cast.admin) == [NO_MAIL] * told


def test_a_cache_that_is_away_is_told_and_no_page_fails(cast):
    away = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/1",
    }
    with override_settings(CACHES={"default": away}):
        told = lines(cast.admin)
    assert told == ["The queue does not answer: e-mails, reminders and downloads wait."]


def test_the_lines_ask_no_database_and_look_once_in_five_seconds(
    cast, monkeypatch, django_assert_num_queries
):
    looks = []
    monkeypatch.setattr(standing, "look", lambda: looks.append(1) or {"worker": "failing"})
    held = list(cast.admin.roles_on(timezone.localdate()))
    with django_assert_num_queries(0):
        for _ in range(3):
            (line,) = lines_above.lines_for(lines_above.Reader(held, timezone.localdate()))
    assert (line.says, line.href, looks) == (STOPPED, "/status/", [1])
    for moment, number in ((100.0, 2), (104.0, 2), (105.1, 3), (3.0, 4)):
        standing.glimpse(at=moment)
        assert len(looks) == number, moment


def test_looking_asks_no_database(django_assert_num_queries):
    standing.note({"keys": "ok"}, at=timezone.now())
    with django_assert_num_queries(0):
        assert standing.look() == {"disk": "ok", "worker": "ok", "beat": "ok", "keys": "ok"}


def test_every_row_says_a_sentence_and_where_it_is_mended(cast, settings):
    settings.SENDS_EMAIL = False
    for table in (lines_above.BACKGROUND, lines_above.STORE, lines_above.KEYS):
        assert all(says.endswith(".") for says in table.values())
    page = Client()
    page.force_login(cast.admin)
    assert b'id="e-mail"' in page.get("/status/").content
