"""Sealed text: unreadable at rest, bound to its row and its row's key, never searched by accident."""

from __future__ import annotations

import pytest
from django.core import serializers
from django.db import DatabaseError, connection, transaction

from incidents import actions
from incidents.keys.sealing import CannotOpen, encrypt, older_key, place_of_key, seal, unseal
from incidents.models import Draft, Entry, Incident
from incidents.report.answers import Answers
from sealing.boxes import close
from sealing.keys import Purpose
from tests.factories import NOW
from tests.incidents.world import send

TEXT = "He said it began in October"
KEY = bytes(range(32))
NEW = "a new key that is long enough to use"


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
    assert seal(KEY, TEXT, "a") != seal(KEY, TEXT, "a")


def test_a_deferred_column_is_fetched_and_opened(entry) -> None:
    assert Entry.objects.defer("text").get(pk=entry.pk).text == TEXT
    assert Entry.objects.only("kind").get(pk=entry.pk).text == TEXT


def test_a_value_moved_to_another_row_does_not_open(cast, entry) -> None:
    other = actions.add_entry(incident=entry.incident, by=cast.dsl, kind="note", text="x", at=NOW)
    moved = Entry(pk=other.pk, incident=other.incident, text=stored(entry))
    with pytest.raises(CannotOpen):
        _ = moved.text


def test_neither_does_a_value_moved_together_with_its_key(cast, entry) -> None:
    other = actions.add_entry(incident=entry.incident, by=cast.dsl, kind="note", text="x", at=NOW)
    moved = Entry(pk=other.pk, incident=other.incident, text=stored(entry), row_key=entry.row_key)
    with pytest.raises(CannotOpen):
        _ = moved.text


def test_a_value_moved_to_another_field_or_damaged_does_not_open() -> None:
    value = seal(KEY, TEXT, "entry|1|text")
    assert unseal(KEY, value, "entry|1|text") == TEXT
    with pytest.raises(CannotOpen):
        unseal(KEY, value, "entry|1|other")
    for place in (0, 32, 44, -1):
        damaged = bytearray(value)
        damaged[place] ^= 1
        with pytest.raises(CannotOpen):
            unseal(KEY, bytes(damaged), "entry|1|text")


def test_another_key_in_the_box_makes_a_text_unreadable_never_different(entry) -> None:
    """Whoever could write the box of a row whose text the database keeps still changes no word."""
    box = close(Purpose.CONCERNS, KEY, place_of_key("incidents_entry", entry.pk))
    Entry.objects.filter(pk=entry.pk).update(row_key=box)
    with pytest.raises(CannotOpen):
        _ = Entry.objects.get(pk=entry.pk).text


def test_the_database_lets_the_box_change_and_never_the_text(entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(row_key=entry.row_key)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(text=b"x")


def test_a_new_key_reads_the_old_and_writes_the_new(cast, entry, settings) -> None:
    old = settings.CONCERN_KEYS[0]
    settings.CONCERN_KEYS = [NEW, old]
    assert Entry.objects.get(pk=entry.pk).text == TEXT
    later = actions.add_entry(
        incident=entry.incident, by=cast.dsl, kind="note", text="later", at=NOW
    )
    settings.CONCERN_KEYS = [NEW]
    assert Entry.objects.get(pk=later.pk).text == "later"
    with pytest.raises(CannotOpen):
        _ = Entry.objects.get(pk=entry.pk).text


def test_whatever_is_written_to_a_row_closes_its_key_with_the_first(cast, settings) -> None:
    draft = actions.save_draft(by=cast.teacher, answers=Answers(what=TEXT), at=NOW)
    settings.CONCERN_KEYS = [NEW, *settings.CONCERN_KEYS]
    Draft.objects.get(pk=draft.pk).save()
    settings.CONCERN_KEYS = [NEW]
    assert TEXT in Draft.objects.get(pk=draft.pk).answers


def test_a_text_from_before_rows_had_keys_is_read(cast, settings) -> None:
    draft = actions.save_draft(by=cast.teacher, answers=Answers(what=TEXT), at=NOW)
    place = f"incidents_draft|{draft.pk}|answers"
    older = encrypt(older_key(settings.CONCERN_KEYS[0]), b"older", place)
    for box in (None, draft.row_key):
        Draft.objects.filter(pk=draft.pk).update(answers=older, row_key=box)
        assert Draft.objects.get(pk=draft.pk).answers == "older"
    settings.CONCERN_KEYS = [NEW]
    with pytest.raises(CannotOpen):
        _ = Draft.objects.get(pk=draft.pk).answers


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
