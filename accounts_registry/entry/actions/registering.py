"""How a channel comes onto the register: planned by an approval, or added as it stands and accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.timezone import localdate

from access.check import check, check_at
from access.roles import Permission
from accounts_registry.entry import emails
from accounts_registry.entry.approved_facts import ApprovedFacts
from accounts_registry.entry.objections import accepting
from accounts_registry.life import opening_checks
from accounts_registry.models import LIVE, Channel
from accounts_registry.record import intervals
from accounts_registry.record.rows import (
    a_year_after,
    confirm_account,
    create_channel,
    is_lost,
    keep_state,
    locked_channel,
    put_people,
    set_values,
)
from audit import trail
from audit.events import Event
from people import actions as people_actions
from people.api import titles as post_titles
from people.models import Post, User
from platforms.models import Platform
from schools.api import calendar_of
from schools.models import School
from workflow.moves import WrongState


@transaction.atomic
def plan_channel(
    *,
    school: School,
    facts: ApprovedFacts,
    people: Iterable[Mapping[str, Any]],
    approval_reference: str,
    approved_on: date,
    by: User,
    at: datetime,
) -> Channel:
    """Put an approved channel on the register as planned, with the people its request names (C1)."""
    columns = facts.columns()
    channel = create_channel(
        school=school,
        typed=columns["account_name"],
        by=by,
        at=at,
        signed=True,
        **{
            **columns,
            "approval_reference": approval_reference,
            "approved_on": approved_on,
        },
    )
    put_people(channel, people, start=approved_on, authorised_by=by)
    keep_state(channel, by=by, at=at, on=approved_on)
    trail.record(
        Event.CHANNEL_PLANNED, by=by, at=at, record=channel, data={"approval": approval_reference}
    )
    return channel


@transaction.atomic
def add_existing(
    *,
    school: School,
    platform: Platform,
    account_name: str,
    master_post: str,
    poster_posts: Sequence[str],
    date_opened: date | None,
    by: User,
    at: datetime,
    date_closed: date | None = None,
    url: str = "",
    platform_other: str = "",
    said_titles: Collection[str] = (),
) -> Channel:
    """Put on the register what existed before the portal: the six columns of Appendix 1 (C3).

    Its posts are found by title, or added without a holder. Open at once, or closed where the row
    says so; the headteacher accepts it later. `said_titles` read like a name and were said to be titles.
    """
    on = localdate(at)
    check_at(by, Permission.CHANNEL_ADD, on, school=school)
    post_titles.refuse_names(
        {"master_post": [master_post], "poster_posts": poster_posts},
        trust=school.trust,
        said=said_titles,
    )
    channel = create_channel(
        school=school,
        typed=url or account_name,
        by=by,
        at=at,
        platform=platform,
        platform_other=platform_other,
        account_name=account_name.strip(),
        date_opened=date_opened,
        date_closed=date_closed,
        status=Channel.Status.CLOSED if date_closed else Channel.Status.OPEN,
        legacy_import=True,
        gaps_due=None if date_closed else opening_checks.mend_by(calendar_of(school), on),
    )
    titles = [("master", master_post), *(("poster", title) for title in poster_posts)]
    people = [
        {"part": part, "post": _post_called(title=title, school=school, by=by, at=at)}
        for part, title in titles
    ]
    began = date_opened or date_closed or on
    put_people(channel, people, start=began, end=date_closed)
    keep_state(channel, by=by, at=at, on=began)
    trail.record(Event.CHANNEL_ADDED, by=by, at=at, record=channel)
    emails.added(channel, on=on, at=at)
    return channel


@transaction.atomic
def accept(
    *,
    channel: Channel,
    master_privileges_held: bool,
    editorial_oversight: bool,
    admins_limited: bool,
    by: User,
    at: datetime,
) -> Channel:
    """An existing channel is accepted, with the three tests answered (Q-5.2-5 to Q-5.2-8).

    By the headteacher; one of the trust itself by its chief executive or communications manager.
    """
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, accepting(channel), channel, on)
    if channel.is_accepted:
        raise WrongState(f"{channel.account_name} has already been accepted.", channel)
    # Whatever was answered: an account that is recorded as lost is held by nobody here.
    channel.master_privileges_held = master_privileges_held and not is_lost(channel)
    channel.editorial_oversight = editorial_oversight
    channel.admins_limited = admins_limited
    channel.tests_checked_on = on
    confirm_account(channel)
    channel.accepted_at, channel.accepted_by = at, by
    if channel.gaps_due and channel.gaps_due < on:
        # The headteacher's answers may have opened gaps of their own.
        channel.gaps_due = opening_checks.mend_by(calendar_of(channel.school or channel.trust), on)
    channel.next_review_on = channel.next_review_on or a_year_after(on)
    if channel.status in LIVE:
        set_values(channel, intervals.on_acceptance(channel, on))
    channel.save()
    keep_state(channel, by=by, at=at)
    answers = {field: getattr(channel, field) for field in opening_checks.TESTS}
    trail.record(Event.CHANNEL_ACCEPTED, by=by, at=at, record=channel, data=answers)
    return channel


def _post_called(*, title: str, school: School, by: User, at: datetime) -> Post:
    """The post with this title at the school or its trust, or a new one that nobody holds yet."""
    title = " ".join(title.split())
    known = Post.objects.alias(lower=Lower("title")).filter(
        lower=title.lower(), trust=school.trust, active=True
    )
    found = known.filter(school=school).first() or known.filter(school=None).first()
    return found or people_actions.add_post(
        title=title, trust=school.trust, school=school, said_titles=[title], by=by, at=at
    )
