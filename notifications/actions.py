"""What a person does with their own notices, and what is done about letters that did not arrive."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, Hidden, Person, check
from access.roles import Permission
from audit import trail
from audit.events import Event
from notifications import delivery
from notifications.bounces import Bounce
from notifications.models import Message, Notice


def mark_read(*, notice: Notice, by: Person, at: datetime) -> None:
    """Put one of one's own notices away."""
    Notice.objects.unread().filter(pk=notice.pk, recipient_id=by.pk).update(read_at=at)


def mark_information_read(*, by: Person, at: datetime) -> int:
    """Put away everything of one's own that needs nothing done; returns how many there were."""
    return Notice.objects.unread().filter(recipient_id=by.pk, needs_action=False).update(read_at=at)


@transaction.atomic
def send_again(*, message: Message, by: Person, at: datetime) -> bool:
    """Try a letter that did not arrive once more, to the address the person has now; says whether it was so.

    One that is on its way or has arrived stays as it is, so that pressing twice sends once.
    """
    check(by, Permission.MAIL_MANAGE, message, localdate(at))
    locked = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if locked.restricted:
        raise Hidden
    if not settings.SENDS_EMAIL:
        raise Denied("This portal sends no mail, so nothing can be sent again.")
    if locked.state not in (Message.State.FAILED, Message.State.KEPT):
        return False
    locked.address = (locked.recipient.email or "") if locked.own_address else locked.address
    locked.state, locked.attempts, locked.blame, locked.problem = Message.State.WAITING, 0, "", ""
    locked.asked_again_at = locked.next_try_at = at
    locked.sent_at = locked.failed_at = locked.unreached_since = None
    locked.save()
    trail.record(Event.MESSAGE_SENT_AGAIN, by=by, at=at, record=locked, data={"kind": locked.kind})
    return True


@transaction.atomic
def take_bounce(*, bounce: Bounce, at: datetime) -> Message | None:
    """Note that a letter came back. Changes nothing unless it is one of ours, went to that address and had arrived."""
    message = (
        Message.objects.select_for_update(of=("self",))
        .filter(pk=bounce.message_id, state=Message.State.SENT, address__iexact=bounce.address)
        .first()
    )
    if message is None:
        return None
    message.state, message.failed_at = Message.State.FAILED, at
    message.blame, message.problem = Message.Blame.ADDRESS, bounce.reason
    message.save(update_fields=["state", "failed_at", "blame", "problem"])
    delivery.record_failure(message, attempts=message.attempts + 1, at=at)
    return message
