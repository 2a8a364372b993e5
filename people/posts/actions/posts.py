"""Posts, and who holds them. A post gives nobody more than the register's own rules say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import ask, ask_at
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.person.models import User
from people.posts import titles as post_titles
from people.posts.models import Holding, Post
from people.posts.rows import bring_back, put_post
from people.roles.ends import refuse_later_end
from people.words import day
from schools.models import School, Trust


@transaction.atomic
def add_post(
    *,
    title: str,
    trust: Trust,
    school: School | None = None,
    said_titles: Collection[str] = (),
    by: User,
    at: datetime,
) -> Post:
    """Add a job title at a school, or at the trust where no school is named; nobody's name is a post.

    `said_titles` are those that read like a name and of which somebody said that they are titles.
    """
    ask_at(by, Permission.PEOPLE_MANAGE, localdate(at), school=school, trust=trust)
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": "Enter the title of the post"})
    post_titles.refuse_names({"title": [title]}, trust=trust, said=said_titles)
    return put_post(title=title, trust=trust, school=school, by=by, at=at)


@transaction.atomic
def add_posts(*, wanted: Iterable[tuple[Any, Any, str]], by: User, at: datetime) -> list[Post]:
    """Add many job titles that are not there yet, each as (trust, school or None, title): one event per place."""
    places: dict[tuple[Any, Any], list[str]] = {}
    for trust, school, title in wanted:
        places.setdefault((trust, school), []).append(" ".join(title.split()))
    for trust, school in places:
        ask_at(by, Permission.PEOPLE_MANAGE, localdate(at), school=school, trust=trust)
    again = [
        (trust, school, title, bring_back(title, school, trust))
        for (trust, school), titles in places.items()
        for title in titles
    ]
    new = [
        Post(title=title, trust=trust, school=school)
        for trust, school, title, old in again
        if not old
    ]
    posts = [*Post.objects.bulk_create(new), *(old for *_, old in again if old)]
    for (trust, school), titles in places.items():
        trail.record(
            Event.POST_ADDED, by=by, at=at, record=school or trust, data={"titles": titles}
        )
    return posts


@transaction.atomic
def hold_post(
    *, post: Post, person: User, start_date: date, acting: bool = False, by: User, at: datetime
) -> Holding:
    """Give somebody a post from a day; an acting holder stands in for the one who is away."""
    ask_at(by, Permission.PEOPLE_MANAGE, localdate(at), school=post.school, trust=post.trust)
    if person.trust_id != post.trust_id:
        raise ValidationError({"post": f"{person.full_name} does not belong to {post.trust}"})
    if row := post.holdings.filter(person=person).not_over(start_date).first():
        raise ValidationError(
            {"post": f"{person.full_name} already holds this post, since {day(row.start_date)}"}
        )
    row = Holding.objects.create(post=post, person=person, start_date=start_date, acting=acting)
    trail.record(
        Event.POST_HELD,
        by=by,
        at=at,
        record=row,
        data={"post": post.title, "person": str(person.pk)},
    )
    return row


@transaction.atomic
def give_post(
    *,
    person: User,
    post: Post | None = None,
    title: str = "",
    said_titles: Collection[str] = (),
    trust: Trust,
    school: School | None = None,
    start_date: date,
    acting: bool = False,
    by: User,
    at: datetime,
) -> Holding:
    """Give somebody a post there is, or one that is new at this place, as `add_post` adds it."""
    post = post or add_post(
        title=title, trust=trust, school=school, said_titles=said_titles, by=by, at=at
    )
    return hold_post(post=post, person=person, start_date=start_date, acting=acting, by=by, at=at)


@transaction.atomic
def end_holding(*, holding: Holding, end_date: date, by: User, at: datetime) -> Holding:
    """Say which day is the last on which somebody holds this post."""
    ask(by, Permission.PEOPLE_MANAGE, holding, localdate(at))
    refuse_later_end(holding.end_date, end_date, "post")
    if end_date < holding.start_date:
        raise ValidationError(
            {
                "end_date": f"Last day must be the same as or after the first day, {day(holding.start_date)}"
            }
        )
    holding.end_date = end_date
    holding.save(update_fields=["end_date"])
    trail.record(
        Event.POST_ENDED,
        by=by,
        at=at,
        record=holding,
        data={
            "post": holding.post.title,
            "person": str(holding.person_id),
            "end_date": end_date.isoformat(),
        },
    )
    return holding
