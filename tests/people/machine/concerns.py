"""Concerns: honest people report and handle them; the villain tries to come near them."""

from __future__ import annotations

from typing import Any

from incidents import actions
from incidents.models import Incident
from incidents.report.answers import Answers
from tests.people.machine.rules import rule
from tests.people.machine.world import World, pick

REPORTERS = ("teacher", "colleague", "deputy_head", "office", "other_teacher")
OPTIONS = ("adult-behaviour", "staff-contact", "harm-to-pupil", "something-else", "abuse-of-staff")


def answers(world: World, option: str, kinds: tuple[str, ...], people: tuple[Any, ...]) -> Answers:
    return Answers(
        school=str(world.cast.school.pk),
        option=option,
        kinds=list(kinds),
        people=[str(pk) for pk in people],
        what="Something was said",
        risk="no",
    )


def send(
    world: World, by: Any, option: str, kinds: tuple[str, ...], people: tuple[Any, ...] = ()
) -> Any:
    given = answers(world, option, kinds, people)
    facts = {"school": world.cast.school, "answers": given}
    return world.do("incidents.send_report", actions.send_report, by=by, **facts)


def report_him(world: World, who: int, what: int) -> None:
    """An honest colleague reports the villain by name."""
    by = world.fresh(getattr(world.cast, REPORTERS[who % len(REPORTERS)]).pk)
    kinds = ("adult", "pupil") if what % 3 == 2 else ("adult",)
    found = send(world, by, OPTIONS[what % len(OPTIONS)], kinds, (world.villain_id,))
    if isinstance(found, Incident):
        world.about_him.add(found.pk)


def handlers(world: World, incident: Incident, *, honest: bool) -> list[Any]:
    rows = incident.handlers(on=world.on).order_by("added_at", "pk")
    found = [row.person_id for row in rows if world.honest(row.person_id) is honest]
    return [world.fresh(pk) for pk in found]


# ---- Honest people -----------------------------------------------------------------------------


@rule("incidents.send_report", weight=8, honest=True)
def is_reported(world: World, who: int, whom: int, what: int) -> None:
    if world.villain_id and len(world.about_him) < 2:
        report_him(world, who, what)


@rule("incidents.send_report", weight=2, honest=True)
def another_is_reported(world: World, who: int, whom: int, what: int) -> None:
    by = world.fresh(getattr(world.cast, REPORTERS[who % len(REPORTERS)]).pk)
    if what % 2:
        send(world, by, "harm-to-pupil", ("pupil",))
    else:
        about = world.colleague(whom)
        if about.pk != by.pk:
            send(world, by, OPTIONS[what % len(OPTIONS)], ("adult",), (about.pk,))


@rule(
    "incidents.mark_seen", "incidents.record_opening", "incidents.add_entry", weight=3, honest=True
)
def handler_goes_on(world: World, who: int, whom: int, what: int) -> None:
    incident = world.concern(whom)
    by = pick(handlers(world, incident, honest=True), who) if incident else None
    if by is None:
        return
    if what % 3 == 0:
        world.do("incidents.record_opening", actions.record_opening, incident=incident, by=by)
    elif what % 3 == 1:
        world.do("incidents.mark_seen", actions.mark_seen, incident=incident, by=by)
    else:
        world.do("incidents.add_entry", actions.add_entry, incident=incident, by=by, kind="note", text="Spoke to them")  # fmt: skip


@rule("incidents.name_party", weight=4, honest=True)
def is_named_later(world: World, who: int, whom: int, what: int) -> None:
    """A handler finds out that it is about the villain, or about a colleague."""
    incident = world.concern(whom)
    by = pick(handlers(world, incident, honest=True), who) if incident else None
    if by is None:
        return
    person = world.villain if world.villain_id and what % 3 else world.colleague(what)
    if person.pk == by.pk:
        return
    if (
        world.do(
            "incidents.name_party", actions.name_party, incident=incident, person=person, by=by
        )
        and person.pk == world.villain_id
    ):
        world.about_him.add(incident.pk)


@rule("incidents.share", "incidents.end_share", "incidents.meet_condition", weight=2, honest=True)
def handler_shares(world: World, who: int, whom: int, what: int) -> None:
    """With a colleague; never with somebody it is about, nor with a stranger."""
    incident = world.concern(whom)
    by = pick(handlers(world, incident, honest=True), who) if incident else None
    if by is None:
        return
    facts = {"incident": incident, "by": by}
    person = world.colleague(what)
    if what % 3 == 0 and world.honest(person.pk):
        world.do("incidents.share", actions.share, person=person, reason="To help", **facts)
    elif what % 3 == 1:
        world.do("incidents.end_share", actions.end_share, person=person, **facts)
    else:
        world.do("incidents.meet_condition", actions.meet_condition, role="HR", when="staff", **facts)  # fmt: skip


# ---- The villain -------------------------------------------------------------------------------


@rule("incidents.send_report", "incidents.log_told", "incidents.add_as_reporter")
def he_reports(world: World, who: int, whom: int, what: int) -> None:
    """About whoever stands in his way."""
    by, about = world.hand(who), world.colleague(whom)
    if what % 3 == 0:
        send(world, by, OPTIONS[what % len(OPTIONS)], ("adult",), (about.pk,))
    elif what % 3 == 1:
        given = answers(world, "adult-behaviour", ("adult",), (about.pk,))
        facts = {"school": world.cast.school, "answers": given, "told_by": about, "how_received": "in-person"}  # fmt: skip
        world.do("incidents.log_told", actions.log_told, by=by, **facts)
    elif incident := world.concern(whom):
        world.do("incidents.add_as_reporter", actions.add_as_reporter, incident=incident, by=by, text="More")  # fmt: skip


@rule("incidents.share", "incidents.end_share", weight=4)
def he_shares(world: World, who: int, whom: int, what: int) -> None:
    incident, by = world.concern(whom), world.hand(who)
    person = world.puppet(what // 2) or world.colleague(what)
    if incident is None:
        return
    facts = {"incident": incident, "person": person, "by": by}
    if what % 4 == 3:
        world.do(
            "incidents.end_share", actions.end_share, **{**facts, "person": world.colleague(what)}
        )
    elif world.do("incidents.share", actions.share, reason="To help", **facts):
        world.shared_by_him.add((incident.pk, person.pk))


@rule("incidents.name_party", "incidents.meet_condition")
def he_names(world: World, who: int, whom: int, what: int) -> None:
    incident, by = world.concern(whom), world.hand(who)
    if incident is None:
        return
    if what % 2:
        world.do("incidents.name_party", actions.name_party, incident=incident, person=world.colleague(what), by=by)  # fmt: skip
    else:
        world.do("incidents.meet_condition", actions.meet_condition, incident=incident, role="HEAD", when="serious", by=by)  # fmt: skip


@rule("incidents.record_opening", "incidents.mark_seen", "incidents.add_entry", "incidents.add_referral", "incidents.record_outcome", "incidents.close", "incidents.reopen", "incidents.resume")  # fmt: skip
def he_handles(world: World, who: int, whom: int, what: int) -> None:
    incident, by = world.concern(whom), world.hand(who)
    if incident is None:
        return
    name, more = handling(world)[what % 8]
    world.do(f"incidents.{name}", getattr(actions, name), incident=incident, by=by, **more)


def handling(world: World) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("record_opening", {}),
        ("mark_seen", {}),
        ("add_entry", {"kind": "note", "text": "Nothing in it"}),
        ("add_referral", {"body": "police", "made_at": world.at, "asks_to_wait": True}),
        ("resume", {"said": "Go on"}),
        ("record_outcome", {"outcome": "unfounded", "reason": "Nothing in it"}),
        ("close", {"safeguarding_reference": "X1"}),
        ("reopen", {"reason": "Something new"}),
    ]
