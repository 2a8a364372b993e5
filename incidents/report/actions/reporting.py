"""Reporting a concern: the draft, sending it, writing down one told in the corridor, adding to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from access.check import Denied, Hidden, check_at
from access.roles import Permission, grants
from audit import trail
from audit.events import Event
from incidents import emails
from incidents.concern.rows import _give_sight, _reference, _tell, _write_entry
from incidents.models import Draft, Incident, Party
from incidents.querysets import DRAFTS_KEPT_FOR
from incidents.report import drafts
from incidents.report.answers import Answers
from incidents.report.report_options import BY_CODE, KINDS
from incidents.routing import deadlines as clocks
from incidents.routing import plan as plans
from incidents.routing.route import Route
from people.models import User

NOT_KEPT = "This report is no longer kept. Nothing was sent. Start a new report."
WRITTEN = ("what", "platform", "account", "when")
LONGEST = 10_000
UNFINISHED = "Answer every question before you send this report."


class RouteChanged(Exception):
    """Who would see it has changed since it was shown: the reporter must look again."""


@transaction.atomic
def save_draft(*, by: Any, answers: Answers, at: datetime) -> Draft:
    """Keep what somebody has answered so far, sealed. There is one draft for each person."""
    return _keep(by, "", answers.sealed_form(), at)


@transaction.atomic
def keep_typed(*, by: Any, page: str, typed: dict[str, Any], at: datetime) -> Draft:
    """Keep what somebody is typing on a page of a concern, sealed."""
    return _keep(by, page, json.dumps(typed), at)


@transaction.atomic
def keep_written(*, by: Any, typed: Mapping[str, list[str]], at: datetime) -> None:
    """Keep what somebody is writing in a report they have begun. Sent or thrown away meanwhile, it stays so."""
    draft = Draft.objects.select_for_update().kept(at=at).filter(person=by, page="").first()
    if draft is None:
        return
    written = {name: typed[name][0][:LONGEST] for name in WRITTEN if typed.get(name)}
    answers = Answers.read(draft.answers).but(**written)  # type: ignore[arg-type]  # unsealed
    draft.answers, draft.saved_at = answers.sealed_form(), at  # type: ignore[assignment]
    draft.save()


def _keep(person: Any, page: str, text: str, at: datetime) -> Draft:
    draft, _ = Draft.objects.update_or_create(
        person=person, page=page, defaults={"answers": text, "saved_at": at}
    )
    return draft


@transaction.atomic
def forget_typed(*, by: Any, page: str) -> None:
    """It has been recorded, or thrown away: nothing need be kept."""
    Draft.objects.filter(person=by, page=page).delete()


@transaction.atomic
def throw_away_report(*, by: Any) -> None:
    """The report that somebody began and will not send."""
    Draft.objects.filter(person=by, page="").delete()


@transaction.atomic
def clear_old_drafts(*, by: Any, at: datetime) -> int:
    """Delete reports that were begun more than a day ago and never sent."""
    number, _ = Draft.objects.filter(saved_at__lt=at - DRAFTS_KEPT_FOR).delete()
    return number


@transaction.atomic
def send_draft(*, by: Any, draft_id: UUID, shown: str, at: datetime) -> Incident:
    """Send what stands in this draft now. One draft makes one concern, however often it is sent.

    `shown` is the digest of what the reporter was shown. Raises RouteChanged when anything of it
    differs, Denied when the draft is gone and nothing was made from it.
    """
    drafts_kept = Draft.objects.select_for_update().kept(at=at)
    draft = drafts_kept.filter(pk=draft_id, person=by, page="").first()
    if draft is None:
        already = _made_from(draft_id, by)
        if already is None:
            raise Denied(NOT_KEPT)
        return already
    answers = Answers.read(draft.answers).known()  # type: ignore[arg-type]  # unsealed
    school = drafts.school_of(by, answers, on=timezone.localdate(at))
    if school is None:
        raise Denied(UNFINISHED)
    return send_report(
        by=by, school=school, answers=answers, at=at, shown=shown, made_from=draft.pk
    )


@transaction.atomic
def send_report(
    *,
    by: Any,
    school: Any,
    answers: Answers,
    at: datetime,
    shown: str | None = None,
    made_from: UUID | None = None,
) -> Incident:
    """Send a report to the people its route names today. `shown` is the digest of what the reporter saw, if anything.

    Raises RouteChanged when the two differ, and Denied when nobody is left to send it to.
    """
    on = timezone.localdate(at)
    check_at(by, Permission.CONCERN_REPORT, on, school=school)
    route = plans.route_for(answers, school=school, reporter=by, on=on)
    if shown is not None and shown != plans.digest(route, answers):
        raise RouteChanged
    incident = _make(
        answers,
        route,
        school=school,
        reported_by=by,
        logged_by=by,
        how="portal",
        made_from=made_from,
        at=at,
    )
    trail.record(Event.CONCERN_REPORTED, by=by, at=at, record=incident, restricted=True)
    Draft.objects.filter(person=by, page="").delete()
    return incident


@transaction.atomic
def log_told(
    *,
    by: Any,
    school: Any,
    answers: Answers,
    told_by: Any,
    how_received: str,
    at: datetime,
    made_from: UUID | None = None,
) -> Incident:
    """Write down a concern that somebody told in person. It takes the route it would have taken by itself.

    `made_from` is the form it was written on: pressed twice, it is written down once.
    """
    on = timezone.localdate(at)
    check_at(by, Permission.CONCERN_LOG, on, school=school)
    User.objects.select_for_update().get(pk=by.pk)  # a second press waits for the first
    if already := _made_from(made_from, by):
        return already
    reporter = told_by or by
    route = plans.route_for(answers, school=school, reporter=reporter, on=on)
    incident = _make(
        answers,
        route,
        school=school,
        reported_by=reporter,
        logged_by=by,
        how=how_received,
        made_from=made_from,
        at=at,
    )
    trail.record(Event.CONCERN_LOGGED, by=by, at=at, record=incident, restricted=True)
    return incident


@transaction.atomic
def add_as_reporter(*, incident: Incident, by: Any, text: str, at: datetime) -> Any:
    """Add to a report one has sent, until it is closed. What was sent stays as it was."""
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    # Not `check`: a reporter may add to what they sent, and it stays invisible to them.
    if not any(
        grants(role, Permission.CONCERN_ADD_TO)
        for role in locked.relations_of(by, timezone.localdate(at))
    ):
        raise Hidden
    if locked.status in (Incident.Status.CLOSED, Incident.Status.DUPLICATE):
        raise Denied(
            "This report has been dealt with. To report something new, start a new report."
        )
    entry = _write_entry(locked, kind="added", text=text, by=by, at=at)
    trail.record(Event.CONCERN_ADDED_TO, by=by, at=at, record=locked, restricted=True)
    if not locked.is_about(locked.handler):
        emails.added_to(locked, locked.handler, at=at)
    return entry


def _made_from(draft_id: UUID | None, by: Any) -> Incident | None:
    """The concern that this person made from this draft or form already."""
    if draft_id is None:
        return None
    return Incident.objects.filter(made_from=draft_id, logged_by=by).first()


def _make(
    answers: Answers,
    route: Route,
    *,
    school: Any,
    reported_by: Any,
    logged_by: Any,
    how: str,
    at: datetime,
    second_category: str = "",
    severity: str = "",
    made_from: UUID | None = None,
) -> Incident:
    """The rows of a concern: what was sent, whom it is about, who sees it. Then those it goes to are told."""
    if answers.missing():
        raise Denied(UNFINISHED)
    if route.handler is None:
        raise Denied("We cannot send this safely. Phone one of the numbers on the page before.")
    incident = Incident.objects.create(
        reference=_reference(),
        school=school,
        trust_id=school.trust_id,
        reported_by=reported_by,
        logged_by=logged_by,
        how_received=how,
        made_from=made_from,
        reported_at=at,
        option=answers.option,
        category=BY_CODE[answers.option].category,
        second_category=second_category,
        severity=severity,
        answers=answers.sealed_form(),
        child_at_risk=answers.risk,
        tier=route.tier,
        route=route.code,
        clock=route.clock,
        handler_id=route.handler.person.id,
        moves_on_at=clocks.deadline(route.clock, school, at),
    )
    _name_parties(incident, answers.kinds, route)
    rows = [
        _give_sight(incident, place, why="route", by=logged_by, at=at, told=True)
        for place in route.told
    ]
    for place in route.opens:
        _give_sight(incident, place, why="route", by=logged_by, at=at, told=False)
    _tell(incident, rows, at=at)
    _give_receipts(incident, at=at)
    return incident


def _name_parties(incident: Incident, kinds: list[str], route: Route) -> None:
    """A row for each kind ticked and one for each person: nobody named here can ever be given sight."""
    for kind in KINDS:
        if kind in kinds:
            Party.objects.create(incident=incident, kind=kind)
    for person_id in route.concerned:
        Party.objects.create(incident=incident, kind="named", person_id=person_id)


def _give_receipts(incident: Incident, *, at: datetime) -> None:
    people = {
        incident.reported_by_id: incident.reported_by,
        incident.logged_by_id: incident.logged_by,
    }
    people.pop(incident.handler_id, None)
    # Somebody who is not signed in has no place for a receipt.
    people = {pk: person for pk, person in people.items() if not person.is_system}
    if incident.logged_by_id != incident.reported_by_id and incident.is_about(incident.reported_by):
        # They told somebody about themself: they sent nothing here, and hear nothing of it.
        people.pop(incident.reported_by_id, None)
    for person in people.values():
        emails.receipt(incident, person, at=at)
