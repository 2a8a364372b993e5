"""The same verbs through the real pages: signed in as whoever acts, posted to the real address."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.messages import WARNING
from django.http import Http404
from django.test import Client
from django.utils.timezone import now

from access.check import Denied
from tests.people.machine.more_pages import CONCERNS, REQUESTS
from tests.people.machine.page import Page, day


def _role(given: dict[str, Any]) -> dict[str, str]:
    place = given["school"] or given["trust"]
    first = day("start_date", given["start_date"])
    return {"role": given["role"], "place": str(place.pk), "ends_current": "on", **first}


def _new(given: dict[str, Any]) -> dict[str, str]:
    place = given["school"] or given["trust"]
    names = ("given_name", "family_name", "email", "category")
    above = str(given["line_manager"].pk) if given["line_manager"] else ""
    typed = {"place": str(place.pk), "line_manager": above, **day("start_date", given["start_date"])}  # fmt: skip
    return {**{name: given[name] for name in names}, **typed}


def _changed(given: dict[str, Any]) -> dict[str, str]:
    person, above = given["person"], given.get("line_manager") or given["person"].line_manager
    names = ("given_name", "family_name", "email", "category", "department")
    typed = {name: str(given.get(name) or getattr(person, name) or "") for name in names}
    return {**typed, "line_manager": str(above.pk) if above else ""}


def _way_in(given: dict[str, Any]) -> dict[str, str]:
    ticked = {name: "on" for name in ("sends_link", "removes_app") if given.get(name)}
    return {"new_address": given.get("new_address", ""), **ticked}


def _leaving(given: dict[str, Any]) -> dict[str, str]:
    last = given["leaving_date"]
    return day("leaving_date", last) if last else {"leaving_date_0": ""}


def _end(given: dict[str, Any]) -> dict[str, str]:
    return day("end_date", given["end_date"])


PAGES: dict[str, Page] = {
    "people.add_person": Page("add", "", _new),
    "people.change_person": Page("change", "person", _changed),
    "people.invite": Page("invite", "person"),
    "people.reset_second_step": Page("reset_second_step", "person"),
    "people.give_role": Page("give_role", "person", _role),
    "people.appointments.propose": Page("give_role", "person", _role),
    "people.end_role": Page("end_role", "assignment", _end),
    "people.appointments.propose_end": Page("end_role", "assignment", _end),
    "people.set_leaving_date": Page("leaving", "person", _leaving),
    "people.appointments.propose_leaving": Page("leaving", "person", _leaving),
    "people.lay_down_role": Page("lay_down_role", "assignment"),
    "people.know_person": Page("know", "person"),
    "people.suspend_person": Page("suspend", "person", lambda given: {"writes_to_them": "on"}),
    "people.end_suspension": Page("end_suspension", "person"),
    "people.appointments.object_to": Page("object_appointment", "appointment"),
    "people.appointments.confirm_by_code": Page("appointment_code", "appointment", lambda given: {"code": given["code"]}),  # fmt: skip
    "people.appointments.confirm_sheet": Page("confirm_sheet", "upload"),
    "people.way_in.propose_way_in": Page("propose_way_in", "person", _way_in),
    "people.way_in.hand_over_link": Page("hand_over_link", "change"),
    **{
        f"people.appointments.{name}": Page(f"{name}_appointment", "appointment")
        for name in ("confirm", "decline", "agree", "take_back", "stop", "withdraw")
    },
    **{
        f"people.appointments.{name}": Page(name, "appointment")
        for name in ("hold_back_appointment", "give_back_appointment")
    },
    **{
        f"people.way_in.{name}": Page(f"{name}_way_in", "change")
        for name in ("confirm", "stop", "withdraw")
    },
}  # fmt: skip


class Pages:
    """A browser in the hands of whoever acts."""

    def __init__(self) -> None:
        self.pressed = 0
        self.done: Counter[str] = Counter()  # by verb, where it went on

    def knows(self, verb: str, named: dict[str, Any]) -> bool:
        return verb in EVERY_PAGE and "by" in named and EVERY_PAGE[verb].suits(named)

    def press(self, verb: str, named: dict[str, Any]) -> bool:
        """Whether it went on. A page that says no, warns, or shows its form again, has refused."""
        page, client = EVERY_PAGE[verb], Client()
        _sign_in(client, named["by"])
        self.pressed += 1
        address = page.address(verb, named)
        _answered(client.get(address) if page.reads else client.post(address, page.form(named)))
        self.done[verb] += 1
        return True


def _sign_in(client: Client, person: Any) -> None:
    """As by a password a moment ago: a signature asks for one."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": now().timestamp()}]
    session.save()


def _answered(answer: Any) -> None:
    if answer.status_code == 404:
        raise Http404
    if answer.status_code not in (200, 302) or _is_again(answer):
        raise Denied(f"The page answers {answer.status_code}")


def _is_again(answer: Any) -> bool:
    """The form once more, the page that asks to sign in again, or a warning on the next page."""
    request = answer.wsgi_request
    warned = any(one.level >= WARNING for one in getattr(request._messages, "_queued_messages", ()))
    posted = request.method == "POST"
    return warned or (posted and (answer.status_code != 302 or "sign-in-again" in answer.url))


EVERY_PAGE = {**PAGES, **CONCERNS, **REQUESTS}
