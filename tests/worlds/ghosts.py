"""The addresses of a concern that exists, held against those of one that never was."""

from __future__ import annotations

from typing import Any

from incidents.models import Entry, Incident, Reader
from notifications.models import Message
from tests.worlds.addresses import of_concerns
from tests.worlds.crawler import crawl
from tests.worlds.steady import undone

IN_THE_AREA = ("/concerns/", "/report/")
GHOST = "c-2222-2222"
NOBODY = "00000000-0000-4000-8000-00000000dea{}"


def told_apart(person: Any, incident: Incident, keys: list[str]) -> tuple[list[str], int]:
    """The addresses that answer this person in another way than made-up ones do, and how many were asked.

    Without keys only those of concerns and reports are asked.
    """
    nobodies = {key: NOBODY.format(number) for number, key in enumerate(keys)}
    made_up = {incident.reference.lower(): GHOST, **nobodies}
    where = of_concerns(incident.reference, keys)
    if not keys:
        where = [address for address in where if address.startswith(IN_THE_AREA)]
    real = undone(lambda: crawl(person, where, goes_on=False))
    ghosts = {address: instead(address, made_up) for address in real}
    answers = undone(lambda: crawl(person, ghosts.values(), goes_on=False))
    apart = [
        address
        for address, answer in real.items()
        if instead(answer.decode(), made_up) != answers[ghosts[address]].decode()
    ]
    return apart, len(real)


def keys_of(incident: Incident) -> list[str]:
    """Its own key, and those of a line, of somebody's sight and of a letter about it."""
    rows = (
        incident,
        Entry.objects.filter(incident=incident).first(),
        Reader.objects.filter(incident=incident).first(),
        Message.objects.filter(reference=incident.reference).first(),
    )
    return [str(row.pk) for row in rows if row]


def instead(text: str, made_up: dict[str, str]) -> str:
    for real, ghost in made_up.items():
        text = text.replace(real, ghost)
    return text
