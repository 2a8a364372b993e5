"""The data of every tagged version comes whole to today's code, on both databases."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from audit.events import FORMER, Event, sentence_of
from audit.models import Entry
from portal import key_checks
from tests.sealing.traffic import read_everything
from tests.upgrades import dumps, schema, throw_away
from tests.upgrades.triggers import WATCH


@pytest.fixture
def with_their_keys(settings: Any) -> None:
    settings.SECRET_KEY = throw_away.SECRET_KEY
    settings.CONCERN_KEYS = [throw_away.CONCERN_KEY]
    settings.AUTHENTICATOR_KEYS = [throw_away.AUTHENTICATOR_KEY]


@pytest.mark.parametrize("kind", dumps.KINDS)
@pytest.mark.parametrize("version", dumps.versions())
def test_it_comes_whole(
    version: str, kind: str, of_the_tests: Any, scratch: Any, with_their_keys: None, tmp_path: Path
) -> None:
    wanted = dumps.facts(version)[kind][scratch.vendor]
    today = schema.lines(of_the_tests)
    dumps.put_back(scratch, version, kind)
    call_command("migrate", interactive=False, verbosity=0)
    assert WATCH.faults == []
    assert schema.differences(today, schema.lines(scratch)) == []
    assert list(key_checks.refusals()) == []
    anchors, said = tmp_path / "anchors", StringIO()
    anchors.write_text(wanted["anchor"])
    call_command("verify_audit", anchors=str(anchors), stdout=StringIO())
    call_command("verify_decisions", stdout=said)
    assert said.getvalue().strip() == f"{wanted['signatures']} signatures hold"
    assert read_everything() == wanted["sealed"]
    assert all(sentence_of(code) for code in Entry.objects.values_list("event", flat=True))


def test_there_is_something_to_bring() -> None:
    for version in dumps.versions():
        facts = dumps.facts(version)
        assert all(facts["demo"][vendor]["signatures"] for vendor in facts["demo"])
        assert all(facts[kind][vendor]["sealed"] for kind in dumps.KINDS for vendor in facts[kind])


@pytest.mark.parametrize("version", dumps.versions())
def test_words_of_the_ledger_are_still_sentences(version: str) -> None:
    lost = [code for code in dumps.facts(version)["words"] if code not in {*Event, *FORMER}]
    assert lost == [], "put them into FORMER of audit/events.py"
    assert all(sentence_of(code) for code in FORMER)


def test_a_former_word_is_nobody_elses_now() -> None:
    assert set(FORMER).isdisjoint(set(Event))
    assert sentence_of("request.reassigned") == "passed a decision to somebody else"
    with pytest.raises(KeyError):
        sentence_of("no.word_of_ours")


def test_the_dumps_stay_small() -> None:
    for version in dumps.versions():
        sizes = [path.stat().st_size for path in (dumps.FOLDER / version).iterdir()]
        assert sum(sizes) < 600_000, version  # bytes
