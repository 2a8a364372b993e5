"""What people see of a world: their pages, their letters and when those left, the files they can have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.test import Client
from django.urls import reverse

from documents.models import Export
from notifications.models import Message, Notice
from reports import actions as reports
from reports.exports import KINDS
from tests.worlds.crawler import answer, crawl
from tests.worlds.day import MONDAY, clock_at
from tests.worlds.mail import Server
from tests.worlds.steady import keys_from, undone

HOUR_OF_LOOKING = MONDAY.replace(hour=11)
OF_A_LETTER = (
    "key",
    "kind",
    "address",
    "subject",
    "text",
    "link",
    "state",
    "attempts",
    "problem",
    "created_at",
    "next_try_at",
    "sent_at",
    "failed_at",
    "unreached_since",
)
OF_A_NOTICE = ("key", "kind", "text", "link", "created_at", "read_at")
Sights = dict[tuple[str, str], bytes]


class Looking(NamedTuple):
    """Who looks, where they begin, how far they go, and which files they ask for."""

    people: tuple[Any, ...]
    first: tuple[str, ...]
    goes_on: bool = True
    files: tuple[str, ...] = ()
    everybody: bool = False  # somebody who is not signed in looks too


def sights(looking: Looking) -> Sights:
    """All that these people see, by who and where."""
    found: Sights = {}
    with clock_at(HOUR_OF_LOOKING):
        for person in looking.people:
            for part in (pages, letters, files):
                seen = undone(lambda part=part, person=person: dict(part(person, looking)))
                found |= {(person.full_name, where): what for where, what in seen.items()}
        found["the post room", "ordinary letters as they left"] = ordinary_letters()
        found["the post room", "ordinary letters as they stand"] = ordinary_rows()
        if looking.everybody:
            seen = undone(lambda: crawl(None, looking.first, goes_on=looking.goes_on))
            found |= {("nobody signed in", where): what for where, what in seen.items()}
    return found


def pages(person: Any, looking: Looking) -> Iterator[tuple[str, bytes]]:
    with keys_from(f"looking {person.pk}"):
        yield from crawl(person, looking.first, goes_on=looking.goes_on).items()


def letters(person: Any, looking: Looking) -> Iterator[tuple[str, bytes]]:
    """The rows of the outbox and of what is shown inside, and what arrived, in its order and at its times."""
    outbox = Message.objects.filter(recipient=person).order_by("created_at", "key")
    shown = Notice.objects.filter(recipient=person).order_by("created_at", "key")
    yield "outbox", lines(outbox.values_list(*OF_A_LETTER))
    yield "notices", lines(shown.values_list(*OF_A_NOTICE))
    yield "arrived", lines(one for one in Server.arrived if one[1] == person.email)


def files(person: Any, looking: Looking) -> Iterator[tuple[str, bytes]]:
    """Each file they can ask for, as they ask for it on the page, byte for byte."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    with keys_from(f"files {person.pk}"):
        for kind in looking.files:
            asked = client.post(reverse("reports:exports"), {"kind": kind})
            yield f"asking for {kind}", answer(asked)
            if asked.status_code == 302:
                export = Export.objects.filter(asked_by=person).latest("asked_at", "pk")
                yield f"file {kind}", made(export)


def made(export: Export) -> bytes:
    ready = reports.prepare_export(export_id=export.pk, at=HOUR_OF_LOOKING)
    if ready is None:
        return b"not made"
    with ready.file.open("rb") as file:
        found = file.read()
    ready.file.delete(save=False)
    return found


def lines(rows: Iterable[Any]) -> bytes:
    return "\n".join(map(repr, rows)).encode()


def ordinary_letters() -> bytes:
    """When letters that are about no concern left, to whomever, in their order."""
    ordinary = set(Message.objects.unrestricted().values_list("address", "subject"))
    return lines(one[:3] for one in Server.arrived if (one[1], one[2]) in ordinary)


def ordinary_rows() -> bytes:
    ordinary = Message.objects.unrestricted().order_by("created_at", "key")
    return lines(ordinary.values_list(*OF_A_LETTER))


def differences(one: Sights, other: Sights) -> list[tuple[str, str]]:
    """Where the two worlds do not show the same."""
    places = dict.fromkeys([*one, *other])
    return [place for place in places if one.get(place) != other.get(place)]


def world(*steps: Callable[[], Any], looking: Callable[[], Looking]) -> Sights:
    """What is seen after these steps; nothing of them stays."""

    def see() -> Sights:
        for step in steps:
            step()
        return sights(looking())

    return undone(see)


ALL_FILES = tuple(kind for kind in KINDS if kind != "channel_sheet")
