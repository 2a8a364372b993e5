"""Who can be reached by e-mail: learned from the test letters to holders of roles, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from access.roles import APPOINTED
from notifications.models import Message
from people.person.models import User
from people.roles.models import RoleAssignment

KIND = "account.test_letter"
MONDAYS_AT = time(7)
# A test letter that is still on its way after this has not arrived.
PATIENCE = timedelta(days=1)


@dataclass(frozen=True)
class OutOfReach:
    """Somebody whose last test letter did not arrive, with the roles they hold."""

    person: User
    roles: list[RoleAssignment]
    letter: Message

    @property
    def says(self) -> str:
        return f"{self.person.full_name}, {self.holds}, cannot be reached by e-mail"

    @property
    def holds(self) -> str:
        """designated safeguarding lead of Southfield."""
        names = [f"{role.name[:1].lower()}{role.name[1:]} of {role.place}" for role in self.roles]
        return " and ".join(names)


def holders(on: date) -> dict[User, list[RoleAssignment]]:
    """Everybody who holds a role that may hear a concern or sign, with those roles."""
    rows = (
        RoleAssignment.objects.on(on)
        .filter(role__in=APPOINTED, person__in=User.objects.present(on))
        .select_related("person__trust", "school", "trust")
        .order_by("person__family_name", "person__given_name", "person_id", "start_date", "pk")
    )
    found: dict[User, list[RoleAssignment]] = {}
    for row in rows:
        found.setdefault(row.person, []).append(row)
    return found


def last_letters(people: Iterable[User]) -> dict[Any, Message]:
    """The newest test letter to each of these, where it went to the address they have now."""
    people = list(people)
    letters = Message.objects.filter(kind=KIND, recipient__in=people).order_by("created_at", "pk")
    newest = {letter.recipient_id: letter for letter in letters.defer("text")}
    return {
        person.pk: newest[person.pk]
        for person in people
        if person.pk in newest and newest[person.pk].address == (person.email or "")
    }


def to_be_tested(at: datetime) -> list[User]:
    """Whoever has had no test letter since Monday morning, or since their newest role began."""
    on, monday = timezone.localdate(at), last_monday(at)
    held = holders(on)
    letters = last_letters(held)

    def is_due(person: User) -> bool:
        letter = letters.get(person.pk)
        began = max(role.start_date for role in held[person])
        return (
            letter is None
            or letter.created_at < monday
            or timezone.localdate(letter.created_at) < began
        )

    return [person for person in held if is_due(person)]


def last_monday(at: datetime) -> datetime:
    """The newest Monday at seven that has begun."""
    local = timezone.localtime(at)
    monday = local.date() - timedelta(days=local.weekday())
    begins = datetime.combine(monday, MONDAYS_AT, tzinfo=local.tzinfo)
    return begins if begins <= at else begins - timedelta(days=7)


def out_of_reach(people: Any, *, at: datetime) -> list[OutOfReach]:
    """Those among these people whose last test letter was refused, came back or is a day late.

    `people` is a queryset. A portal that sends no mail knows nothing about anybody: nobody is listed.
    """
    if not settings.SENDS_EMAIL:
        return []
    wanted = set(people.values_list("pk", flat=True))
    held = {
        person: roles
        for person, roles in holders(timezone.localdate(at)).items()
        if person.pk in wanted
    }
    letters = last_letters(held)
    return [
        OutOfReach(person, roles, letters[person.pk])
        for person, roles in held.items()
        if person.pk in letters and is_lost(letters[person.pk], at)
    ]


def is_lost(letter: Message, at: datetime) -> bool:
    is_late = (
        letter.state in (Message.State.WAITING, Message.State.LEASED)
        and letter.began_at <= at - PATIENCE
    )
    return letter.state == Message.State.FAILED or is_late
