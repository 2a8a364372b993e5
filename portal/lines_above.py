"""The lines above a page that say what is wrong with the portal, to those who can mend it or have it mended.

To add one: a function that is handed the reader and answers with a line or None, and a row in `ROWS`.
It may ask `standing.glimpse`, the settings and the cache, never the database: it runs on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from access.check import Held
from access.roles import Permission, grants
from portal import standing
from portal.health import ATTENTION, FAILING


class Reader(NamedTuple):
    """Who reads the page: the roles held, and today."""

    held: Sequence[Held]
    on: date


class LineAbove(NamedTuple):
    """A sentence, and the words and address of a link to where it is mended."""

    says: str
    link: str
    href: str


class LineRow(NamedTuple):
    code: str
    permission: Permission
    find: Callable[[Reader], LineAbove | None]


BACKGROUND = {
    (standing.SHARED, FAILING): "The queue does not answer: e-mails, reminders and downloads wait.",
    (
        "worker",
        FAILING,
    ): "The portal’s background work has stopped: e-mails, reminders and downloads wait.",
    ("beat", FAILING): "The portal’s clock has stopped: reminders do not go out by themselves.",
    (
        "sweep",
        FAILING,
    ): "The portal has not looked for what is due for a day: reminders are late.",
    (
        "sweep",
        ATTENTION,
    ): "The portal has not looked for what is due for a while: reminders may be late.",
}
STORE = {
    ("data", FAILING): "The portal cannot write to its folder for files: nothing can be uploaded.",
    ("disk", FAILING): "The disk is full: soon the portal can keep nothing more.",
    ("disk", ATTENTION): "The disk is nearly full.",
}
MAIL_SERVER = {("mail_server", FAILING): "The mail server cannot be reached: e-mails wait."}
KEYS = {
    ("keys", FAILING): "A key of the portal is missing or wrong: sealed text cannot be read.",
    ("keys", ATTENTION): "A key of the portal needs attention.",
}


def first_of(sentences: dict[tuple[str, str], str], place: str = "") -> LineAbove | None:
    """The first of these that holds now: one cause is told once."""
    found = standing.glimpse()
    says = next((text for (part, state), text in sentences.items() if found.get(part) == state), "")
    return LineAbove(says, "See what to do", reverse("pages:status") + place) if says else None


def mail(reader: Reader) -> LineAbove | None:
    """The demonstration has its outbox, and says there that nothing leaves."""
    if settings.IS_DEMO:
        return None
    if settings.SENDS_EMAIL:
        return first_of(MAIL_SERVER, "#e-mail")
    return LineAbove(
        "This portal sends no e-mail. People are told inside the portal only.",
        "How to change that",
        reverse("pages:status") + "#e-mail",
    )


ROWS = (
    LineRow("background", Permission.STATUS_SEE, lambda reader: first_of(BACKGROUND)),
    LineRow("store", Permission.STATUS_SEE, lambda reader: first_of(STORE)),
    LineRow("keys", Permission.STATUS_SEE, lambda reader: first_of(KEYS)),
    LineRow("mail", Permission.STATUS_SEE, mail),
)


def lines_for(reader: Reader) -> list[LineAbove]:
    """What this reader is told above every page."""
    rows = (row for row in ROWS if any(grants(one.role, row.permission) for one in reader.held))
    return list(linked_once([line for row in rows if (line := row.find(reader))]))


def linked_once(lines: Sequence[LineAbove]) -> Iterator[LineAbove]:
    """Of lines in a row that lead to one place only the last has the link."""
    for place, line in enumerate(lines, start=1):
        goes_on = place < len(lines) and lines[place].href == line.href
        yield line._replace(link="") if goes_on else line
