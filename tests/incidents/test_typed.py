"""What is typed in a report or about a concern: sealed, for its writer alone, on that page, for 24 hours."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from audit.models import Entry as LedgerEntry
from incidents import actions
from incidents.models import Draft, Incident
from incidents.report import drafts
from tests.factories import NOW
from tests.incidents.test_pages import as_, hidden_in, page
from tests.incidents.world import answers, send

TEXT = "I spoke to Nell and wrote it down"
KEPT = "We kept what you were typing here"
STORY = "/report/step/3/"


def types(client: Any, where: str, **typed: Any) -> int:
    return client.post("/typed/", {"typed_page": where, **typed}).status_code


@pytest.fixture
def entry(cast) -> str:
    return reverse("incidents:add_entry", args=[send(cast).reference.lower()])


@pytest.fixture
def begun(cast) -> Draft:
    return actions.save_draft(by=cast.teacher, answers=answers(cast.school, what=""), at=NOW)


def test_an_entry_is_given_back_to_its_writer_and_to_nobody_else(cast, entry) -> None:
    before = LedgerEntry.objects.count()
    assert types(as_(cast.dsl), entry, kind="call", text=TEXT, day_0="19", day_1="11") == 204
    text = page(as_(cast.dsl), entry)
    assert KEPT in text and f"{TEXT}</textarea>" in text
    assert re.search(r'name="day_0"[^>]*value="19"', text)
    assert TEXT not in page(as_(cast.deputy_dsl), entry)
    assert Draft.objects.get().page == entry
    assert LedgerEntry.objects.count() == before


def test_it_is_out_of_time_after_24_hours_though_nobody_swept(cast, entry) -> None:
    client = as_(cast.dsl)
    types(client, entry, text=TEXT)
    assert drafts.typed_on(cast.dsl, entry, at=NOW + timedelta(hours=24))
    with time_machine.travel(NOW + timedelta(hours=24, seconds=1), tick=False):
        assert TEXT not in page(as_(cast.dsl), entry)


def test_what_is_sent_back_is_kept_and_what_is_recorded_is_forgotten(cast, entry) -> None:
    client = as_(cast.dsl)
    assert client.post(entry, {"text": TEXT}).status_code == 200
    assert f"{TEXT}</textarea>" in page(client, entry)
    assert client.post(entry, {"text": TEXT, "kind": "note"}).status_code == 302
    assert not Draft.objects.exists()


def test_a_second_step_that_is_missing_takes_nothing_with_it(cast, entry, settings) -> None:
    settings.SECOND_STEP = "restricted"
    assert as_(cast.dsl).post(entry, {"text": TEXT, "kind": "note"}).status_code == 302
    assert drafts.typed_on(cast.dsl, entry, at=NOW).data["text"] == TEXT


def test_a_report_is_kept_while_it_is_written(cast, begun) -> None:
    client = as_(cast.teacher)
    assert types(client, STORY, what=TEXT, risk="yes", kinds="adult") == 204
    kept = drafts.answers_of(cast.teacher, at=NOW)
    # What is chosen is taken with Continue, or with "Exit this page".
    assert (kept.what, kept.risk, kept.kinds) == (TEXT, "no", ["pupil"])
    client.session.flush()
    text = page(as_(cast.teacher), STORY)
    assert f"{TEXT}</textarea>" in text
    assert "We kept what you wrote for this report on 20 November 2026 at 9am" in text
    assert TEXT not in page(as_(cast.colleague), STORY)


def test_what_comes_late_begins_no_report(cast, begun) -> None:
    client = as_(cast.teacher)
    types(client, STORY, what=TEXT)
    page(client, "/report/check/", **hidden_in(page(client, "/report/check/")))
    assert Incident.objects.count() == 1
    assert types(client, STORY, what=TEXT) == 204
    assert not Draft.objects.exists()


def test_a_report_is_thrown_away_and_out_of_time_after_24_hours(cast, begun) -> None:
    client = as_(cast.teacher)
    types(client, STORY, what=TEXT)
    with time_machine.travel(NOW + timedelta(hours=24, seconds=1), tick=False):
        assert as_(cast.teacher).get(STORY).url == "/report/step/1/"
    assert "Throw it away" in page(client, "/report/")
    answer = client.post("/typed/throw-away/", {"typed_page": STORY})
    assert answer.headers["Location"] == "/report/"
    assert not Draft.objects.exists()
    assert "Start a report" in page(client, "/report/")


def test_what_a_reporter_adds_is_kept_too(cast) -> None:
    address = reverse("report:add", args=[send(cast).reference.lower()])
    client = as_(cast.teacher)
    leave = re.search(r'formaction="([^"]+)"', page(client, address))[1]
    assert client.post(leave, {"text": TEXT}).status_code == 303
    text = page(as_(cast.teacher), address)
    assert KEPT in text and f"{TEXT}</textarea>" in text


def test_nobody_without_sight_learns_whether_a_concern_is_there(cast, entry) -> None:
    client = as_(cast.office)
    there, not_there = entry, "/concerns/c-0000-0000/chronology/add/"
    assert types(client, there, text=TEXT) == types(client, not_there, text=TEXT) == 204
    assert client.get(there).status_code == client.get(not_there).status_code == 404
