"""Gathers the people who might sign a request, as the route wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q

from approvals.request.models import Request, RequestPerson
from approvals.route.hands import Hands, counts, hands_in, is_own_line
from approvals.route.models import Stage, StandIn
from approvals.route.steps import LINE, SECOND, Players, Step, build
from people.api import on_day
from people.models import RoleAssignment, User
from schools.api import policy_settings
from schools.models import School

Part = RequestPerson.Part


def route_of(request: Request, on: date) -> list[Step]:
    """The steps this request would take if it were sent on this day. Raises NoSigner.

    A headteacher or communications manager who is suspended, or whose role is held back, keeps the step
    where nobody else has that role: as with one who is said to be away, a stand-in is asked besides.
    """
    players = players_of(request, on)
    kept = partial(_kept_from_it, request=request, on=on)
    return build(
        chain_of(request.school),
        replace(
            players,
            heads=players.heads or kept("HEAD"),
            comms=players.comms or kept("COMMS"),
        ),
    )


def chain_of(school: School) -> list[str]:
    """The stages this school asks for. The leadership team's counts only where one of the team signs."""
    chosen = policy_settings.values(("approval_chain", "leadership_stage"), school=school)
    skipped = () if chosen["leadership_stage"] == "required" else ("leadership",)
    return [stage for stage in chosen["approval_chain"] if stage not in skipped]


def players_of(request: Request, on: date, *, unable: Iterable[Any] = ()) -> Players:
    """Everybody who might sign; `unable` are away and stood in for."""
    involved = named(request, on)
    hands = hands_in(request, involved)
    line, is_own = _line(request, hands, on)
    holders = partial(_holders, request=request, hands=hands, on=on)
    return Players(
        author=request.author,
        line_manager=next(iter(line), None),
        next_in_line=next(iter(line[1:]), None),
        further_up=tuple(line[2:]),
        line_is_own=is_own,
        heads=holders("HEAD"),
        comms=holders("COMMS"),
        leaders=holders("SLT"),
        deputies=holders("DHT"),
        second_signatories=_second_signatories(request, holders),
        chairs=holders("CHAIR"),
        vices=holders("VICE_CHAIR"),
        ceos=holders("CEO"),
        barred=frozenset(barred(request)),
        named=frozenset(involved),
        put_there=frozenset(User.objects.filter(pk__in=hands.put_there)),
        unable=frozenset(unable),
    )


def manager_of(request: Request, on: date) -> User | None:
    """Whoever manages the author: today's until it is sent, then those it was sent to while they are here."""
    kept = _here(request.line_manager, on) if request.revision else None
    return kept or _here(request.author.line_manager, on)


def _line(request: Request, hands: Hands, on: date) -> tuple[list[User], bool]:
    """The author's managers from the nearest up, and whether the author chose the first of them."""
    first, is_own = manager_of(request, on), False
    if request.revision and _here(request.line_manager, on):
        is_own = request.line_is_own
    elif first is not None and is_own_line(request, hands, until=None):
        first, is_own = _before(request, hands, first, on)
    return _upwards(first, hands, on), is_own


def _before(request: Request, hands: Hands, claimed: User, on: date) -> tuple[User, bool]:
    """Who managed the author when the request was begun, where that was nobody's doing of theirs."""
    begun_with = _here(request.line_manager, on)
    if begun_with is None or begun_with == claimed:
        return claimed, True
    if is_own_line(request, hands, until=request.created_at):
        return claimed, True
    return begun_with, False


def _upwards(person: User | None, hands: Hands, on: date) -> list[User]:
    """From here to the top of the line, as far as nobody with a hand in the request has drawn it."""
    line: list[User] = []
    seen: set[Any] = set()
    while person is not None and person.pk not in seen:
        seen.add(person.pk)
        if _present(person, on):
            line.append(person)
        person = None if hands.drew(person) else person.line_manager
    return line


def barred(request: Request) -> set[User]:
    """Whoever would post, or moderate alone, does not judge the request (requirements 4.1.3)."""
    lines = list(request.people.select_related("person"))
    moderators = {line.person for line in lines if line.person and line.part == Part.MODERATOR}
    posters = {line.person for line in lines if line.person and line.part == Part.POSTER}
    return (posters | (moderators if len(moderators) == 1 else set())) - {None}


def named(request: Request, on: date) -> set[User]:
    """Everybody with a part in running the channel, by name or through a post."""
    by_name = {line.person for line in request.people.select_related("person") if line.person}
    posts = [post for post in (request.master_post, request.overseer_post) if post]
    through_post = User.objects.filter(
        holdings__in=[holding for post in posts for holding in post.holdings.on(on)]
    )
    return by_name | set(through_post)


def interest_of(person: User, request: Request, on: date) -> str:
    """The part a signer would have in the channel, shown beside their signature; empty for most."""
    parts = [line.get_part_display().lower() for line in request.people.filter(person=person)]
    posts = (
        (request.master_post, "master administration"),
        (request.overseer_post, "editorial oversight"),
    )
    parts += [
        words
        for post, words in posts
        if post and post.holdings.on(on).filter(person=person).exists()
    ]
    return f"Named in this request: {', '.join(dict.fromkeys(parts))}" if parts else ""


def holds_still(
    stage: Stage | StandIn, request: Request, on: date, *, or_is_held_back: bool = False
) -> bool:
    """Whether whoever has this step, or stands in for it, may still sign it by what they hold.

    With `or_is_held_back` somebody suspended, or whose role is held back, holds it for this question.
    """
    hands = hands_in(request, named(request, on))
    if stage.signer_id in hands.put_there:
        return False
    if stage.role in ("", LINE):
        return True
    roles = _second_roles(request) if stage.role == SECOND else (stage.role,)
    if or_is_held_back:
        rows = roles_there(request).filter(on_day(on), role__in=roles, person=stage.signer)
        return any(counts(row, request, hands) for row in rows)
    return any(
        stage.signer in _holders(role, request=request, hands=hands, on=on) for role in roles
    )


def roles_there(request: Request) -> Any:
    """The roles of the request's school, and those of its trust as such."""
    return RoleAssignment.objects.filter(
        Q(school=request.school) | Q(school=None), trust=request.trust_id
    )


def _second_roles(request: Request) -> Sequence[str]:
    roles: Sequence[str] = policy_settings.value(
        "small_school_second_signatory", school=request.school
    )
    return roles


def _second_signatories(
    request: Request, holders: Callable[[str], tuple[User, ...]]
) -> tuple[User, ...]:
    return tuple(person for role in _second_roles(request) for person in holders(role))


def _holders(role: str, *, request: Request, hands: Hands, on: date) -> tuple[User, ...]:
    """Holders at the school first, then those who hold it for the whole trust."""
    rows = (
        RoleAssignment.objects.on(on)
        .filter(role=role, person__in=User.objects.present(on))
        .select_related("person")
        .order_by("order", "person__family_name")
    )
    found = [
        row.person
        for at in (rows.at(school=request.school), rows.at(trust=request.trust))
        for row in at
        if counts(row, request, hands)
    ]
    return tuple(dict.fromkeys(found))


def _kept_from_it(role: str, *, request: Request, on: date) -> tuple[User, ...]:
    """Holders who are suspended or whose role is held back: it is theirs still."""
    hands = hands_in(request, named(request, on))
    rows = roles_there(request).filter(on_day(on), role=role, person__in=User.objects.here(on))
    rows = rows.select_related("person").order_by("order", "person__family_name")
    there = sorted(rows, key=lambda row: row.school_id is None)
    return tuple(dict.fromkeys(row.person for row in there if counts(row, request, hands)))


def _present(person: User | None, on: date) -> User | None:
    is_here = person is not None and User.objects.present(on).filter(pk=person.pk).exists()
    return person if is_here else None


def _here(person: User | None, on: date) -> User | None:
    """Who is suspended manages still: in the line it is passed over."""
    is_here = person is not None and User.objects.here(on).filter(pk=person.pk).exists()
    return person if is_here else None
