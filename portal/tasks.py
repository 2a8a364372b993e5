"""Tasks of the portal itself."""

from celery import shared_task
from django.core.management import call_command

from portal import heartbeats


@shared_task
def heartbeat() -> None:
    heartbeats.record("worker")


@shared_task
def mail_heartbeat() -> None:
    heartbeats.record("mail")


@shared_task
def clear_old_sessions() -> None:
    call_command("clearsessions")
