"""The public verbs of people, incidents and approvals, read from the tree as the conventions read them."""

from __future__ import annotations

from tests.architecture.test_actions import action_files, functions

APPS = ("people", "incidents", "approvals")
# Rooms whose verbs are called by their own door; those of the others by that of the app.
DOORS = (
    "people.appointments",
    "people.way_in",
    "people.lines",
    "people.attempts",
    "incidents.hand_over",
)


def room(place: str) -> str:
    """ "people/appointments/actions/holding.py" is of people.appointments, "people/roles/actions.py" of people."""
    found = place.removesuffix(".py").split("/actions")[0].replace("/", ".")
    return found if found in DOORS else found.split(".")[0]


def verbs() -> set[str]:
    return {
        f"{room(source.place)}.{name}"
        for source in action_files()
        if source.app in APPS
        for name in functions(source)
        if not name.startswith("_")
    }
