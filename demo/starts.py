"""The very page each thing to try begins on, found when its button is pressed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from approvals.models import Request
from people.models import User


def decide(user: User, on: date) -> str:
    waiting = (
        Request.objects.visible_to(user, on=on)
        .waiting_for(user, on=on)
        .order_by("waiting_since")
        .first()
    )
    return (
        reverse("approvals:decision", args=[waiting.reference.lower()])
        if waiting
        else reverse("approvals:list")
    )


def report(user: User, on: date) -> str:
    return reverse("report:start")


def register(user: User, on: date) -> str:
    return reverse("register:list")


def ask(user: User, on: date) -> str:
    draft = (
        Request.objects.visible_to(user, on=on)
        .filter(author=user, status=Request.Status.DRAFT)
        .first()
    )
    return (
        reverse("approvals:tasks", args=[draft.reference.lower()])
        if draft
        else reverse("approvals:start")
    )


def away(user: User, on: date) -> str:
    return reverse("reminders:away")


STARTS: dict[str, Callable[[Any, date], str]] = {
    "decide": decide,
    "report": report,
    "register": register,
    "ask": ask,
    "away": away,
}


def page_for(start: str, user: User, on: date) -> str:
    """Where this thing to try begins for this person."""
    return STARTS[start](user, on) if start in STARTS else "/"
