"""What needs a person today: the same rules that send reminders, asked for one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from people.models import User
from reminders.due import DueReminder, Rule, Words, is_shown
from reminders.rules import RULES
from reminders.scope import of_person


class Job(NamedTuple):
    """A line of "What needs you today": verb and object, why, where, by when."""

    text: str
    why: str
    link: str
    due_on: date
    urgent: bool
    code: str
    reference: str = ""


def jobs_for(user: User, on: date) -> list[Job]:
    """This person's jobs, what is due first coming first. Asks the same number of questions for anybody."""
    scope = of_person(user, on=on)
    found = [
        job for rule in RULES for due in rule.find(scope) for job in _jobs(rule, due, user, on)
    ]
    return sorted(found, key=lambda job: (job.due_on, not job.urgent, job.text))


def _jobs(rule: Rule, due: DueReminder, user: User, on: date) -> Iterator[Job]:
    for chase in rule.chases:
        if user.pk in due.people.get(chase.who, ()) and is_shown(chase, due, on):
            words: Words = due.words_to(chase.who)
            yield Job(*words, due.due_on, rule.urgent, rule.code, due.reference)
            return
