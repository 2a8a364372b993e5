"""Where a request is and how it got there: its steps, its rows in lists, and its story in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from approvals.decision.models import Condition, Decision
from approvals.request.models import Request
from approvals.request.summary import page
from approvals.route.models import Stage, StageMove
from approvals.route.stand_ins import turn
from approvals.route.steps import LABELS
from approvals.sentences import DID
from approvals.workflow import STAGES
from schools.api import Calendar, calendars_of, school_days_between
from workflow.promised import promised

Outcome = Decision.Outcome
SAID: dict[str, str] = {Outcome.RETURN: "Sent back", Outcome.REJECT: "Not approved"}
OPENING: dict[str, str] = {Request.Status.APPROVED: "now", Request.Status.OPENED: "done"}


# ---- Where it is -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """A step of the progress line: done, now, next or stopped."""

    name: str
    state: str
    says: str


def progress(request: Request) -> list[Progress]:
    """Sent, each signature, set up, live."""
    stages = list(
        request.stages.filter(revision=request.revision)
        .exclude(state=Stage.State.NOT_REQUIRED)
        .select_related("signer")
    )
    decisions = {
        one.stage: one for one in request.decisions.standing().exclude(outcome=Outcome.NOT_REQUIRED)
    }
    sent = Progress("Sent", "done", f"{_day(request.sent_at)}")
    return [
        sent,
        *(_stage_progress(request, stage, decisions.get(stage.code)) for stage in stages),
        *_setting_up(request),
    ]


def _stage_progress(request: Request, stage: Stage, decision: Decision | None) -> Progress:
    if stage.state == Stage.State.DECIDED and decision is not None:
        stopped = decision.outcome in (Outcome.RETURN, Outcome.REJECT)
        said = SAID.get(decision.outcome, "Approved")
        return Progress(
            stage.capacity, "stopped" if stopped else "done", f"{said} {_day(decision.signed_at)}"
        )
    if stage.state == Stage.State.CURRENT and request.is_waiting:
        return Progress(stage.capacity, "now", f"With {stage.signer}")
    return Progress(stage.capacity, "next", str(stage.signer))


def _setting_up(request: Request) -> list[Progress]:
    state = OPENING.get(request.status, "next")
    live = "done" if request.status == Request.Status.OPENED else "next"
    opened = request.channel.date_opened if request.channel else None
    return [
        Progress(
            "Set up",
            state,
            "Opening checks" if state == "now" else "Done" if state == "done" else "Not yet",
        ),
        Progress("Live", live, _day(opened) if live == "done" else "Not yet"),
    ]


def whose_turn(request: Request, on: date) -> str:
    """With Priya Nair since 16 November, 4 school days."""
    stage = request.current_stage
    if stage is None or stage.since is None:
        return ""
    days = waited(request, on)
    long = (
        "since today"
        if days == 0
        else f"since {_day(stage.since)}, {days} school day{'' if days == 1 else 's'}"
    )
    why = f" {stage.why}." if stage.moves.exists() else ""
    too = "".join(f" {row.sentence}." for row in turn(stage, request, on))
    return f"With {stage.signer} {long}.{why}{too}"


def waited(request: Request, on: date) -> int:
    """School days since the current step began."""
    return (
        school_days_between(request.school or request.trust, _date(request.waiting_since), on)
        if request.waiting_since
        else 0
    )


@dataclass(frozen=True)
class ListedRequest:
    """A request as a row of a list."""

    request: Request
    whom: str
    days: int | None
    href: str


def listed(requests: Iterable[Request], on: date) -> list[ListedRequest]:
    """Rows for a list, however many, with two questions between them."""
    found = list(requests)
    stages = Stage.objects.filter(request__in=found, state=Stage.State.CURRENT).select_related(
        "signer"
    )
    current = {(stage.request_id, stage.revision): stage.signer for stage in stages}
    calendars = calendars_of(one.school_id for one in found)
    return [
        _listed(one, current.get((one.pk, one.revision)), calendars[one.school_id], on)
        for one in found
    ]


def _listed(one: Request, signer: Any, calendar: Calendar, on: date) -> ListedRequest:
    since = one.waiting_since if one.is_waiting else None
    whom = one.author if one.is_editable else signer if one.is_waiting else "Nobody"
    days = calendar.between(_date(since), on) if since else None
    return ListedRequest(one, str(whom), days, page(one, "tasks" if one.is_editable else "detail"))


# ---- Its story ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """A sentence of the timeline."""

    says: str
    at: datetime
    text: str = ""


def story(request: Request) -> list[Moment]:
    """What has happened, as sentences, newest first. Read from the signatures themselves."""
    found = [*_sendings(request), *_answers(request)]
    if request.risk_approved_at:
        found.append(
            Moment(
                f"{request.risk_approved_by} approved the risk assessment", request.risk_approved_at
            )
        )
    found += [*_decisions(request), *_settled(request), *_moves(request)]
    if request.withdrawn_at:
        found.append(
            Moment(
                f"{request.withdrawn_by or request.author} withdrew this",
                request.withdrawn_at,
                request.withdrawn_because,
            )
        )
    # Of two at the same moment the one further on in the story is the newer.
    return sorted(found, key=lambda moment: moment.at)[::-1]


def _sendings(request: Request) -> Iterator[Moment]:
    for revision in request.revisions.all():
        again = " again, with changes" if revision.number > 1 else " for approval"
        yield Moment(f"{request.author} sent this{again}", revision.sent_at)


def _moves(request: Request) -> Iterator[Moment]:
    moves = StageMove.objects.filter(stage__request=request).select_related("was", "now", "stage")
    for one in moves:
        step = LABELS[one.stage.code].lower()
        yield Moment(f"{one.sentence} (step of the {step})", one.at)


def _decisions(request: Request) -> Iterator[Moment]:
    for one in sorted(
        request.decisions.select_related("signer"), key=lambda one: STAGES.index(one.stage)
    ):
        if one.outcome == Outcome.NOT_REQUIRED:
            yield Moment(
                f"No signature was needed as {LABELS[one.stage].lower()}",
                one.signed_at,
                f"{one.reason}.",
            )
            continue
        says = f"{one.signer}, {one.capacity}, {DID[Outcome(one.outcome)]}"
        if not one.counts and one.outcome == Outcome.APPROVE:
            says += " (an earlier version)"
        yield Moment(
            says, one.signed_at, "\n".join(filter(None, (one.interest, one.reason, one.note)))
        )


def _answers(request: Request) -> Iterator[Moment]:
    lines = (
        request.people.exclude(person=None).exclude(person=request.author).select_related("person")
    )
    for person, line in {line.person: line for line in lines}.items():
        if line.agreed_at:
            yield Moment(f"{person} agreed to help run it", line.agreed_at)
        if line.declined_at:
            yield Moment(f"{person} said no to helping run it", line.declined_at)


def _settled(request: Request) -> Iterator[Moment]:
    for condition in request.conditions.exclude(confirmed_at=None).select_related("confirmed_by"):
        did = (
            "confirmed that this is done"
            if condition.state == Condition.State.MET
            else "no longer asks for this"
        )
        yield Moment(
            f"{condition.confirmed_by} {did}: {condition.text}",
            promised(condition.confirmed_at),
            condition.waived_because,
        )


def _date(moment: datetime) -> date:
    return localtime(moment).date()


def _day(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    return f"{_date(moment) if isinstance(moment, datetime) else moment:%-d %B}"
