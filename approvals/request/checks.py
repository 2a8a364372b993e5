"""What is still missing, what has become wrong, and what the approvers should know before they sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts_registry.api import PUPIL_GROUPS, Named, Objection, Rule, operators, readiness
from accounts_registry.api import ownership as register
from approvals.request.gaps import not_agreed
from approvals.request.models import Request, RequestPerson
from approvals.request.sections import SECTIONS, Section
from approvals.request.statements import statements_of
from approvals.route import steps
from approvals.route.signers import route_of
from people.models import User
from platforms.api import identity
from schools.api import policy_settings
from workflow.promised import promised

Part = RequestPerson.Part
CALLED = {Part.ADMINISTRATOR: "administrators", Part.MODERATOR: "moderators"}


@dataclass(frozen=True)
class Problem:
    """Something that stops a request from being sent, and the task where it is put right."""

    task: str
    text: str


@dataclass(frozen=True)
class Check:
    """One line of the automatic checks: a no does not block, it is shown to the approvers."""

    text: str
    is_ok: bool
    detail: str = ""


class NotReady(Exception):
    """The request cannot be sent yet: every problem with the task where it is put right."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = problems


# ---- What stops a request from being sent ------------------------------------------------------


def problems(request: Request, on: date) -> list[Problem]:
    """Everything that must be put right before this can be sent; empty when it can."""
    unfinished = [section for section in SECTIONS if not is_finished(request, section)]
    found = list(became_wrong(request, on))
    if unfinished:
        found.insert(0, Problem(unfinished[0].code, _finish(unfinished)))
        return found
    try:
        route_of(request, on)
    except steps.NoSigner as missing:
        found.append(Problem("people", str(missing)))
    return found


def _finish(unfinished: list[Section]) -> str:
    tasks = "1 task" if len(unfinished) == 1 else f"{len(unfinished)} tasks"
    return (
        f"Finish {tasks} before you send this: {'; '.join(section.title for section in unfinished)}"
    )


def is_finished(request: Request, section: Section) -> bool:
    """Saved as a whole, and every question that needs an answer has one."""
    return section.code in request.tasks_saved and not any(
        question.required
        and question.column != "people"
        and getattr(request, question.column) in ("", None, [])
        for question in section.questions
    )


def became_wrong(request: Request, on: date) -> Iterator[Problem]:
    """Answers that were right when they were saved and are wrong now, or beside each other."""
    if request.account_name and request.platform and (sentence := name_taken(request)):
        yield Problem("platform", sentence)
    if "people" in request.tasks_saved:
        yield from _people_problems(request, on)
    if request.go_live_date and request.go_live_date < on:
        yield Problem("dates", "Go-live date must be today or in the future")
    if (
        request.go_live_date
        and request.closing_date
        and request.closing_date <= request.go_live_date
    ):
        yield Problem("dates", closing_too_early(request.go_live_date))
    if sentence := too_young(request):
        yield Problem("contributors", sentence)
    if request.openness == "open" and groups(request.contributors) & set(PUPIL_GROUPS):
        yield Problem("platform", "Make the channel private, because pupils will add to it")
    if (
        groups(request.contributors) & set(PUPIL_GROUPS)
        and not request.consent_plan
        and "content" in request.tasks_saved
    ):
        yield Problem("content", "Enter how you will get consent from parents or carers")


def name_taken(request: Request, on: date | None = None) -> str:
    """The sentence where this account is already on a register or asked for elsewhere."""
    if not request.identity:
        return ""
    handle = request.identity.partition(":")[2]
    shown = (
        request.account_name
        if "/" in request.account_name
        else request.account_name.removeprefix("@")
    )
    on_register = register.taken_sentence(
        request.identity,
        platform=promised(request.platform),
        handle=shown or handle,
        trust_id=request.trust_id,
        on=on,
    )
    other = Request.objects.live().filter(identity=request.identity).exclude(pk=request.pk).first()
    if on_register or other is None:
        return on_register
    if other.trust_id != request.trust_id:
        return register.ELSEWHERE
    return f"@{shown} on {promised(request.platform).name} is already asked for in another request"


def account_problem(
    request: Request, platform: Any, account_name: str, on: date | None = None
) -> str:
    """What is wrong with this account name before it is kept: a stray link, or a name already taken."""
    resolved = identity.resolve(platform, account_name)
    if resolved.problem:
        return resolved.problem
    asked = Request(
        pk=request.pk, trust_id=request.trust_id, platform=platform, account_name=account_name
    )
    asked.identity = resolved.identity
    return name_taken(asked, on)


def account_warnings(request: Request, platform: Any, account_name: str) -> list[str]:
    """What to look at before this account is asked for: it was ours before, or looks like another. No bar."""
    return register.warnings(
        platform=platform,
        typed=account_name,
        trust_id=request.trust_id,
        school_id=request.school_id,
    )


def closing_too_early(go_live: date) -> str:
    return f"Closing date must be after the go-live date, {go_live:%-d %B %Y}"


def _people_problems(request: Request, on: date) -> Iterator[Problem]:
    named = named_in(request)
    found = [one for one in _objections(request, on) if one.rule != Rule.HEAD_AGREES]
    for sentence in dict.fromkeys(one.sentence for one in found):
        yield Problem("people", sentence)
    wanted = policy_settings.values(("min_admins", "min_moderators"), school=request.school)
    gone = {one.named.person for one in found if one.rule == Rule.LEFT}
    for part, key in ((Part.ADMINISTRATOR, "min_admins"), (Part.MODERATOR, "min_moderators")):
        here = {one.person for one in named if one.part == part and one.person} - gone
        if len(here) < wanted[key]:
            yield Problem("people", too_few(part, wanted[key], len(here)))
    if not any(one.part == Part.POSTER for one in named):
        yield Problem("people", "Add at least 1 person who is approved to post")
    if few := operators.too_few(named, place={"school": request.school}, on=on):
        yield Problem("people", alone(*few))


def named_in(request: Request) -> list[Named]:
    """Everybody named, by person, and the post that holds master administration."""
    lines = request.people.select_related("person", "post")
    master = [Named("master", post=request.master_post)] if request.master_post else []
    return [*master, *(Named(line.part, line.person, line.post) for line in lines)]


def _objections(request: Request, on: date) -> list[Objection]:
    """What the register's own rules say against the people named."""
    named, place = named_in(request), {"school": request.school}
    return [
        found
        for one in named
        for found in operators.objections(one, beside=named, place=place, on=on)
    ]


def against(request: Request, on: date) -> list[str]:
    """Why the people named may not run it, whatever they still do: nobody can agree to it."""
    found = (one for one in _objections(request, on) if one.rule != Rule.HEAD_AGREES)
    return list(dict.fromkeys(one.sentence for one in found))


def outsiders(request: Request, on: date) -> list[str]:
    """Who is no employee: the headteacher agrees to them by signing."""
    found = (one for one in _objections(request, on) if one.rule == Rule.HEAD_AGREES)
    return list(
        dict.fromkeys(
            f"{one.name} is not an employee. The headteacher agrees by signing" for one in found
        )
    )


def _employed(request: Request, on: date) -> list[Check]:
    """A line only where somebody is none: it is what the headteacher agrees to by signing."""
    found = outsiders(request, on)
    return [_everybody("Everybody named is an employee", found)] if found else []


def alone(count: int, least: int) -> str:
    """Why so few do not do, though every part has somebody."""
    who = "1 person" if count == 1 else f"{count or 'no'} people"
    return f"At least {least} people must run it, and here {who} would. Name somebody else for one of the parts"


def too_few(part: str, wanted: int, count: int) -> str:
    called = CALLED[Part(part)] if wanted != 1 else CALLED[Part(part)].removesuffix("s")
    return f"Add at least {wanted} {called}. You have added {count or 'none'}"


def groups(lines: list[dict[str, Any]]) -> set[str]:
    return {line["group"] for line in lines}


def youngest(lines: list[dict[str, Any]]) -> int | None:
    ages = [
        line["age_from"] for line in lines if line["group"] in PUPIL_GROUPS and line.get("age_from")
    ]
    return min(ages, default=None)


def too_young(request: Request) -> str:
    """Nobody adds to a platform below its own lowest age (I-A.2.6)."""
    age = youngest(request.contributors)
    if age is None or request.platform is None or age >= request.platform.minimum_age:
        return ""
    return (
        f"The youngest pupils who add to it are {age}, and {request.platform.name} is for people "
        f"aged {request.platform.minimum_age} and over"
    )


def unsigned_statements(request: Request) -> list[str]:
    return [one.words for one in statements_of(request) if not getattr(request, one.column)]


# ---- What the approvers are shown --------------------------------------------------------------


def automatic(request: Request, on: date) -> list[Check]:
    """The checks the portal makes for itself."""
    lines = list(request.people.select_related("person"))
    operators = operators_of(lines)
    wanted = policy_settings.values(("min_admins", "min_moderators"), school=request.school)
    unready = {person: readiness.unready(person, on) for person in operators}
    return [
        _enough(lines, Part.ADMINISTRATOR, wanted["min_admins"]),
        _enough(lines, Part.MODERATOR, wanted["min_moderators"]),
        _everybody(
            "Everybody named is ready to run a channel",
            [s for found in unready.values() for s in found],
        ),
        _everybody(
            "Everybody else named has agreed",
            [gap.sentence for gap in not_agreed(others_than(request.author, lines))],
        ),
        *_employed(request, on),
        Check("The account name is free", not name_taken(request), name_taken(request)),
        _ages(request),
        Check("A risk assessment is written", bool(request.risk_assessment)),
        _comments(request),
    ]


def operators_of(lines: list[RequestPerson]) -> list[User]:
    return list(dict.fromkeys(line.person for line in lines if line.person))


def _enough(lines: list[RequestPerson], part: str, wanted: int) -> Check:
    count = len({line.person_id for line in lines if line.part == part and line.person_id})
    called = CALLED[Part(part)] if wanted != 1 else CALLED[Part(part)].removesuffix("s")
    return Check(f"At least {wanted} {called}", count >= wanted, f"{count} named")


def _everybody(text: str, exceptions: list[str]) -> Check:
    return Check(text, not exceptions, ". ".join(exceptions))


def others_than(author: Any, lines: list[RequestPerson]) -> list[RequestPerson]:
    """Without the author, who agrees by sending."""
    return [line for line in lines if line.person_id != author.pk]


def _ages(request: Request) -> Check:
    age, platform = youngest(request.audience), request.platform
    if age is None or platform is None or age >= platform.minimum_age:
        return Check("Everybody it is for is old enough for the platform", True)
    detail = f"{platform.name} is for people aged {platform.minimum_age} and over, and some pupils are {age}"
    return Check("Everybody it is for is old enough for the platform", False, detail)


def _comments(request: Request) -> Check:
    """Strangers who may comment need a school that allows it (I-A.5.7)."""
    allowed = policy_settings.value("outsiders_allowed", school=request.school)
    outsiders = groups(request.audience) & {"public", "organisations"}
    writes = set(request.interaction) & {"comment", "message", "upload"}
    is_ok = allowed == "yes" or not (outsiders and writes and request.openness == "open")
    return Check(
        "What people from outside can do fits our rules",
        is_ok,
        "" if is_ok else "They could write on it",
    )
