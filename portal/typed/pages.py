"""Where what is typed on a page is kept: with concerns for 24 hours, or with everything else for 30 days."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from django.urls import Resolver404, resolve

from drafts import actions as others
from drafts import api
from drafts.answers import MOST, Typed, is_empty, length_of
from incidents import actions as concerns
from incidents.api import drafts as concern_drafts
from people.models import User
from secret_detection.detect import looks_like_a_secret, tells_a_secret

LONGEST_ADDRESS = 200
OF_CONCERNS = frozenset({"report", "incidents", "closed_channels", "fakes"})


class Kind(Enum):
    """What sort of page it is, as far as what is typed there goes."""

    REPORT = "a question of the report that somebody is writing"
    CONCERN = "a page of a concern, or one that may become a concern"
    OTHER = "any other"


def kind_of(page: str) -> Kind | None:
    """The kind of a page for people who are signed in; nothing is kept for any other address."""
    if len(page) > LONGEST_ADDRESS:
        return None
    try:
        found = resolve(page)
    except Resolver404:
        return None
    has_door = getattr(found.func, "marker", "") in ("guarded", "signed_in")
    if not has_door or found.namespace == "typed":
        return None
    if found.namespace == "report" and found.url_name != "add":
        return Kind.REPORT
    return Kind.CONCERN if found.namespace in OF_CONCERNS else Kind.OTHER


def keep(person: User, page: str, typed: Typed, *, at: datetime) -> None:
    """Keep these answers with those that were kept of the page before. What was emptied is forgotten."""
    kind = kind_of(page)
    if kind is Kind.REPORT:
        concerns.keep_written(by=person, typed=typed, at=at)
    elif kind is not None:
        before = kept(person, page, at=at)
        together = {**(dict(before.data.lists()) if before else {}), **typed}
        write(kind, person, page, together, at=at)


def write(kind: Kind, person: User, page: str, typed: Typed, *, at: datetime) -> None:
    if is_empty(typed):
        forget(person, page)
    elif length_of(typed) > MOST:
        return
    elif kind is Kind.CONCERN:
        concerns.keep_typed(by=person, page=page, typed=typed, at=at)
    else:
        others.keep_typed(by=person, page=page, typed=without_secrets(typed), at=at)


def forget(person: User, *pages: str) -> None:
    """What was recorded or thrown away. A report is forgotten by the verb that sends it."""
    kinds = {page: kind_of(page) for page in pages}
    for page in [page for page, kind in kinds.items() if kind is Kind.CONCERN]:
        concerns.forget_typed(by=person, page=page)
    if rest := [page for page, kind in kinds.items() if kind is Kind.OTHER]:
        others.forget_typed(by=person, pages=rest)


def throw_away(person: User, page: str) -> None:
    if kind_of(page) is Kind.REPORT:
        concerns.throw_away_report(by=person)
    else:
        forget(person, page)


def kept(person: User, page: str, *, at: datetime) -> api.Kept | None:
    """What this person typed on this page and did not send. Reports give their answers back by themselves."""
    kind = kind_of(page)
    if kind is Kind.CONCERN:
        return concern_drafts.typed_on(person, page, at=at)
    return api.kept(person, page, at=at) if kind is Kind.OTHER else None


def without_secrets(typed: Typed) -> Typed:
    """What no form here would take is not kept either."""
    return {
        name: [value for value in values if not is_secret(value)] for name, values in typed.items()
    }


def is_secret(value: str) -> bool:
    return tells_a_secret(value) if " " in value.strip() else looks_like_a_secret(value)
