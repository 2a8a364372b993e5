"""What the clock does for concerns."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from incidents import actions
from incidents.hand_over import actions as hand_overs
from people.api import system_user


@shared_task
def move_on_unseen() -> int:
    return actions.move_on_unseen(by=system_user(), at=timezone.now())


@shared_task
def end_sights() -> int:
    return actions.end_sights(by=system_user(), at=timezone.now())


@shared_task
def ask_for_hand_overs() -> int:
    return hand_overs.ask_for_hand_overs(by=system_user(), at=timezone.now())


@shared_task
def tell_of_undelivered() -> int:
    return actions.tell_of_undelivered(by=system_user(), at=timezone.now())


@shared_task
def clear_old_drafts() -> int:
    return actions.clear_old_drafts(by=system_user(), at=timezone.now())
