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
from incidents.concern.models import Incident
from incidents.concern.rows import write_entry
from incidents.report import drafts
from incidents.report.answers import Answers
from incidents.report.models import DRAFTS_KEPT_FOR, Draft
from incidents.report.rows import UNFINISHED, already_made, make_concern
from incidents.routing import plan
from people.models import User
from schools.models import School

NOT_KEPT = "This report is no longer kept. Nothing was sent. Start a new report."
WRITTEN = ("what", "platform", "account", "when")
LONGEST = 10_000


class RouteChanged(Exception):
    """Who would see it has changed since it was shown: the reporter must look again."""


@transaction.atomic
def save_draft(*, by: User, answers: Answers, at: datetime) -> Draft:
    """Keep what somebody has answered so far, sealed. There is one draft for each person."""
    return _keep(by, "", answers.sealed_form(), at)


@transaction.atomic
def keep_typed(*, by: User, page: str, typed: dict[str, Any], at: datetime) -> Draft:
    """Keep what somebody is typing on a page of a concern, sealed."""
    return _keep(by, page, json.dumps(typed), at)


@transaction.atomic
def keep_written(*, by: User, typed: Mapping[str, list[str]], at: datetime) -> None:
    """Keep what somebody is writing in a report they have begun. Sent or thrown away meanwhile, it stays so."""
    draft = Draft.objects.select_for_update().kept(at=at).filter(person=by, page="").first()
    if draft is None:
        return
    written = {name: typed[name][0][:LONGEST] for name in WRITTEN if typed.get(name)}
    answers = Answers.read(draft.answers).but(**written)
    draft.answers, draft.saved_at = answers.sealed_form(), at
    draft.save()


def _keep(person: User, page: str, text: str, at: datetime) -> Draft:
    draft, _ = Draft.objects.update_or_create(
        person=person, page=page, defaults={"answers": text, "saved_at": at}
    )
    return draft


@transaction.atomic
def forget_typed(*, by: User, page: str) -> None:
    """It has been recorded, or thrown away: nothing need be kept."""
    Draft.objects.filter(person=by, page=page).delete()


@transaction.atomic
def throw_away_report(*, by: User) -> None:
    """The report that somebody began and will not send."""
    Draft.objects.filter(person=by, page="").delete()


@transaction.atomic
def clear_old_drafts(*, by: User, at: datetime) -> int:
    """Delete reports that were begun more than a day ago and never sent."""
    number, _ = Draft.objects.filter(saved_at__lt=at - DRAFTS_KEPT_FOR).delete()
    return number


@transaction.atomic
def send_draft(*, by: User, draft_id: UUID, shown: str, at: datetime) -> Incident:
    """Send what stands in this draft now. One draft makes one concern, however often it is sent.

    `shown` is the digest of what the reporter was shown. Raises RouteChanged when anything of it
    differs, Denied when the draft is gone and nothing was made from it.
    """
    drafts_kept = Draft.objects.select_for_update().kept(at=at)
    draft = drafts_kept.filter(pk=draft_id, person=by, page="").first()
    if draft is None:
        already = already_made(draft_id, by)
        if already is None:
            raise Denied(NOT_KEPT)
        return already
    answers = Answers.read(draft.answers).known()
    school = drafts.school_of(by, answers, on=timezone.localdate(at))
    if school is None:
        raise Denied(UNFINISHED)
    return send_report(
        by=by, school=school, answers=answers, at=at, shown=shown, made_from=draft.pk
    )


@transaction.atomic
def send_report(
    *,
    by: User,
    school: School,
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
    route = plan.route_for(answers, school=school, reporter=by, on=on)
    if shown is not None and shown != plan.digest(route, answers):
        raise RouteChanged
    incident = make_concern(
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
    by: User,
    school: School,
    answers: Answers,
    told_by: User | None,
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
    if already := already_made(made_from, by):
        return already
    reporter = told_by or by
    route = plan.route_for(answers, school=school, reporter=reporter, on=on)
    incident = make_concern(
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
def add_as_reporter(*, incident: Incident, by: User, text: str, at: datetime) -> Any:
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
    entry = write_entry(locked, kind="added", text=text, by=by, at=at)
    trail.record(Event.CONCERN_ADDED_TO, by=by, at=at, record=locked, restricted=True)
    if not locked.is_about(locked.handler):
        emails.added_to(locked, locked.handler, at=at)
    return entry
