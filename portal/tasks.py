"""Tasks of the portal itself."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from portal import health, heartbeats, standing


@shared_task
def heartbeat() -> None:
    """Shows that the worker runs, and notes how the other parts stand for the pages that ask."""
    heartbeats.record("worker")
    standing.note(health.states(standing.OF_OTHERS), at=timezone.now())


@shared_task
def mail_heartbeat() -> None:
    heartbeats.record("mail")


@shared_task
def clear_old_sessions() -> None:
    call_command("clearsessions")
