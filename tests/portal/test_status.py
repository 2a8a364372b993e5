"""/status/ says how the portal is running, to those who look after it, and nothing about concerns."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from documents import actions as documents
from incidents import actions as concerns
from notifications import post
from notifications.models import Message
from people.system import system_user
from portal import health, heartbeats, key_checks, standing, tasks
from portal.disk import GB, Disk
from portal.parts import PARTS
from reminders import actions, sweeps
from reminders.models import Sweep
from reminders.rules import RULES
from tests.factories import NOW
from tests.incidents.world import send
from tests.reminders.test_sweep import FRIDAY, policy
from tests.reminders.test_sweep import at as at_six

VARIES = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


@pytest.fixture(autouse=True)
def nothing_is_known(monkeypatch):
    monkeypatch.setattr(heartbeats, "STARTED", 0.0)
    monkeypatch.setattr(Disk, "of", lambda folder: Disk(250 * GB, 60 * GB))
    forget()
    yield
    forget()


def forget() -> None:
    cache.delete_many([standing.KEY, "heartbeat:worker", "heartbeat:beat"])
    standing.forget()


@pytest.fixture
def alive(nothing_is_known, db):
    heartbeats.record("worker")
    heartbeats.record("beat")
    now = datetime.now(UTC)
    return Sweep.objects.create(kind="urgent", on=now.date(), started_at=now, finished_at=now)


def page_of(person) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get("/status/")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_all_is_well(cast, alive):
    says = page_of(cast.admin)
    assert "Everything is working." in says and "What to do" not in says.split("E-mail")[0]
    assert "There is more than 50 GB left" in says
    assert "Downloads to make None Nothing waits" in says


def test_only_those_who_look_after_the_portal_see_it_and_find_it(cast, client):
    for person in cast.everybody():
        client.force_login(person)
        may = person in (cast.admin, cast.office)
        assert client.get("/status/").status_code == (200 if may else 403)
        linked = b'href="/status/"' in client.get("/privacy/").content
        assert linked == may, person
    client.force_login(cast.teacher)
    refusal = client.get("/status/").content
    assert b"Ask your office manager or portal administrator." in refusal
    assert client.post("/status/").status_code == 403


def test_a_part_that_stopped_comes_first_with_since_when_and_what_to_do(cast, alive):
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=10), tick=False):
        heartbeats.record("beat")
        says = page_of(cast.office)
    assert "1 part needs somebody to look" in says
    assert "Background work: Not working" in says
    since = standing.timezone.localtime(heartbeats.last("worker"))
    assert f"Since {since:%-d %B %Y} at" in says
    assert "What to do: It is started again by itself" in says


@pytest.mark.parametrize(
    ("break_it", "says_so"),
    [
        (lambda m, s: m.setattr(key_checks, "state", lambda: "attention"), "Keys: Look at this"),
        (lambda m, s: m.setattr(key_checks, "state", lambda: 1 / 0), "Keys: Not working"),
        (
            lambda m, s: m.setattr(Disk, "of", lambda f: Disk(9 * GB, GB // 2)),
            "Room on the disk: Look at this For files and, on one machine, for the database. "
            "There is less than 1 GB left",
        ),
        (lambda m, s: setattr(s, "CELERY_BROKER_URL", "redis://127.0.0.1:1/0"), "Queue: Not"),
        (lambda m, s: m.setattr(sweeps, "last_end", lambda: None), "Reminders: Not working"),
    ],
)
def test_each_part_can_be_seen_to_fail(cast, alive, monkeypatch, settings, break_it, says_so):
    break_it(monkeypatch, settings)
    assert says_so in page_of(cast.admin)


def test_it_opens_while_the_cache_is_away(cast, alive, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/1",
        }
    }
    says = page_of(cast.admin)
    assert "Background work: Not working" in says and "Clock: Not working" in says


def test_since_when_lasts_until_the_state_changes(db):
    first, later = NOW, NOW + timedelta(minutes=5)
    standing.note({"keys": "ok", "disk": "ok"}, at=first)
    found = standing.note({"keys": "failing", "disk": "ok"}, at=later)
    assert found["disk"] == standing.Standing("ok", first)
    assert found["keys"] == standing.Standing("failing", later)


def test_the_worker_notes_how_the_others_stand(db, alive):
    tasks.heartbeat()
    kept = standing.notes()
    assert kept and set(kept.parts) == {*standing.OF_OTHERS, "mail_server"}
    assert heartbeats.is_fresh("worker")


def test_sweeps_are_listed_with_what_they_found_sent_and_held_back(cast, alive):
    policy(cast, FRIDAY + timedelta(days=7))
    actions.sweep_daily(on=FRIDAY, at=at_six(FRIDAY))
    policy(cast, FRIDAY + timedelta(days=8), "E-safety policy")
    actions.sweep_daily(on=FRIDAY, at=at_six(FRIDAY) + timedelta(hours=1))
    (second, first) = sweeps.lately([cast.trust.pk], kind="daily")
    assert (first.found, first.sent, first.held_back) == (2, 2, 0)
    assert (second.found, second.sent, second.held_back) == (4, 0, 2), "one letter a day"
    assert "20 Nov 2026, 7am 4 0 2" in page_of(cast.admin)


def test_another_trust_sees_nothing_of_them(cast, alive):
    policy(cast, FRIDAY + timedelta(days=7))
    actions.sweep_daily(on=FRIDAY, at=at_six(FRIDAY))
    (run,) = sweeps.lately([cast.other_trust.pk], kind="daily")
    assert (run.found, run.sent, run.held_back) == (0, 0, 0)


def test_a_sweep_that_broke_off_says_so_and_is_made_up_for(cast, alive, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(actions, "sweep", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.sweep_daily(on=FRIDAY, at=at_six(FRIDAY))
    assert not sweeps.came_to_its_end(FRIDAY)
    assert "Not finished It broke off or is still running." in page_of(cast.admin)
    actions.sweep_daily(on=FRIDAY, at=at_six(FRIDAY) + timedelta(hours=1))
    assert sweeps.came_to_its_end(FRIDAY)


def test_old_sweeps_are_forgotten(db):
    for days in (31, 30, 0):
        Sweep.objects.create(on=FRIDAY - timedelta(days=days), started_at=at_six(FRIDAY))
    assert actions.clear_old_sweeps(on=FRIDAY) == 1
    assert actions.clear_old_sweeps(on=FRIDAY) == 0


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        (datetime(2026, 11, 30, 5, 59, tzinfo=UTC), datetime(2026, 11, 30, 6, tzinfo=UTC)),
        (datetime(2026, 11, 30, 6, 0, tzinfo=UTC), datetime(2026, 12, 1, 6, tzinfo=UTC)),
        (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), datetime(2027, 3, 28, 5, tzinfo=UTC)),
        (datetime(2027, 10, 30, 12, 0, tzinfo=UTC), datetime(2027, 10, 31, 6, tzinfo=UTC)),
    ],
)
def test_the_next_morning_is_six_by_the_clock_on_the_wall(moment, says):
    assert sweeps.next_morning(moment) == says


def test_waiting_jobs_are_counted_of_ones_own_trust_alone(cast, alive):
    for trust, by in ((cast.trust, cast.office), (cast.other_trust, cast.outsider)):
        documents.queue_export(
            kind="register_csv", trust_id=trust.pk, school_id=None, options={}, by=by, at=NOW
        )
        ordinary_letter(by)
    says = page_of(cast.admin)
    assert "Downloads to make 1 20 Nov 2026" in says and "E-mails to send 1 20 Nov 2026" in says


def ordinary_letter(person) -> None:
    post.tell(
        person,
        kind="x",
        key="x",
        subject="Decide by Friday",
        template="approvals/emails/for_information",
        context={},
        link="/",
        at=NOW,
    )


# ---- Two worlds (appointments 7) ------------------------------------------------------------


def a_day_without(cast) -> None:
    actions.sweep_daily(on=FRIDAY, at=at_six(FRIDAY))
    actions.sweep_urgent(on=FRIDAY, at=at_six(FRIDAY) + timedelta(hours=3))


def a_day_with_concerns(cast) -> None:
    """Three concerns at both schools, left alone until they move on; their letters wait and fail."""
    sent = [
        send(cast, at=at_six(FRIDAY) - timedelta(days=9)),
        send(cast, at=NOW, option="staff-contact", kinds=("head",)),
        send(cast, by=cast.other_teacher, school=cast.other_school, at=NOW),
    ]
    a_day_without(cast)
    moved = concerns.move_on_unseen(by=system_user(), at=at_six(FRIDAY) + timedelta(hours=3))
    letters = Message.objects.filter(restricted=True)
    assert len(sent) == 3 and moved and letters.count() > 5
    letters.filter(recipient=cast.dsl).update(state=Message.State.FAILED, attempts=4)
    letters.filter(recipient=cast.deputy_dsl).update(state=Message.State.LEASED)


ADDRESSES = ("/status/", "/healthz", "/privacy/")


class Undo(Exception):
    pass


def body(person, address: str) -> bytes:
    client = Client()
    client.force_login(person)
    return VARIES.sub(b"", client.get(address).content)


def undone(day, cast, who) -> list[bytes]:
    found: list[bytes] = []
    try:
        with transaction.atomic():
            policy(cast, FRIDAY + timedelta(days=7))
            day(cast)
            forget()
            tasks.heartbeat()
            heartbeats.record("beat")
            found = [body(person, address) for person in who for address in ADDRESSES]
            raise Undo
    except Undo:
        return found


@time_machine.travel(at_six(FRIDAY) + timedelta(hours=3), tick=False)
def test_the_page_is_the_same_whether_or_not_there_are_concerns(cast, settings, monkeypatch):
    settings.SENDS_EMAIL = True
    monkeypatch.setattr(heartbeats, "is_fresh", lambda part: True)
    who = (cast.admin, cast.office)
    without = undone(a_day_without, cast, who)
    assert undone(a_day_with_concerns, cast, who) == without
    says = without[0].decode()
    assert "Everything is working" in says and "20 Nov 2026, 9am" in says

    def with_one_letter(cast) -> None:
        a_day_without(cast)
        ordinary_letter(cast.teacher)

    assert undone(with_one_letter, cast, who) != without, "the comparison sees a difference"


def test_a_rule_about_concerns_is_in_no_figure(cast, monkeypatch):
    """Planted: were such a rule ever swept, its reminders would go and not be counted."""
    policy(cast, FRIDAY + timedelta(days=7))
    rules = [replace(rule, about_concerns=rule.code == "REM-01") for rule in RULES]
    monkeypatch.setattr(actions, "RULES", rules)
    assert actions.sweep_daily(on=FRIDAY, at=at_six(FRIDAY)).sent == 2
    row = Sweep.objects.get()
    assert (row.counts, row.sent, row.claimed) == ({}, 0, 0)


def test_every_rule_that_reads_concerns_is_marked():
    marked = {rule.code for rule in RULES if rule.about_concerns}
    assert {rule.code for rule in RULES if "concern" in rule.find.__name__} <= marked
    assert marked == {"REM-27"}


def test_every_part_of_health_has_its_words():
    assert {part.code for part in PARTS} == set(health.CHECKS)
