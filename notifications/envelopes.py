"""How a row of the outbox becomes an e-mail, and how one that comes back is known again."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from notifications import letters
from notifications.models import Message
from notifications.refusals import NO_ADDRESS, CannotBeWritten

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([^<>@\s]{1,253})>")


def envelope(message: Message, connection: Any = None) -> EmailMultiAlternatives:
    """The e-mail of this row: text first, then the same words in HTML."""
    if not message.address:
        raise CannotBeWritten(NO_ADDRESS)
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=comes_back_to(message),
        to=[message.address],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id(message),
            **AUTOMATIC,
        },
        connection=connection,
    )
    mail.attach_alternative(html(message), "text/html")
    try:
        mail.message()
    except ValueError as problem:  # a header that would become two, an address that is none
        raise CannotBeWritten(str(problem)) from problem
    return mail


def comes_back_to(message: Message) -> str:
    """The sender on the envelope: what cannot be delivered goes there. Restricted letters have a path of their own."""
    own = settings.EMAIL_RESTRICTED_BOUNCES_TO if message.restricted else settings.EMAIL_BOUNCES_TO
    return str(own or settings.DEFAULT_FROM_EMAIL)


def message_id(message: Message) -> str:
    """Always the same for one row, so that a mail program shows a repeated letter once."""
    return f"<{message.pk}@{host()}>"


def row_of(header: str) -> UUID | None:
    """The row that this Message-ID names, if it is one of ours."""
    found = OURS.search(header)
    return UUID(found[1]) if found and found[2].lower() == host() else None


def host() -> str:
    return str(urlsplit(settings.PORTAL_URL).hostname)


def html(message: Message) -> str:
    return render_to_string(
        "emails/base.html",
        {
            "subject": message.subject,
            "text": message.text,
            "paragraphs": letters.paragraphs(message.text),
            "footer": letters.footer(message.text),
            "trust": message.recipient.trust,
        },
    )
