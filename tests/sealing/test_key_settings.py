"""Keys are read as people write them, and refused by name and place."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import Signer

from portal.key_settings import OldKeys, keys_in, old_secret_keys, one_key_in

A, B = "a1" * 32, "b2" * 32
TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    "text",
    [
        f"{A},{B}",
        f"{A}, {B}",
        f" {A} ,\n{B},\n",
        f"{A}\n{B}\n",
        f"{A}\r\n\r\n{B}\r\n",
        f"{A} {B}",
        f'"{A}, {B}"',
        f'"{A}", "{B}"',
        f"'{A}' '{B}',",
        f"“{A}”, “{B}”",
        f"{A};{B}",
        f",{A},,{B},{A}",
    ],
)
def test_two_keys_however_they_are_written(text: str) -> None:
    assert keys_in(text, "CONCERN_KEYS") == [A, B]


@pytest.mark.parametrize("text", ["", " ", ",", '""', "\n,\n"])
def test_no_key_is_refused_by_name(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CONCERN_KEYS holds no key"):
        keys_in(text, "CONCERN_KEYS")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("too-short-a-key", "CONCERN_KEYS: key 1 of 1 is too short"),
        (f"{A}, too-short-a-key", "CONCERN_KEYS: key 2 of 2 is too short"),
        (f"too-short-a-key {A} shorter", "CONCERN_KEYS: key 1 of 3 is too short"),
    ],
)
def test_a_short_key_is_named_by_its_place_and_never_shown(text: str, says: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=says) as refused:
        keys_in(text, "CONCERN_KEYS")
    assert "too-short" not in str(refused.value) and A not in str(refused.value)


def test_a_single_key_loses_what_stands_around_it() -> None:
    assert one_key_in(f' "{A}"\n') == A


# ---- An old SECRET_KEY ----------------------------------------------------------------------


def test_without_an_old_key_nothing_else_signs() -> None:
    assert old_secret_keys({"SECRET_KEY_OLD": ""}, TODAY) == []


@pytest.mark.parametrize("until", ["", "soon", "31/12/2026", "2026-13-01"])
def test_an_old_key_needs_a_day_that_can_be_read(until: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_OLD_UNTIL to a date like"):
        old_secret_keys({"SECRET_KEY_OLD": A, "SECRET_KEY_OLD_UNTIL": until}, TODAY)


def test_an_old_key_stays_for_90_days_at_most() -> None:
    at_most = {"SECRET_KEY_OLD": A, "SECRET_KEY_OLD_UNTIL": "2027-02-28"}
    kept = old_secret_keys(at_most, date(2026, 11, 30))
    assert isinstance(kept, OldKeys) and kept.until == date(2027, 2, 28)
    with pytest.raises(ImproperlyConfigured, match="more than 90 days ahead"):
        old_secret_keys(at_most, date(2026, 11, 29))


def test_an_old_key_holds_up_to_its_day_in_a_process_that_runs_past_it(
    settings, monkeypatch
) -> None:
    signed = Signer(key=A).sign("mine")
    settings.SECRET_KEY_FALLBACKS = OldKeys([A], TODAY)
    for day, opens in ((date(2026, 11, 30), True), (date(2026, 12, 1), False)):
        monkeypatch.setattr("portal.key_settings.timezone.localdate", lambda day=day: day)
        assert list(settings.SECRET_KEY_FALLBACKS) == ([A] if opens else [])
        assert len(settings.SECRET_KEY_FALLBACKS) == int(opens)
        if opens:
            assert Signer().unsign(signed) == "mine"
        else:
            with pytest.raises(Exception, match="does not match"):
                Signer().unsign(signed)
