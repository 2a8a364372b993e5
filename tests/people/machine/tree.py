"""The public verbs of people, incidents and approvals, read from the tree as the conventions read them."""

from __future__ import annotations

from tests.architecture.test_actions import action_files, functions

APPS = ("people", "incidents", "approvals")


def room(place: str) -> str:
    """ "people/appointments/actions/holding.py" is of people.appointments.

    Concerns and requests have one door for all their rooms; handing over has its own.
    """
    found = place.removesuffix(".py").split("/actions")[0].replace("/", ".")
    app = found.split(".")[0]
    return app if app in ("incidents", "approvals") and found != "incidents.hand_over" else found


def verbs() -> set[str]:
    return {
        f"{room(source.place)}.{name}"
        for source in action_files()
        if source.app in APPS
        for name in functions(source)
        if not name.startswith("_")
    }
