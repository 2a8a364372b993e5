"""What stands in public of a school: nothing unaccepted, each account with its own day, no empty facts (fault T11)."""

from __future__ import annotations

from datetime import date, timedelta

from accounts_registry.life import actions as life
from accounts_registry.models import Channel
from tests.accounts_registry.builders import add
from tests.accounts_registry.world import accepted, official
from tests.factories import NOW, TODAY
from verify import public_answer

PLACE = "/verify/ashdown-academy/"


def test_a_closed_row_that_nobody_has_accepted_is_not_told(cast, client):
    row = add(cast, account_name="@SSchoolOld", date_closed=date(2023, 7, 21))
    assert public_answer.closed_accounts(cast.school) == []
    assert public_answer.look_up("@SSchoolOld").result == "none"
    assert "SSchoolOld" not in client.get(PLACE).content.decode()
    assert client.get("/verify/ashdown-academy.json").json()["closed"] == []
    accepted(cast, row)
    assert [one.name for one in public_answer.closed_accounts(cast.school)] == ["@SSchoolOld"]
    assert public_answer.look_up("@SSchoolOld").look == "ended"


def test_each_account_has_its_own_day_in_the_list_and_in_its_json(cast, client):
    official(cast)
    old = official(cast, account="@SSchoolArt")
    Channel.objects.filter(pk=old.pk).update(tests_checked_on=TODAY - timedelta(days=500))
    life.pause(channel=official(cast, account="@SSchoolSport"), reason="Ill", by=cast.head, at=NOW)
    page = client.get(PLACE).content.decode()
    assert "8 Jul 2025" in page and "20 Nov 2026" in page
    assert page.count("Not confirmed lately") == 1 and page.count("<strong>Paused</strong>") == 1
    told = client.get("/verify/ashdown-academy.json").json()["official"]
    assert {one["name"]: (one["last_checked"], one["status"]) for one in told} == {
        "@SSchoolArt": ("2025-07-08", "confirmation_lapsed"),
        "@SSchoolPE": ("2026-11-20", "official"),
        "@SSchoolSport": ("2026-11-20", "paused"),
    }


def test_what_nobody_has_said_is_left_out(cast, client):
    channel = official(cast)
    page = client.get(PLACE).content.decode()
    assert "Not said" not in page and "What it is for" not in page
    Channel.objects.filter(pk=channel.pk).update(scope="department", date_opened=None)
    page = client.get(PLACE).content.decode()
    assert "What it is for" in page and "<th>Opened</th>" not in page
