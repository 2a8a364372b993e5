"""The pages of concerns and requests, as the machine presses them."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate

from tests.people.machine.page import Page, day


def _person(given: dict[str, Any]) -> dict[str, Any]:
    return {"person": str(given["person"].pk), "reason": given.get("reason", "")}


def _named(*names: str) -> Any:
    return lambda given: {name: given[name] for name in names}


def _referral(given: dict[str, Any]) -> dict[str, Any]:
    waits = "yes" if given["asks_to_wait"] else "no"
    made = day("day", localdate(given["made_at"]))
    return {"body": given["body"], **made, "asks_to_wait": waits}


def _told(given: dict[str, Any]) -> dict[str, Any]:
    said = given["answers"]
    lists = {"kinds": said.kinds, "people": said.people}
    typed = {"school": said.school, "option": said.option, "what": said.what, "risk": said.risk}
    return {
        **typed,
        **lists,
        "told_by": str(given["told_by"].pk),
        "how_received": given["how_received"],
    }


def _ticked(given: dict[str, Any]) -> dict[str, Any]:
    return {"concerns": [str(pk) for pk in given["concerns"]] or ["none"]}


CONCERNS: dict[str, Page] = {
    "incidents.record_opening": Page("detail", "incident", reads=True),
    "incidents.mark_seen": Page("mark_seen", "incident"),
    "incidents.add_entry": Page("add_entry", "incident", _named("kind", "text")),
    "incidents.add_referral": Page("add_referral", "incident", _referral),
    "incidents.resume": Page("resume", "incident", _named("said")),
    "incidents.meet_condition": Page("meet_condition", "incident", _named("role", "when")),
    "incidents.share": Page("share", "incident", _person),
    "incidents.end_share": Page("end_share", "incident", _person),
    "incidents.name_party": Page("name_party", "incident", _person),
    "incidents.record_outcome": Page("outcome", "incident", _named("outcome", "reason")),
    "incidents.close": Page("close", "incident", _named("safeguarding_reference")),
    "incidents.reopen": Page("reopen", "incident", _named("reason")),
    "incidents.log_told": Page("log", "", _told),
    "incidents.hand_over.hand_over": Page("hand_over", "hand_over", _ticked),
}


def _decision(given: dict[str, Any]) -> dict[str, Any]:
    ticked = {name: "on" for name in ("risk_approved", "resources_confirmed") if given.get(name)}
    typed = {name: given[name] for name in ("outcome", "seen", "brand", "typed_signature")}
    return {**typed, **ticked, "note": ""}


def _answer(says: str) -> Any:
    return lambda given: {"answer": says, "reason": given.get("reason", "")}


# Whatever is not a plain yes goes over two pages: those are journeys.
REQUESTS: dict[str, Page] = {
    "approvals.decide": Page(
        "decision", "request", _decision, suits=lambda given: given["outcome"] == "approve"
    ),
    "approvals.agree": Page("agreement", "request", _answer("yes")),
    "approvals.decline": Page("agreement", "request", _answer("no")),
    "approvals.adopt": Page("adopt", "request"),
    "approvals.withdraw": Page("withdraw", "request", _named("reason")),
    "approvals.confirm_condition": Page("condition", "condition", _answer("confirm")),
    "approvals.waive_condition": Page("condition", "condition", _answer("waive")),
}
