"""Files made to do harm at the doors people bring them to. bin/long files tries all of them."""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents import apart, checks, reader, sheets
from documents.refusals import Refused
from tests.documents.doors import answer_of, hold, peak
from tests.documents.hostile_files import CASES

SMALL = [name for name, one in CASES.items() if one.small]
LIMITS = apart.Limits(memory=200 * apart.MEGABYTE, seconds=1, answer=apart.MEGABYTE)


def test_there_are_many_of_them():
    assert len(CASES) >= 120 and len(SMALL) >= 30


@pytest.mark.parametrize("name", SMALL)
def test_it_is_answered(name):
    one = CASES[name]
    data = one.build()
    hold(one, answer_of(one.door, data))


def test_the_process_that_asks_stays_small():
    before = peak(again=True)
    assert len(b"x" * 90_000_000) and peak() - before > 80  # the gauge works
    for name in ("one long text asked for 40,000 times", "two cells far apart"):
        data = CASES[name].build()
        before = peak(again=True)
        answer_of("sheet", data)
        assert peak() - before < 40, name  # megabytes; 2,500 before there was a budget


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("takes_memory", "memory"),
        ("takes_time", "time"),
        ("sleeps", "time"),
        ("crashes", "died"),
        ("ends", "died"),
        ("raises", "died"),
        ("panics", "died"),
        ("talks", "memory"),
        ("says_nonsense", "died"),
        ("writes_a_file", "died"),
        ("starts_a_program", "died"),
    ],
)
def test_however_the_process_ends_there_is_a_reason(does, why, caplog, monkeypatch):
    if does == "starts_a_program" and os.geteuid() == 0:
        pytest.skip("the system lets its first user start what it likes")
    limits = LIMITS
    if does == "sleeps":
        limits = apart.Limits(seconds=0)
    with caplog.at_level(logging.WARNING), pytest.raises(Refused) as refused:
        list(apart.read(f"tests.documents.misbehaving:{does}", b"x", limits))
    assert refused.value.why == why
    assert why in apart.SAYS and "tests.documents.misbehaving" in caplog.text


def test_it_knows_no_setting_of_ours(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "ours")
    (known,) = apart.read("tests.documents.misbehaving:environment", b"x", LIMITS)
    assert set(known["names"]) <= {"LC_ALL", "LC_CTYPE"} and not known["django"]


def test_a_file_on_disk_is_not_read_into_memory(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 1000)
    with path.open("rb") as file:
        assert list(apart.read("tests.documents.misbehaving:size", file, LIMITS)) == [1000]


def test_many_threads_may_ask_at_once(monkeypatch):
    """As gunicorn's threads and the worker's do, on a machine of any speed."""
    monkeypatch.setattr(apart, "PATIENCE", 60)
    found: list[int] = []
    asked = [
        threading.Thread(target=lambda: found.append(len(sheets.read(b"a,b\n1,2\n"))))
        for _ in range(6)
    ]
    for one in asked:
        one.start()
    for one in asked:
        one.join()
    assert found == [2] * 6


def test_where_all_turns_are_taken_one_is_asked_to_wait(monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 0)
    for _ in range(apart.MOST_AT_ONCE):
        apart._turns.acquire()
    try:
        with pytest.raises(sheets.Unreadable, match="Wait a minute and select the file again"):
            sheets.read(b"a,b\n")
    finally:
        for _ in range(apart.MOST_AT_ONCE):
            apart._turns.release()


def test_where_no_process_can_be_started_a_sentence_says_so(monkeypatch):
    monkeypatch.setattr(apart.sys, "executable", "/nowhere/python")
    with pytest.raises(sheets.Unreadable, match="cannot be read at the moment"):
        sheets.read(b"a,b\n")


def test_no_process_is_left_behind():
    before = _children()
    for does in ("sleeps", "crashes", "talks"):
        with pytest.raises(Refused):
            list(apart.read(f"tests.documents.misbehaving:{does}", b"x", apart.Limits(seconds=0)))
    time.sleep(0.05)
    assert _children() <= before


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_a_system_without_limits_says_so(monkeypatch, caplog):
    monkeypatch.setattr(checks.sys, "platform", "darwin")
    assert [one.id for one in checks.hostile_files()] == ["documents.W001"]
    monkeypatch.setattr(checks.sys, "platform", "linux")
    assert checks.hostile_files() == []
    monkeypatch.setattr(apart, "_warned", set())
    apart._warn(["AS", "AS"])
    apart._warn(["AS"])
    assert caplog.text.count("has no limit AS") == 1


def test_a_limit_that_the_system_does_not_have_is_named():
    class Elsewhere:
        RLIMIT_CPU = 1

        @staticmethod
        def setrlimit(*_):
            raise ValueError

    assert not reader._bound(Elsewhere, "AS", 1) and not reader._bound(Elsewhere, "CPU", 1)


def test_a_large_file_is_refused_before_it_is_read():
    file = SimpleUploadedFile("a.csv", b"a,b\n")
    file.size = 200 * 1024 * 1024
    with pytest.raises(sheets.Unreadable, match="smaller than 5MB"):
        sheets.uploaded(file)


def test_whoever_waits_for_a_turn_gives_their_thread_back_soon():
    """Else eight hostile uploads hold every thread of the demonstration for half a minute."""
    for _ in range(apart.MOST_AT_ONCE):
        apart._turns.acquire()
    began = time.perf_counter()
    try:
        with pytest.raises(sheets.Unreadable, match="Other files are being read at the moment"):
            sheets.read(b"a,b\n")
    finally:
        for _ in range(apart.MOST_AT_ONCE):
            apart._turns.release()
    assert time.perf_counter() - began < 5
