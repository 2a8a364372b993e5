"""Parts of verbs: a post on the list."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError

from audit import trail
from audit.events import Event
from people.person.models import User
from people.posts.models import Post
from schools.models import School, Trust


def put_post(*, title: str, trust: Trust, school: School | None, by: User, at: datetime) -> Post:
    """The same for a title that has been looked at."""
    if Post.objects.filter(title__iexact=title).at(school=school, trust=trust).exists():
        raise ValidationError({"title": f"There is already a post called {title} here"})
    post = bring_back(title, school, trust) or Post.objects.create(
        title=title, trust=trust, school=school
    )
    trail.record(Event.POST_ADDED, by=by, at=at, record=post, data={"title": title})
    return post


def bring_back(title: str, school: School | None, trust: Trust) -> Post | None:
    """A post that was taken off the list, on it again."""
    gone = Post.objects.ever_at(school=school, trust=trust).filter(active=False)
    post = gone.filter(title__iexact=title).first()
    if post:
        post.active = True
        post.save(update_fields=["active"])
    return post
