"""A mail server that notes who was written to and when, and is away for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class Server(BaseEmailBackend):
    """Django's mail backend of these tests: settings name it, so what it notes is kept on the class."""

    arrived: ClassVar[list[tuple[datetime, str, str, str]]] = []
    away_until: ClassVar[datetime | None] = None

    def __init__(self, **_: Any) -> None:
        super().__init__()

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        if self.away_until and now < self.away_until:
            raise ConnectionRefusedError("Connection refused")
        for message in messages:
            self.arrived.append((now, message.to[0], message.subject, str(message.body)))
        return len(messages)
