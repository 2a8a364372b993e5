"""A change of keys while the portal is in use: nothing fails, nothing is lost, and the old key can go."""

from __future__ import annotations

import io

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command

from audit.models import Entry as LedgerEntry
from audit.verify import first_broken
from drafts import actions as drafts
from incidents import actions
from incidents.keys import sealed_rows
from incidents.keys.actions import rewrap_row_key
from incidents.keys.sealing import CannotOpen, rewrapped
from incidents.models import Entry, Reader
from incidents.report.answers import Answers
from portal import key_checks
from sealing.rotation import Outcome, reseal_all
from tests.factories import NOW
from tests.incidents.world import send
from tests.people.test_second_step_keys import older
from tests.sealing.traffic import Traffic, read_everything

NEW, NEW_APP = "n3" * 32, "n4" * 32


@pytest.fixture
def world(db, cast, settings):
    """Something sealed of every kind."""
    incident = send(cast)
    actions.add_entry(incident=incident, by=cast.dsl, kind="note", text="It began", at=NOW)
    actions.save_draft(by=cast.teacher, answers=Answers(what="unfinished"), at=NOW)
    typed = {"reason": ["unfinished too"]}
    drafts.keep_typed(by=cast.teacher, page="/channels/ch9001/pause/", typed=typed, at=NOW)
    TOTP.activate(cast.teacher, "A" * 32)
    RecoveryCodes.activate(cast.teacher)
    app = TOTP.activate(cast.head, "B" * 32).instance
    app.data = {"secret": older("B" * 32, settings.CONCERN_KEYS[0])}
    app.save()
    key_checks.forget()
    yield cast
    key_checks.forget()


def add_new_keys(settings) -> None:
    settings.CONCERN_KEYS = [NEW, *settings.CONCERN_KEYS]
    settings.AUTHENTICATOR_KEYS = [NEW_APP, *settings.AUTHENTICATOR_KEYS]


def remove_old_keys(settings) -> None:
    settings.CONCERN_KEYS, settings.AUTHENTICATOR_KEYS = [NEW], [NEW_APP]
    key_checks.forget()


def rotate(*options: str) -> str:
    out = io.StringIO()
    call_command("rotate_keys", *options, stdout=out)
    return out.getvalue()


def test_afterwards_the_old_keys_are_removed_and_everything_is_read(world, settings) -> None:
    before = read_everything()
    add_new_keys(settings)
    assert key_checks.state_now() == "attention"
    assert "0 rows still need an old key" in rotate()
    remove_old_keys(settings)
    assert read_everything() == before
    assert key_checks.state() == "ok"
    assert first_broken() is None
    key_checks.must_be_right()


def test_without_it_the_old_keys_cannot_be_removed(world, settings) -> None:
    add_new_keys(settings)
    with pytest.raises(CommandError, match=r"An old key is still needed: .*concerns\.key, .*"):
        rotate("--check")
    remove_old_keys(settings)
    with pytest.raises(CannotOpen):
        read_everything()
    assert key_checks.state() == "failing"


def test_a_second_time_changes_nothing(world, settings) -> None:
    add_new_keys(settings)
    rotate()
    boxes = sorted(Reader.objects.values_list("row_key", flat=True))
    told = LedgerEntry.objects.filter(event="keys.rotated")
    assert told.count() == 2
    rotate()
    assert sorted(Reader.objects.values_list("row_key", flat=True)) == boxes
    assert told.count() == 2
    assert "0 rows" in rotate("--check")


def test_it_says_nothing_of_how_many_concerns_there_are(world, settings) -> None:
    add_new_keys(settings)
    said = rotate()
    for _ in range(3):
        send(world)
    settings.CONCERN_KEYS = ["n5" * 32, *settings.CONCERN_KEYS]
    assert rotate().replace(": 0 sealed", ": 3 sealed") == said
    told = str(list(LedgerEntry.objects.filter(event="keys.rotated").values("data", "reason")))
    assert "incident" not in told and "entry" not in told


def test_it_goes_on_where_it_was_stopped(world, settings) -> None:
    add_new_keys(settings)
    for kind in sealed_rows.kinds()[:3]:
        next(reseal_all(kind), None)
    assert key_checks.state_now() == "attention"
    rotate()
    remove_old_keys(settings)
    assert read_everything()


def test_a_row_that_is_damaged_stops_nothing_and_is_told(world, settings) -> None:
    damaged = Entry.objects.earliest("position")
    Entry.objects.filter(pk=damaged.pk).update(row_key="0123456789ab:bm90aGluZw==")
    add_new_keys(settings)
    with pytest.raises(CommandError, match="opens with none of the keys"):
        rotate()
    remove_old_keys(settings)
    assert all(entry.text for entry in Entry.objects.exclude(pk=damaged.pk))


def test_a_row_that_changed_meanwhile_is_not_overwritten(world, settings, monkeypatch) -> None:
    pk = Entry.objects.earliest("position").pk
    add_new_keys(settings)

    def rewrapped_while_somebody_writes(box: str, place: str) -> str:
        Entry.objects.filter(pk=pk).update(row_key=rewrapped(box, place))
        written.append(Entry.objects.get(pk=pk).row_key)
        return rewrapped(box, place)

    written: list[str] = []
    monkeypatch.setattr("incidents.keys.actions.rewrapped", rewrapped_while_somebody_writes)
    assert rewrap_row_key(model=Entry, pk=pk) is Outcome.NOTHING
    assert [Entry.objects.get(pk=pk).row_key] == written


@pytest.mark.django_db(transaction=True)
def test_during_200_reads_and_writes_nothing_fails_and_nothing_is_lost(cast, settings) -> None:
    traffic = Traffic(cast, seed=26)
    for number in range(40):
        traffic.add_entry(traffic.incidents[number % 3], f"before {number}")
    with traffic.running([cast.teacher, cast.colleague, cast.head, cast.dsl], steps=200):
        for key in ("n5" * 32, "n6" * 32, NEW):
            settings.CONCERN_KEYS = [key, *settings.CONCERN_KEYS]
            rotate()
    assert traffic.faults == []
    assert traffic.reads + traffic.writes == 240
    assert "0 rows" in rotate("--check")
    settings.CONCERN_KEYS = [NEW]
    assert traffic.lost() == []
    assert read_everything() and first_broken() is None
