"""Concerns that are read and written by several people at once, and a reckoning of what came of it."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.db import close_old_connections, connection

from drafts.boxes import opened as opened_page
from drafts.models import TypedPage
from incidents import actions
from incidents.models import Draft, Entry, Incident, Referral
from incidents.report.answers import Answers
from people.sign_in.authenticator_keys import opened
from tests.factories import NOW
from tests.incidents.world import WORDS, send


class Traffic:
    """Each step is one read or one write, as a page does it. What was written must be there at the end."""

    def __init__(self, cast: Any, seed: int, concerns: int = 3) -> None:
        self.cast, self.seed = cast, seed
        self.incidents = [send(cast) for _ in range(concerns)]
        self.written: dict[Any, str] = {}
        self.drafts: dict[Any, str] = {}
        self.faults: list[str] = []
        self.lock = threading.Lock()
        self.reads = self.writes = 0

    def step(self, chance: random.Random, who: Any, number: int) -> None:
        incident = Incident.objects.get(pk=chance.choice(self.incidents).pk)
        if chance.random() < 0.5:
            self.read(incident)
        elif chance.random() < 0.5:
            self.add_entry(incident, f"{who.given_name} wrote {number}")
        else:
            self.save_draft(who, f"{who.given_name} is writing {number}")

    def read(self, incident: Incident) -> None:
        found = {entry.pk: entry.text for entry in incident.entries.all()}
        with self.lock:
            self.reads += 1
            here = [pk for pk in self.written if pk in found]
            wrong = [pk for pk in here if found[pk] != self.written[pk]]
        if wrong or Answers.read(incident.answers).what != WORDS:  # type: ignore[arg-type]
            self.faults.append("read something else than was written")

    def add_entry(self, incident: Incident, text: str) -> None:
        entry = actions.add_entry(
            incident=incident, by=self.cast.dsl, kind="note", text=text, at=NOW
        )
        with self.lock:
            self.writes += 1
            self.written[entry.pk] = text

    def save_draft(self, who: Any, text: str) -> None:
        """Each person writes from one browser: the draft is theirs alone."""
        actions.save_draft(by=who, answers=Answers(what=text), at=NOW)
        with self.lock:
            self.writes += 1
            self.drafts[who.pk] = text

    @contextmanager
    def running(self, people: list[Any], steps: int):
        """So many steps, each person's in a thread of their own."""
        threads = [
            threading.Thread(target=self.walk, args=(place, who, steps // len(people)))
            for place, who in enumerate(people)
        ]
        for thread in threads:
            thread.start()
        yield
        for thread in threads:
            thread.join()

    def walk(self, place: int, who: Any, steps: int) -> None:
        chance = random.Random(self.seed + place)
        try:
            for number in range(steps):
                self.tried(lambda number=number: self.step(chance, who, number))
        finally:
            connection.close()

    def tried(self, step: Callable[[], None]) -> None:
        try:
            close_old_connections()
            step()
        except Exception as fault:
            self.faults.append(repr(fault))

    def lost(self) -> list[str]:
        """What was written and is not there, or cannot be read with the keys in use."""
        found = {entry.pk: entry.text for entry in Entry.objects.all()}
        lost = [text for pk, text in self.written.items() if found.get(pk) != text]
        for who, text in self.drafts.items():
            kept = Answers.read(Draft.objects.get(person_id=who, page="").answers)  # type: ignore[arg-type]
            lost += [] if kept.what == text else [text]
        return lost


def read_everything() -> int:
    """Open every sealed text and second step there is. How many."""
    from allauth.mfa.models import Authenticator

    texts = [entry.text for entry in Entry.objects.all()]
    for one in Incident.objects.all():
        texts += [one.answers, one.outcome_reason, one.safeguarding_reference]
        texts += [reader.reason for reader in one.readers.all()]
    texts += [one.their_reference for one in Referral.objects.all()]
    texts += [one.answers for one in Draft.objects.all()]
    texts += [str(opened_page(row.box, row.person_id, row.page)) for row in TypedPage.objects.all()]
    for row in Authenticator.objects.all():
        boxes = [row.data[name] for name in ("secret", "seed") if name in row.data]
        texts += [opened(box, str(row.user_id)) for box in boxes]
    assert all(isinstance(text, str) for text in texts)
    return len(texts)
