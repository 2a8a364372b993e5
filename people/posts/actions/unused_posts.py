"""Posts that nothing uses, taken off the list: a name that was typed as a post, a title that nobody needs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from access.check import ask_at
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.person.models import User
from people.posts.models import Post
from people.posts.uses import uses_of
from workflow.moves import WrongState

MOST_SAID = 3


@transaction.atomic
def remove_post(*, post: Post, by: User, at: datetime) -> None:
    """Take a post off the list that nothing uses. What it was on earlier days stands in the history.

    Raises WrongState with where it is in use. Pressed twice, it does nothing.
    """
    on = localdate(at)
    ask_at(by, Permission.PEOPLE_MANAGE, on, school=post.school, trust=post.trust)
    held = Post.objects.select_for_update(of=("self",)).filter(pk=post.pk, active=True).first()
    if held is None:
        return
    if uses := uses_of([held], on=on)[held.pk]:
        raise WrongState(_refusal(held, uses), held)
    held.active = False
    held.save(update_fields=["active"])
    trail.record(Event.POST_REMOVED, by=by, at=at, record=held, data={"title": held.title})


def _refusal(post: Post, uses: list[str]) -> str:
    more = len(uses) - MOST_SAID
    said = [
        *uses[:MOST_SAID],
        *([f"in use {more} more {'time' if more == 1 else 'times'}"] if more > 0 else []),
    ]
    return f"{post.title} cannot be removed. It is {'; it is '.join(said)}."
