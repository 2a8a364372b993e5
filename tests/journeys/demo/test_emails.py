"""Every e-mail of the demo: a robot may open each link in it, as nobody or as whom it was sent to, and nothing has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from incidents.models import Entry, Incident, Party
from incidents.report.answers import Answers
from notifications.models import Message
from tests.journeys.steps import links_in

# All that looking may write: whose session it is, and that somebody has opened a concern (3.43).
LOOKING = {"sessions.session", "audit.entry"}
OPENED = {"incidents.reader": {"first_opened_at", "last_opened_at", "times_opened"}}


@pytest.fixture(scope="module")
def letters(demo_site: str) -> list[Message]:
    found = list(Message.objects.select_related("recipient"))
    assert len({letter.kind for letter in found}) > 8
    return found


def test_opening_every_link_changes_nothing(letters: list[Message]) -> None:
    clients: dict[str, Client] = {"": Client()}
    for letter in letters:
        email = letter.recipient.email
        if email and email not in clients:
            clients[email] = Client()
            clients[email].force_login(letter.recipient)
    before = everything()
    refused = []
    for email, path in sorted(
        {
            (who, path)
            for letter in letters
            for path in links_of(letter)
            for who in ("", letter.recipient.email)
        }
    ):
        status = clients[email].get(path).status_code
        if email and status not in (200, 302):
            refused.append(f"{path} answers {status} to {email}")
    after = everything()
    assert [table for table in after if after[table] != before[table]] == []
    assert refused == []


def test_no_letter_names_whom_a_concern_is_about_or_says_what_it_is(letters: list[Message]) -> None:
    secrets = [*words_of_concerns()]
    assert secrets
    for letter in letters:
        for secret in secrets:
            assert secret not in letter.subject + letter.text, f"{letter.kind}: {secret}"
    about = [letter for letter in letters if letter.restricted]
    assert about
    accused = {
        party.person.full_name
        for party in Party.objects.exclude(person=None).select_related("person")
    }
    for letter in about:
        named = [
            name
            for name in accused
            if name in letter.subject + letter.text and name != letter.recipient.full_name
        ]
        assert named == []
        assert "pupil" not in letter.text.lower() and "child" not in letter.text.lower()


def links_of(letter: Message) -> Iterable[str]:
    return {letter.link, *links_in(letter.text)} - {""}


def words_of_concerns() -> Iterable[str]:
    """What was reported and what was written about it, line by line."""
    texts = [Answers.read(incident.answers).what for incident in Incident.objects.all()] + [
        entry.text for entry in Entry.objects.all()
    ]
    return {line.strip() for text in texts for line in text.splitlines() if len(line.strip()) > 12}


def everything() -> dict[str, str]:
    """A fingerprint of every table but those that record the looking itself."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        if label in LOOKING or not model._meta.managed:
            continue
        columns = [
            field.name
            for field in model._meta.get_fields()
            if field.name not in OPENED.get(label, ())
        ]
        rows = serializers.serialize("json", model._default_manager.order_by("pk"), fields=columns)
        found[label] = hashlib.sha256(rows.encode()).hexdigest()
    return found
