"""What the worker does for people, and the clock."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from people import actions
from people.appointments import actions as appointments
from people.attempts import actions as attempts
from people.way_in import actions as way_in


@shared_task
def send_links() -> None:
    attempts.send_links(at=timezone.now())


@shared_task
def watch_the_door() -> None:
    """Each minute: links that were asked for, guessing to be told of, what comes into force."""
    attempts.send_links(at=timezone.now())
    attempts.tell_of_guessing(at=timezone.now())
    way_in.take_effect(at=timezone.now())
    appointments.settle_due(at=timezone.now())
    actions.begin_taking_reports(at=timezone.now())


@shared_task
def clear_old_names() -> None:
    actions.clear_old_names(on=timezone.localdate())


@shared_task
def write_test_letters() -> None:
    actions.write_test_letters(at=timezone.now())
