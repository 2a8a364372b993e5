"""Where an appointment stands, and what kinds there are."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    PROPOSED = "proposed", "Waiting to be confirmed"
    WAITING = "waiting", "Confirmed, can still be stopped"
    OBJECTED = "objected", "The holder objects"
    DONE = "done", "In effect"
    SUSPENDED = "suspended", "Suspended"
    DECLINED = "declined", "Not confirmed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    STOPPED = "stopped", "Stopped"
    TAKEN_BACK = "taken_back", "Taken back"
    LAPSED = "lapsed", "Out of time"
    LAID_DOWN = "laid_down", "Laid down"


OPEN = (Status.PROPOSED, Status.WAITING, Status.OBJECTED)


class Kind(models.TextChoices):
    BEGIN = "begin", "A role begins"
    END = "end", "A role ends"
    LEAVE = "leave", "A last day"
