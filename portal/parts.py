"""The parts of a running portal in words: what each does, and what to do when it does not."""

from __future__ import annotations

from typing import NamedTuple


class ServicePart(NamedTuple):
    """A row of the status page; `mend` is for whoever looks after the server."""

    code: str
    name: str
    does: str
    mend: str


PARTS = (
    ServicePart(
        "worker",
        "Background work",
        "Sends e-mails and reminders, and makes downloads and imports.",
        "It is started again by itself within two minutes. If not, restart the portal; its log says why it ended. "
        "Nothing is lost: what waits is done afterwards.",
    ),
    ServicePart(
        "beat",
        "Clock",
        "Starts what happens at set times, such as the morning’s reminders.",
        "It is started again by itself within two minutes. If not, restart the portal; its log says why it ended.",
    ),
    ServicePart(
        "sweep",
        "Reminders",
        "Looks every 15 minutes for what is urgent, and each morning at 6 for everything due.",
        "See first whether the background work and the clock are running. Each thing that is still due is sent "
        "once with the next look.",
    ),
    ServicePart(
        "broker",
        "Queue",
        "Hands work from the pages to the background.",
        "Start Redis again; without Redis, see that the folder “queue” in the data folder can be written. "
        "Nothing is lost: what was asked for stands in the database.",
    ),
    ServicePart(
        "database",
        "Database",
        "Holds everything that the portal knows.",
        "Start the database again. What was confirmed on a page is there.",
    ),
    ServicePart(
        "keys",
        "Keys",
        "Seal what only some people may read.",
        "The portal’s log says which key it is about. Where one is missing or mistyped, put back the copy kept apart "
        "from the backups; do not make a new one instead. Until then sealed text cannot be read.",
    ),
    ServicePart(
        "data",
        "Folder for files",
        "Holds downloads and everything that was uploaded.",
        "See that the data folder is there, that the portal may write to it and that its disk is not full.",
    ),
    ServicePart(
        "disk",
        "Room on the disk",
        "For files and, on one machine, for the database.",
        "Make room or use a bigger disk, before the portal can keep nothing more.",
    ),
)
