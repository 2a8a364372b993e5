"""What runs by the clock, when, and why: one row each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from celery.schedules import crontab

HEARTBEAT = "portal.tasks.heartbeat"


class ScheduleRow(NamedTuple):
    name: str
    task: str
    when: timedelta | crontab
    says: str


# Times of day are those of Europe/London.
ROWS = (
    ScheduleRow(
        "heartbeat",
        HEARTBEAT,
        timedelta(seconds=20),
        "Shows that the clock and the worker are running.",
    ),
    ScheduleRow(
        "heartbeat of the mail",
        "portal.tasks.mail_heartbeat",
        timedelta(seconds=20),
        "Shows that somebody takes what is asked of the mail.",
    ),
    ScheduleRow(
        "deliver e-mails",
        "notifications.tasks.deliver_waiting",
        timedelta(minutes=1),
        "Sends the e-mails that wait in the outbox, and tries again those that could not be delivered yet.",
    ),
    ScheduleRow(
        "write test letters",
        "people.tasks.write_test_letters",
        timedelta(minutes=15),
        "Writes each Monday, and when such a role begins, to everybody who may hear a concern or sign: only so is it "
        "known who can be reached.",
    ),
    ScheduleRow(
        "tell others of undelivered letters",
        "incidents.tasks.tell_of_undelivered",
        timedelta(minutes=1),
        "Tells those who can open a concern already when a letter about it was not delivered within 15 minutes.",
    ),
    ScheduleRow(
        "watch the door",
        "people.tasks.watch_the_door",
        timedelta(minutes=1),
        "Sends links to choose a password, tells people at whose account somebody is guessing, and carries out changes to "
        "how somebody signs in whose 48 hours are over.",
    ),
    ScheduleRow(
        "move on unseen concerns",
        "incidents.tasks.move_on_unseen",
        timedelta(minutes=15),
        "Tells the next person when nobody has opened a concern in time.",
    ),
    ScheduleRow(
        "end sight of concerns",
        "incidents.tasks.end_sights",
        timedelta(minutes=1),
        "Takes back what somebody was told of a concern whose role there has ended, and tells whoever took it over.",
    ),
    ScheduleRow(
        "ask for hand-overs",
        "incidents.tasks.ask_for_hand_overs",
        timedelta(minutes=15),
        "Asks whoever gives up a role that hears concerns what they hand over, whether they have any or not.",
    ),
    ScheduleRow(
        "give requests to stand-ins",
        "approvals.tasks.move_steps",
        crontab(hour="0,6", minute="10"),
        "Gives each step of a request whose signer is away, has left or signs here no longer to whoever stands in.",
    ),
    ScheduleRow(
        "urgent reminders",
        "reminders.tasks.sweep_urgent",
        timedelta(minutes=15),
        "Sends reminders that cannot wait for the morning.",
    ),
    ScheduleRow(
        "daily reminders",
        "reminders.tasks.sweep_daily",
        crontab(hour="6", minute="0"),
        "Looks for everything due, and sends each person one digest.",
    ),
    ScheduleRow(
        "clear old sweeps",
        "reminders.tasks.clear_old_sweeps",
        crontab(hour="3", minute="50"),
        "Deletes what is kept of looking for what is due, after 30 days.",
    ),
    ScheduleRow(
        "put the register's search right",
        "accounts_registry.tasks.refresh_search",
        timedelta(minutes=15),
        "Writes down anew by which names, posts and schools a channel is found.",
    ),
    ScheduleRow(
        "watch channels",
        "accounts_registry.tasks.watch_channels",
        crontab(hour="2", minute="15"),
        "Writes down which channels have begun to break a rule that always holds, and which keep it again.",
    ),
    ScheduleRow(
        "prepare exports",
        "reports.tasks.prepare_waiting",
        timedelta(minutes=1),
        "Makes the PDFs and spreadsheets that were asked for and are not ready yet.",
    ),
    ScheduleRow(
        "take up imports",
        "register_imports.tasks.work_on_waiting_imports",
        timedelta(minutes=1),
        "Goes on with files of channels whose import has not begun or whose worker was stopped, and forgets a file that "
        "nobody imported within seven days.",
    ),
    ScheduleRow(
        "clear old pages",
        "reports.tasks.clear_old_fragments",
        crontab(hour="3", minute="40"),
        "Deletes kept pages of downloads that nobody has printed for a month.",
    ),
    ScheduleRow(
        "clear old names",
        "people.tasks.clear_old_names",
        crontab(hour="3", minute="10"),
        "Forgets what people were called more than a year ago.",
    ),
    ScheduleRow(
        "clear old drafts",
        "incidents.tasks.clear_old_drafts",
        timedelta(hours=1),
        "Deletes concerns that were begun and never sent.",
    ),
    ScheduleRow(
        "clear what was typed",
        "drafts.tasks.clear_old_drafts",
        crontab(hour="3", minute="20"),
        "Deletes what people typed on a page and did not send, after 30 days.",
    ),
    ScheduleRow(
        "clear old sessions",
        "portal.tasks.clear_old_sessions",
        crontab(hour="3", minute="30"),
        "Deletes sign-ins that have ended.",
    ),
)


def for_beat() -> dict[str, dict[str, Any]]:
    """The rows as Celery wants them. A tick nobody took before the next one is dropped, not queued up."""
    return {
        row.name: {"task": row.task, "schedule": row.when, "options": options(row)} for row in ROWS
    }


def options(row: ScheduleRow) -> dict[str, float]:
    return {"expires": row.when.total_seconds()} if isinstance(row.when, timedelta) else {}
