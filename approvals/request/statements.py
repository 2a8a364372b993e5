"""What an author states when sending: only what is true of the case (I-B-1, 4.1.6)."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q

from approvals.request.models import Request
from approvals.request.sections import in_words
from watch_list.models import WatchedAccount

Kind, Status = WatchedAccount.Kind, WatchedAccount.Status
OVER = (Status.CONVERTED, Status.RENAMED, Status.REMOVED)


class Statement(NamedTuple):
    """A statement: the column that keeps it, its words, and the clause it answers."""

    column: str
    words: str
    clause: str

    @property
    def cited(self) -> str:
        return in_words(self.clause)


PROPERTY = Statement(
    "statement_property",
    "The account belongs to the school or trust, which can close it at any time.",
    "Q-5.2-12",
)
CONDUCT = Statement(
    "statement_conduct",
    "Everybody who runs it will keep to our code of conduct and policies.",
    "I-A.1.1, I-A.2.1",
)
NOT_OPEN_YET = Statement(
    "statement_not_open_yet",
    "The account is not open yet, and stays closed until the request is approved.",
    "I-B-1",
)
BECOMES_OURS = Statement(
    "statement_property",
    "Once this is approved the account belongs to the school or trust, which can close it at any time.",
    "Q-5.2-12",
)
EXISTING = Statement(
    "statement_existing",
    "The account is open already. Nothing new is posted on it until the request is approved.",
    "I-B-1",
)
COLUMNS = tuple(one.column for one in (PROPERTY, CONDUCT, NOT_OPEN_YET, EXISTING))


def statements_of(request: Request) -> tuple[Statement, ...]:
    """The three that are asked for this request."""
    if exists_already(request):
        return BECOMES_OURS, CONDUCT, EXISTING
    return PROPERTY, CONDUCT, NOT_OPEN_YET


def exists_already(request: Request) -> bool:
    """Whether it makes an account official that a member of staff runs: one on the watch list (Q-5.2-8)."""
    named = Q(identity=request.identity, kind=Kind.QUASI_SCHOOL) & ~Q(identity="")
    return (
        WatchedAccount.objects.filter(school=request.school)
        .exclude(status__in=OVER)
        .filter(named | Q(request_reference=request.reference))
        .exists()
    )
