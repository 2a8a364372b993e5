"""Named questions about requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from access.check import schools_where
from access.roles import Permission
from people.models import User

# What stands in these is text of a day that is over.
OVER = ("rejected", "withdrawn", "lapsed", "opened")
# A request may be somebody's own draft: not whose, and not which.
IN_A_REQUEST = "named in a request that is not over"


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user: User, *, on: date) -> RequestQuerySet:
        """One's own drafts; what was sent, to its author, signers, the people named and the school's roles."""
        schools = schools_where(user, Permission.REQUEST_SEE, on)
        sent = Q(sent_at__isnull=False) & (
            Q(school_id__in=schools)
            | Q(pk__in=_signed_or_signing(user))
            | Q(pk__in=_naming(user))
            | Q(master_post_id__in=user.holdings.on(on).values("post_id"))
            | Q(line_manager=user) & (Q(author__leaving_date__lt=on) | Q(author__is_active=False))
        )
        return self.filter(Q(author=user) | sent)

    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        """Requests that name these posts and may still become a channel."""
        wanted = set(posts)
        named = Q(master_post__in=wanted) | Q(overseer_post__in=wanted)
        rows = self.filter(named).exclude(status__in=OVER)
        for pair in rows.values_list("master_post", "overseer_post"):
            yield from ((post, IN_A_REQUEST) for post in pair if post in wanted)

    def waiting_for(self, user: User, *, on: date) -> RequestQuerySet:
        """Requests whose current step is this person's to decide."""
        from approvals.models import Stage

        current = Stage.objects.filter(state="current", revision=F("request__revision"))
        own = current.filter(signer=user)
        return self.filter(
            Q(pk__in=own.values("request_id")) | Q(pk__in=_standing_in(current, user, on)),
            status__startswith="awaiting_",
        )

    def waiting(self) -> RequestQuerySet:
        """Requests that wait for a signature."""
        return self.filter(status__startswith="awaiting_")

    def of_leavers(self, on: date) -> RequestQuerySet:
        """Requests whose author has left, and which somebody can still take over."""
        gone = Q(author__leaving_date__lt=on) | Q(author__is_active=False)
        return self.filter(gone).filter(Q(status__startswith="awaiting_") | Q(status="returned"))

    def live(self) -> RequestQuerySet:
        """Requests that hold their account name until they end."""
        from approvals.models import HOLDS_ITS_NAME

        return self.filter(status__in=HOLDS_ITS_NAME)


def _signed_or_signing(user: User) -> Any:
    from approvals.models import Stage

    stands_in = Q(stand_ins__signer=user, stand_ins__ended_at=None)
    signing = Q(signer=user) | Q(decided_by=user) | stands_in
    return Stage.objects.filter(signing).values("request_id")


def _standing_in(current: Any, user: User, on: date) -> Any:
    """Steps this person may sign too: the signer has not taken back that they are away, or is not known yet.

    Or is suspended, or their role is held back.
    """
    from people.models import Absence, RoleAssignment

    said = Absence.objects.standing().exclude(recorded_by=F("person")).values("person")
    held = RoleAssignment.objects.not_over(on).exclude(suspended_at=None).values("person")
    is_suspended = Q(signer__suspended_until__gte=on)
    is_held_back = Q(signer__in=held, stand_ins__because="role")
    return current.filter(
        Q(signer__in=said) | Q(signer__known_at=None) | is_suspended | is_held_back,
        stand_ins__signer=user,
        stand_ins__ended_at=None,
    ).values("request_id")


def _naming(user: User) -> Any:
    from approvals.models import RequestPerson

    return RequestPerson.objects.filter(person=user).values("request_id")


class RequestPersonQuerySet(models.QuerySet):
    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        rows = self.filter(post__in=posts).exclude(request__status__in=OVER)
        for post in rows.values_list("post", flat=True):
            yield post, IN_A_REQUEST

    def unanswered(self) -> RequestPersonQuerySet:
        return self.filter(agreed_at=None, declined_at=None)


class DecisionQuerySet(models.QuerySet):
    def standing(self) -> DecisionQuerySet:
        return self.filter(counts=True)
