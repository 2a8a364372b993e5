"""Gathers the people who might sign a request, as the route wants them."""

from __future__ import annotations

from datetime import date
from typing import Any

from approvals.models import Request, RequestPerson
from approvals.route import Players, Step, build
from people.models import User
from schools import policy_settings

Part = RequestPerson.Part


def route_of(request: Request, on: date) -> list[Step]:
    """The steps this request would take if it were sent on this day. Raises NoSigner."""
    return build(chain_of(request.school), players_of(request, on))


def chain_of(school: Any) -> list[str]:
    """The stages this school asks for. The leadership team's counts only where one of the team signs."""
    chosen = policy_settings.values(("approval_chain", "leadership_stage"), school=school)
    skipped = () if chosen["leadership_stage"] == "required" else ("leadership",)
    return [stage for stage in chosen["approval_chain"] if stage not in skipped]


def players_of(request: Request, on: date) -> Players:
    manager = manager_of(request, on)
    return Players(
        author=request.author,
        line_manager=manager,
        next_in_line=_present(manager.line_manager, on) if manager else None,
        heads=_holders("HEAD", request, on),
        comms=_holders("COMMS", request, on),
        leaders=_holders("SLT", request, on),
        deputies=_holders("DHT", request, on),
        second_signatories=_second_signatories(request, on),
        chairs=_holders("CHAIR", request, on),
        ceos=_holders("CEO", request, on),
        barred=frozenset(barred(request)),
        named=frozenset(named(request, on)),
    )


def manager_of(request: Request, on: date) -> User | None:
    """Whoever manages the author: today's until it is sent, then those it was sent to while they are here."""
    kept = _present(request.line_manager, on) if request.revision else None
    return kept or _present(request.author.line_manager, on)


def barred(request: Request) -> set[User]:
    """Whoever would post, or moderate alone, does not judge the request (rule 10)."""
    lines = list(request.people.select_related("person"))
    moderators = {line.person for line in lines if line.part == Part.MODERATOR}
    posters = {line.person for line in lines if line.part == Part.POSTER}
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


def _second_signatories(request: Request, on: date) -> tuple[User, ...]:
    roles = policy_settings.value("small_school_second_signatory", school=request.school)
    return tuple(person for role in roles for person in _holders(role, request, on))


def _holders(role: str, request: Request, on: date) -> tuple[User, ...]:
    """Holders at the school first, then those who hold it for the whole trust."""
    at_school = User.objects.holding(role, on=on, school=request.school)
    at_trust = User.objects.holding(role, on=on, trust=request.trust)
    return tuple(dict.fromkeys([*at_school, *at_trust]))


def _present(person: User | None, on: date) -> User | None:
    is_here = person is not None and User.objects.present(on).filter(pk=person.pk).exists()
    return person if is_here else None
