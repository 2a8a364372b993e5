"""Leaks planted one to a door: each must be seen by the comparison that looks at that door."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from unittest.mock import patch

from incidents.concern import restricted_pages
from incidents.models import Incident
from notifications import delivery
from notifications.models import Message, MessageQuerySet
from people.person import views as people_pages
from reports import sheets

Leak = Callable[[], AbstractContextManager]
listed, csv_lines = people_pages.people_page.listed, sheets.csv_lines


def all_letters_on_the_page_of_mail() -> AbstractContextManager:
    """A count on a page."""
    return patch.object(MessageQuerySet, "unrestricted", lambda self: self.all())


def people_by_how_often_they_are_written_to() -> AbstractContextManager:
    """An order."""

    def by_letters(people: Any, *args: Any, **more: Any) -> Any:
        return listed(sorted(people, key=lambda one: -one.messages.count()), *args, **more)

    return patch.object(people_pages.people_page, "listed", by_letters)


def one_round_for_all_letters() -> AbstractContextManager:
    """The time at which a routine letter leaves, moved by one about a concern."""

    def of_either_kind(*, at: datetime, restricted: bool) -> Message | None:
        due = Message.objects.due(at).order_by("-urgent", "-restricted", "pk")
        first = None if restricted else due.first()
        return first and delivery.claim(first.pk, at=at)

    return patch.object(delivery, "claim_next", of_either_kind)


def a_row_more_in_the_file() -> AbstractContextManager:
    """A row in an export."""

    def with_concerns(order: Any, about: list[Any]) -> Any:
        return csv_lines(order, [*about, *([("Concerns",)] if Incident.objects.exists() else [])])

    return patch.object(sheets, "csv_lines", with_concerns)


def a_concern_is_refused_rather_than_unknown() -> AbstractContextManager:
    """Another answer at an address that exists."""

    def found(user: Any, reference: str) -> Incident | None:
        return Incident.objects.filter(reference__iexact=reference).first()

    return patch.object(restricted_pages.visibility, "lost_by", found)


def letters_of_every_trust() -> AbstractContextManager:
    """A count on a page, from one trust to another."""
    return patch.object(
        MessageQuerySet, "visible_to", lambda self, user, on: self.filter(restricted=False)
    )


ON_A_PAGE: dict[str, Leak] = {
    "/settings/mail/?show=waiting": all_letters_on_the_page_of_mail,
    "/people/": people_by_how_often_they_are_written_to,
}
