"""Tasks of the portal itself."""

from datetime import datetime

from celery import shared_task
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from notifications.models import Message
from notifications.outbox import unreached
from portal import health, heartbeats, standing


@shared_task
def heartbeat() -> None:
    """Shows that the worker runs, and notes how the other parts stand for the pages that ask."""
    heartbeats.record("worker")
    now = timezone.now()
    others = health.states(standing.OF_OTHERS)
    standing.note({**others, "mail_server": mail_server(at=now)}, at=now)


def mail_server(*, at: datetime) -> str:
    """Whether ordinary letters reach it, for the line above the pages; those about concerns are not asked."""
    try:
        return health.FAILING if unreached(Message.objects.all(), at=at) else health.OK
    except DatabaseError:  # that it does not answer is told by its own check
        return health.OK


@shared_task
def mail_heartbeat() -> None:
    heartbeats.record("mail")


@shared_task
def clear_old_sessions() -> None:
    call_command("clearsessions")
