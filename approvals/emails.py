"""What people are told about a request: one function per message. Nothing here names a pupil."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.api import GROUPS, PUPIL_GROUPS
from approvals.decision.models import Condition, Decision
from approvals.request import checks
from approvals.request.models import Request
from approvals.route.models import Stage, StageMove, StandIn
from notifications.post import tell
from people.models import User
from workflow.promised import promised

FOLDER = "approvals/emails"
NAME_AT_MOST = 34  # leaves a subject under 60 characters


def ask_to_decide(
    request: Request, stage: Stage, *, at: datetime, stand_in: StandIn | None = None
) -> None:
    """Letter 1, to whoever must sign next, or may sign besides."""
    asked = f"too:{stand_in.pk}" if stand_in else f"ask{stage.moves.count() or ''}"
    tell(
        promised(stage.signer),
        key=_key(request, f"{stage.code}:{asked}"),
        kind="decision_asked",
        subject=f"Decide: {_short(request)}",
        template=f"{FOLDER}/decide",
        context=brief(request, at=at) | {"stage": stage},
        link=_page(request, "decision"),
        reference=request.reference,
        notice=f"{request.author} asks you to decide: {request.name}",
        why="you are asked to sign this request.",
        needs_action=True,
        at=at,
    )


def moved_on(request: Request, record: StageMove, *, at: datetime) -> None:
    """To whoever was asked before: it is somebody else's now."""
    if record.was.has_left(localdate(at)) or not record.was.is_active:
        return
    may_open = _may_open(request, record.was, at)
    tell(
        record.was,
        key=_key(request, f"{record.stage.code}:moved:{record.pk}"),
        kind="decision_moved",
        subject=f"With somebody else now: {_short(request)}",
        template=f"{FOLDER}/moved",
        context={"request": request, "record": record, "may_open": may_open},
        link=request.get_absolute_url() if may_open else "/",
        reference=request.reference,
        why="you were asked to sign this request.",
        at=at,
    )


def nobody_can_sign(request: Request, stage: Stage, *, at: datetime) -> None:
    """To the office and the author, once: the signer cannot, and nobody stands in."""
    office = User.objects.holding("ADMIN", on=localdate(at), school=request.school)
    for person in dict.fromkeys([*office, request.author]):
        if person.has_left(localdate(at)) or not person.is_active:
            continue
        tell(
            person,
            key=_key(request, f"{stage.code}:nobody:{stage.signer_id}"),
            kind="decision_stuck",
            subject=f"Nobody can sign: {_short(request)}",
            template=f"{FOLDER}/nobody",
            context={"request": request, "stage": stage, "is_author": person == request.author},
            link=request.get_absolute_url(),
            reference=request.reference,
            why="you asked for this channel."
            if person == request.author
            else "you look after people and roles here.",
            at=at,
        )


def author_has_left(request: Request, *, at: datetime) -> None:
    """To whoever may take the request over, once."""
    on = localdate(at)
    heads = User.objects.holding("HEAD", on=on, school=request.school)
    for person in dict.fromkeys([request.line_manager, *heads]):
        if person is None or "ADOPTER" not in request.relations_of(person, on):
            continue
        tell(
            person,
            key=_key(request, f"left:{request.author_id}"),
            kind="request_left",
            subject=f"{request.author} has left: {_short(request)}",
            template=f"{FOLDER}/left",
            context={"request": request},
            link=request.get_absolute_url(),
            reference=request.reference,
            why="it can be yours now.",
            needs_action=True,
            at=at,
        )


def adopted(request: Request, had: User, asked: User | None, *, at: datetime) -> None:
    """To whoever was asked to sign: it will come again from its new author."""
    if asked is None or asked == request.author:
        return
    tell(
        asked,
        key=_key(request, f"adopted:{had.pk}"),
        kind="request_adopted",
        subject=f"Taken over by {request.author}: {_short(request)}"[:60],
        template=f"{FOLDER}/adopted",
        context={"request": request, "had": had},
        link=request.get_absolute_url() if _may_open(request, asked, at) else "/",
        reference=request.reference,
        why="you were asked to sign this request.",
        at=at,
    )


def ask_to_agree(request: Request, people: Iterable[User], *, at: datetime) -> None:
    """To everybody named: is that all right with you?"""
    known = brief(request, at=at)
    for person in people:
        tell(
            person,
            key=_key(request, "agree"),
            kind="agreement_asked",
            subject=f"Will you help run {_short(request)}?",
            template=f"{FOLDER}/agree",
            context=known | {"parts": parts_of(request, person)},
            link=request.get_absolute_url(),
            reference=request.reference,
            why=f"{request.author} named you in this request.",
            needs_action=True,
            at=at,
        )


def declined(request: Request, person: User, *, at: datetime) -> None:
    """To the author: somebody named has said no."""
    tell(
        request.author,
        key=_key(request, f"declined:{person.pk}"),
        kind="agreement_declined",
        subject=f"{person} cannot help run {_short(request)}",
        template=f"{FOLDER}/declined",
        context={"request": request, "who": person},
        link=request.get_absolute_url(),
        reference=request.reference,
        at=at,
    )


def copy_to_communications(request: Request, people: Iterable[User], *, at: datetime) -> None:
    """The communications manager hears of every request from the start (I-B-2)."""
    for person in people:
        tell(
            person,
            key=_key(request, "copy"),
            kind="request_copy",
            subject=f"For information: {_short(request)}",
            template=f"{FOLDER}/for_information",
            context=brief(request, at=at),
            link=request.get_absolute_url(),
            reference=request.reference,
            why="you look after communications here.",
            at=at,
        )


def pupils_are_meant(request: Request, people: Iterable[User], *, at: datetime) -> None:
    """The safeguarding lead hears of a channel for pupils before anybody decides."""
    for person in people:
        tell(
            person,
            key=_key(request, "pupils"),
            kind="request_pupils",
            subject=f"A channel for pupils is asked for: {_short(request)}"[:60],
            template=f"{FOLDER}/pupils",
            context=brief(request, at=at),
            link=request.get_absolute_url() if _may_open(request, person, at) else "/",
            reference=request.reference,
            why="you are a designated safeguarding lead.",
            at=at,
        )


def progress(request: Request, decision: Decision, stage: Stage, *, at: datetime) -> None:
    """Letter 4, to the author after each signature but the last."""
    tell(
        request.author,
        key=_key(request, f"{decision.stage}:progress"),
        kind="request_progress",
        subject=f"Your request: approved by {decision.signer}, now with {stage.signer}",
        template=f"{FOLDER}/progress",
        context={"request": request, "decision": decision, "stage": stage},
        link=request.get_absolute_url(),
        reference=request.reference,
        at=at,
    )


def changes_needed(
    request: Request, decision: Decision, titles: list[str], *, at: datetime
) -> None:
    """Letter 5, to the author."""
    tell(
        request.author,
        key=_key(request, f"{decision.stage}:returned"),
        kind="request_returned",
        subject=f"Changes needed: {_short(request)}",
        template=f"{FOLDER}/changes_needed",
        context={"request": request, "decision": decision, "titles": titles},
        link=_page(request, "tasks"),
        reference=request.reference,
        needs_action=True,
        at=at,
    )


def not_approved(
    request: Request, decision: Decision, signers: Iterable[User], *, at: datetime
) -> None:
    """Letter 7, to the author; those who had signed hear the outcome without the reason."""
    context = {"request": request, "decision": decision}
    common: dict[str, Any] = {
        "link": request.get_absolute_url(),
        "reference": request.reference,
        "at": at,
    }
    tell(
        request.author,
        key=_key(request, "rejected"),
        kind="request_rejected",
        subject="Decision on your request: not approved",
        template=f"{FOLDER}/not_approved",
        context=context,
        **common,
    )
    for signer in signers:
        tell(
            signer,
            key=_key(request, "rejected:signer"),
            kind="request_ended",
            subject=f"Not approved: {_short(request)}",
            template=f"{FOLDER}/ended",
            context=context | {"what": "was not approved"},
            why="you signed this request.",
            **common,
        )


def approved(request: Request, others: Iterable[User], *, at: datetime) -> None:
    """Letter 6, to the author, and to everybody who has something to do or to know."""
    common: dict[str, Any] = {
        "kind": "request_approved",
        "subject": f"Approved: {_short(request)}",
        "link": request.get_absolute_url(),
        "reference": request.reference,
        "at": at,
    }
    conditions = list(request.conditions.all())
    tell(
        request.author,
        key=_key(request, "approved"),
        template=f"{FOLDER}/approved",
        context={"request": request, "conditions": conditions},
        **common,
    )
    for person in others:
        tell(
            person,
            key=_key(request, "approved"),
            template=f"{FOLDER}/approved_others",
            context={"request": request, "parts": parts_of(request, person)},
            why="you help to run, sign or look after this channel.",
            **common,
        )


def approved_with_conditions(request: Request, *, at: datetime) -> None:
    """Letter 6 with its conditions, to the author and to each person who must meet one."""
    conditions = list(request.conditions.filter(state=Condition.State.OPEN).select_related("owner"))
    for person in dict.fromkeys([request.author, *(condition.owner for condition in conditions)]):
        tell(
            person,
            key=_key(request, "conditions"),
            kind="request_conditions",
            subject=f"Approved with conditions: {_short(request)}",
            template=f"{FOLDER}/conditions",
            context={
                "request": request,
                "conditions": conditions,
                "yours": [condition for condition in conditions if condition.owner_id == person.pk],
            },
            link=request.get_absolute_url(),
            reference=request.reference,
            needs_action=any(condition.owner_id == person.pk for condition in conditions),
            at=at,
        )


def withdrawn(
    request: Request,
    people: Iterable[User],
    *,
    why: str = "you were asked to sign this request.",
    at: datetime,
) -> None:
    """To whoever was asked to decide, or had heard of the approval: there is nothing left to do."""
    for person in people:
        tell(
            person,
            key=_key(request, "withdrawn"),
            kind="request_ended",
            subject=f"Withdrawn: {_short(request)}",
            template=f"{FOLDER}/ended",
            context={"request": request, "what": f"was withdrawn by {_who_withdrew(request)}"},
            link=request.get_absolute_url(),
            reference=request.reference,
            why=why,
            at=at,
        )


def opened(request: Request, *, at: datetime) -> None:
    """To the author: the channel is live."""
    tell(
        request.author,
        key=_key(request, "opened"),
        kind="channel_live",
        subject=f"Live: {_short(request)}",
        template=f"{FOLDER}/opened",
        context={"request": request},
        link=request.get_absolute_url(),
        reference=request.reference,
        at=at,
    )


# ---- Words several of them share ---------------------------------------------------------------


def brief(request: Request, *, at: datetime) -> dict[str, Any]:
    """In brief: what somebody needs to know before they open the page."""
    found = checks.automatic(request, localdate(at))
    return {
        "request": request,
        "audience": [GROUPS[line["group"]] for line in request.audience],
        "has_pupils": bool(checks.groups(request.audience) & set(PUPIL_GROUPS)),
        "signers": [
            one.signer
            for one in request.decisions.standing()
            .filter(outcome=Decision.Outcome.APPROVE)
            .select_related("signer")
        ],
        "checks_ok": sum(check.is_ok for check in found),
        "checks_all": len(found),
        "not_ok": [check for check in found if not check.is_ok],
    }


def parts_of(request: Request, person: User) -> list[str]:
    """This person's parts in words: "administrator", "moderator"."""
    lines = request.people.filter(person=person)
    return list(dict.fromkeys(line.get_part_display().lower() for line in lines))


def _short(request: Request) -> str:
    """The name of the request, cut at a word where it is long."""
    name = request.name
    return name if len(name) <= NAME_AT_MOST else f"{name[: NAME_AT_MOST - 1].rsplit(' ', 1)[0]}…"


def _key(request: Request, what: str) -> str:
    return f"request:{request.reference}:{request.revision}:{what}"


def _page(request: Request, name: str) -> str:
    return reverse(f"approvals:{name}", args=[request.reference.lower()])


def _who_withdrew(request: Request) -> str:
    is_author = request.withdrawn_by_id in (None, request.author_id)
    return "its author" if is_author else str(request.withdrawn_by)


def _may_open(request: Request, person: User, at: datetime) -> bool:
    return Request.objects.visible_to(person, on=localdate(at)).filter(pk=request.pk).exists()
