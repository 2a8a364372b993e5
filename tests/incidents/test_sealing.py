"""Sealed text: unreadable at rest, bound to its row, readable after a change of key, never searched by accident."""

from __future__ import annotations

import pytest
from django.core import serializers
from django.db import connection, transaction

from incidents import actions
from incidents.answers import Answers
from incidents.models import Draft, Entry, Incident
from incidents.sealing import CannotOpen, seal, unseal
from tests.factories import NOW
from tests.incidents.world import send

TEXT = "He said it began in October"


@pytest.fixture
def entry(cast) -> Entry:
    incident = send(cast)
    return actions.add_entry(incident=incident, by=cast.dsl, kind="note", text=TEXT, at=NOW)


def stored(entry: Entry) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM incidents_entry WHERE position = %s", [entry.position])
        return bytes(cursor.fetchone()[0])


def test_it_is_read_back_and_not_readable_in_between(entry) -> None:
    assert Entry.objects.get(pk=entry.pk).text == TEXT
    assert TEXT.encode() not in stored(entry)


def test_the_same_words_never_look_the_same(entry) -> None:
    assert seal(TEXT, "a") != seal(TEXT, "a")


def test_a_deferred_column_is_fetched_and_opened(entry) -> None:
    assert Entry.objects.defer("text").get(pk=entry.pk).text == TEXT
    assert Entry.objects.only("kind").get(pk=entry.pk).text == TEXT


def test_a_value_moved_to_another_row_does_not_open(cast, entry) -> None:
    other = actions.add_entry(incident=entry.incident, by=cast.dsl, kind="note", text="x", at=NOW)
    moved = Entry(pk=other.pk, incident=other.incident, text=stored(entry))
    with pytest.raises(CannotOpen):
        _ = moved.text


def test_a_value_moved_to_another_field_or_damaged_does_not_open(entry) -> None:
    value = stored(entry)
    with pytest.raises(CannotOpen):
        unseal(value, f"incidents_entry|{entry.pk}|other")
    with pytest.raises(CannotOpen):
        unseal(value[:-1] + bytes([value[-1] ^ 1]), f"incidents_entry|{entry.pk}|text")


def test_a_new_key_reads_the_old_and_writes_the_new(cast, entry, settings) -> None:
    old = settings.CONCERN_KEYS[0]
    settings.CONCERN_KEYS = ["a new key that is long enough to use", old]
    assert Entry.objects.get(pk=entry.pk).text == TEXT
    later = actions.add_entry(
        incident=entry.incident, by=cast.dsl, kind="note", text="later", at=NOW
    )
    settings.CONCERN_KEYS = ["a new key that is long enough to use"]
    assert Entry.objects.get(pk=later.pk).text == "later"
    with pytest.raises(CannotOpen):
        _ = Entry.objects.get(pk=entry.pk).text


def test_it_cannot_be_searched_or_written_past_its_row(entry) -> None:
    with pytest.raises(TypeError):
        Entry.objects.filter(text=TEXT).first()
    with pytest.raises(TypeError), transaction.atomic():
        Draft.objects.update(answers=TEXT)


def test_a_dump_of_the_database_keeps_it_sealed(entry) -> None:
    assert TEXT not in serializers.serialize("json", Entry.objects.all())


def test_a_row_remembers_nothing_in_the_clear_after_saving(cast) -> None:
    incident = send(cast)
    kept = Incident.objects.get(pk=incident.pk).__dict__["answers"]
    assert isinstance(kept, (bytes, memoryview))
    draft = actions.save_draft(by=cast.teacher, answers=Answers(what=TEXT), at=NOW)
    assert isinstance(draft.__dict__["answers"], bytes)
