"""Moments at which the demo's story is told, and what must be true of it at every one of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.test import Client, override_settings
from django.urls import resolve
from django.utils import timezone

from audit.models import Entry
from demo.people import EMAILS, THINGS
from demo.story.tell import tell
from people.models import User
from reminders.jobs import jobs_for
from sealing.models import KeyCheck

HERE = ZoneInfo("Europe/London")
# The outsider sees none of it, and has nothing to do in it.
EVERYBODY = EMAILS - {"olga.stone@southmere.example"}
WEEK = timedelta(days=7)

# Twelve for bin/test: each is the only one of its kind.
FEW = (
    "2026-11-30 09:00",  # an ordinary Monday
    "2026-12-05 11:00",  # a Saturday
    "2026-12-26 23:50",  # Boxing Day on a Saturday, its bank holiday on the Monday after
    "2027-01-01 00:10",  # the first minutes of a year
    "2027-02-17 12:00",  # a Wednesday in half term
    "2027-03-28 02:10",  # ten minutes after the clocks went forward
    "2027-05-31 17:30",  # a bank holiday that ends a month
    "2027-07-01 00:10",  # the first minutes of a month, in summer time
    "2027-08-31 14:00",  # the last day of the holidays
    "2027-10-31 01:30",  # in the hour that comes twice
    "2027-12-31 23:50",  # the last minutes of a year
    "2028-02-29 08:00",  # before work on a leap day
)
# With these, forty for bin/long.
MORE = (
    "2026-10-25 00:10",  # a clock-change night, and a Sunday
    "2026-12-01 10:00",
    "2026-12-02 00:10",
    "2026-12-03 23:50",
    "2026-12-04 16:00",
    "2026-12-06 23:50",
    "2026-12-24 12:00",
    "2026-12-25 12:00",
    "2026-12-28 08:30",  # the bank holiday for Boxing Day
    "2027-01-04 07:00",  # the first day back
    "2027-01-06 00:10",
    "2027-01-31 23:50",
    "2027-02-28 23:50",
    "2027-03-01 00:10",
    "2027-03-26 10:00",  # Good Friday
    "2027-03-28 00:10",
    "2027-03-29 09:59",  # Easter Monday
    "2027-04-12 10:01",
    "2027-06-01 10:00",
    "2027-06-30 23:50",
    "2027-07-25 15:00",  # the first Sunday of the summer holidays
    "2027-08-11 12:00",
    "2027-08-31 00:10",
    "2027-09-01 00:10",
    "2027-09-02 08:15",
    "2027-11-01 10:00",
    "2028-02-28 23:50",
    "2028-03-01 00:10",
)
# Days that are planned: they may be ahead of us. A new day that is not here must have passed.
PLANNED = {
    "answer_by",
    "closing_date",
    "completion_due",
    "due_on",
    "evaluation_due",
    "expires_on",
    "first_review_date",
    "freeze_due",
    "gaps_due",
    "go_live_date",
    "image_action_due",
    "leased_until",
    "leaving_date",
    "moves_on_at",
    "next_check_on",
    "next_review_date",
    "next_review_on",
    "next_try_at",
    "planned_closing",
    "planned_for",
    "planned_opening",
    "privacy_review_due",
    "reappearance_due",
    "review_due",
    "risk_review_due",
    "valid_until",
}
PLANNED_STRETCHES = {"people.Absence", "schools.SchoolDate"}
PLANNED_IN_THE_LEDGER = {"answer_by", "closes", "due", "from", "to", "valid_until"}
# What the moment is called at which a row was written, by our habit.
WRITTEN = [
    "at",
    "recorded_at",
    "written_at",
    "uploaded_at",
    "asked_at",
    "created_at",
    "reported_at",
    "started_at",
    "signed_at",
]


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=HERE)


def random_moments(seed: int, number: int = 3) -> list[datetime]:
    """Minutes of the next three years; drawn from the seed and the day, so print both to see them again."""
    draw = random.Random(seed)
    today = timezone.now().replace(second=0, microsecond=0)
    return [today + timedelta(minutes=draw.randrange(3 * 365 * 24 * 60)) for _ in range(number)]


@contextmanager
def told_at(at: datetime) -> Iterator[tuple[date, datetime]]:
    """The story as it is told at this moment, with the clock standing there; taken back afterwards."""
    with time_machine.travel(at, tick=False), transaction.atomic():
        now = timezone.now()
        on = timezone.localdate(now)
        tell(on, now)
        yield on, now
        transaction.set_rollback(True)


def untruths(on: date, now: datetime) -> list[str]:
    """What cannot be so: something dated after now, or before what it is about."""
    return [*ledger_untruths(now), *row_untruths(on, now)]


def ledger_untruths(now: datetime) -> Iterator[str]:
    """The ledger is written as things happen, and names no day after the moment of its row."""
    before = None
    for entry in Entry.objects.order_by("position"):
        if entry.at > now:
            yield f"{entry.event} of {entry.object_ref} is dated {entry.at}, after now"
        if before and entry.at < before.at:
            yield f"{entry.event} at {entry.at} stands after {before.event} at {before.at}"
        for name, day in days_in(entry.data):
            if day > timezone.localdate(entry.at) and name not in PLANNED_IN_THE_LEDGER:
                yield f"{entry.event} of {entry.at} says {name} {day}"
        before = entry


def days_in(data: dict[str, object]) -> Iterator[tuple[str, date]]:
    """The dates in what an event keeps; not the ids, some of which would do as one."""
    for name, value in data.items():
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", value):
            yield name, date.fromisoformat(value[:10])


def row_untruths(on: date, now: datetime) -> Iterator[str]:
    for model in apps.get_models():
        # Written as the portal starts, which is not in the story.
        if model is KeyCheck:
            continue
        if dated := [field for field in model._meta.concrete_fields if is_dated(field)]:
            yield from after_now(model, dated, on, now)
            yield from before_written(model, dated)
            yield from before_parent(model)


def is_dated(field: models.Field) -> bool:
    return isinstance(field, models.DateField) and field.name not in PLANNED


def after_now(model: type, dated: list[models.Field], on: date, now: datetime) -> Iterator[str]:
    if model._meta.label in PLANNED_STRETCHES:
        dated = [field for field in dated if field.name not in ("start_date", "end_date")]
    for field in dated:
        latest = now if isinstance(field, models.DateTimeField) else on
        for row in model._base_manager.filter(**{f"{field.name}__gt": latest}):
            yield f"{model._meta.label} {row}: {field.name} is {getattr(row, field.name)}, after now"


def before_written(model: type, dated: list[models.Field]) -> Iterator[str]:
    """A day that a row tells of is not after the row was written, and nothing befell it before."""
    written = written_field(model)
    if written is None or model._meta.label in PLANNED_STRETCHES:
        return
    later = [f for f in dated if isinstance(f, models.DateTimeField) and f.name != "happened_at"]
    earlier = [f for f in dated if f not in later] if is_never_changed(model) else []
    for row in model._base_manager.all():
        moment = getattr(row, written)
        for field in later:
            value = getattr(row, field.name)
            if value and value < moment:
                yield f"{model._meta.label} {row}: {field.name} {value} is before {written} {moment}"
        for field in earlier:
            value = getattr(row, field.name)
            value = timezone.localdate(value) if isinstance(value, datetime) else value
            if value and value > timezone.localdate(moment):
                yield f"{model._meta.label} {row}: {field.name} {value} is after {written} {moment}"


def is_never_changed(model: type) -> bool:
    """Whether the row is written once, so that all its days were known at that moment."""
    return written_field(model) in ("at", "written_at", "signed_at")


def before_parent(model: type) -> Iterator[str]:
    """No row was written before the row it belongs to."""
    written = written_field(model)
    for field in model._meta.concrete_fields if written else ():
        if not field.is_relation or not (above := written_field(field.related_model)):
            continue
        wrong = model._base_manager.filter(**{f"{field.name}__{above}__gt": F(written)})
        yield from (
            f"{model._meta.label} {row} was written before its {field.name}" for row in wrong
        )


def written_field(model: type) -> str | None:
    names = {field.name for field in model._meta.concrete_fields}
    return next((name for name in WRITTEN if name in names), None)


def home_faults(on: date, emails: Iterable[str]) -> Iterator[str]:
    """Each of these has something to do, and nobody more than five things this week."""
    for person in User.objects.filter(email__in=emails).order_by("email"):
        jobs = jobs_for(person, on)
        pressing = [job for job in jobs if job.due_on <= on + WEEK]
        if not jobs:
            yield f"{person} has nothing to do"
        if len(pressing) > 5:
            yield f"{person} has {len(pressing)} jobs: {[job.text for job in pressing]}"


def in_turn(number: int) -> set[str]:
    """Those who try the five things, and a third of the others, another one each time."""
    tries = {thing.email for thing in THINGS}
    return tries | set(sorted(EVERYBODY - tries)[number % 3 :: 3])


# The page each thing to try begins on, by the name of its address.
BEGINS = {
    "decide": "approvals:decision",
    "report": "report:start",
    "register": "register:list",
    "ask": "approvals:tasks",
    "away": "reminders:away",
}


def journey_faults() -> Iterator[str]:
    """Each of the five things to try begins on its own page."""
    for thing in THINGS:
        data = {"email": thing.email, "start": thing.start}
        with override_settings(IS_DEMO=True):
            answer = Client().post("/demo/sign-in/", data, follow=True)
        path = answer.redirect_chain[-1][0] if answer.redirect_chain else "/"
        if answer.status_code != 200 or resolve(path).view_name != BEGINS[thing.start]:
            yield f"{thing.title} begins at {path}, which answers {answer.status_code}"


def faults_at(at: datetime, emails: Iterable[str] = EVERYBODY) -> list[str]:
    """Everything that is wrong with the story told at this moment, and with the Home of these people."""
    with told_at(at) as (on, now):
        return [*untruths(on, now), *home_faults(on, emails), *journey_faults()]
