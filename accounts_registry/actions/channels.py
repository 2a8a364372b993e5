"""The verbs of a channel: it is planned or added, accepted, checked and opened, and people come and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.timezone import localdate

from access.check import check, check_at
from access.roles import Permission
from accounts_registry import emails, identity, opening, questions
from accounts_registry.models import Channel, ChannelPerson, Numbering, Platform
from accounts_registry.workflow import CHANNEL_MOVES
from audit import trail
from audit.events import Event
from people import actions as people_actions
from people.models import Post
from workflow.moves import WrongState, move

# What an approved request says about its channel; the names are those of the columns.
FACTS = (
    "platform",
    "platform_other",
    "account_name",
    "scope",
    "aims",
    "audience",
    "contributors",
    "pupils_under_16",
    "pupil_images",
    "openness",
    "interaction",
    "moderation_required",
    "planned_opening",
    "planned_closing",
    "next_review_on",
)
CHECKS = (
    *opening.TESTS,
    "url",
    "credentials_location",
    "credentials_post",
    "recovery_email",
    "two_factor",
    "two_factor_reason",
    "privacy_settings_checked_on",
    "house_rules_url",
    "profile_states_role",
)
DETAILS = ("account_name", "url", "scope", "date_opened", "next_review_on", "planned_closing")


@transaction.atomic
def plan_channel(
    *,
    school: Any,
    request_facts: Mapping[str, Any],
    people: Iterable[Mapping[str, Any]],
    approval_reference: str,
    approved_on: date,
    by: Any,
    at: datetime,
) -> Channel:
    """Put an approved channel on the register as planned, with the people its request names (C1)."""
    facts = {key: request_facts[key] for key in FACTS if key in request_facts}
    account = facts["account_name"].strip()
    channel = _create(
        school=school,
        typed=request_facts.get("url") or account,
        by=by,
        at=at,
        **{
            **facts,
            "account_name": account,
            "approval_reference": approval_reference,
            "approved_on": approved_on,
        },
    )
    _put_people(channel, people, start=approved_on)
    trail.record(
        Event.CHANNEL_PLANNED, by=by, at=at, record=channel, data={"approval": approval_reference}
    )
    return channel


@transaction.atomic
def add_existing(
    *,
    school: Any,
    platform: Platform,
    account_name: str,
    master_post: str,
    poster_posts: Sequence[str],
    date_opened: date | None,
    by: Any,
    at: datetime,
    date_closed: date | None = None,
    url: str = "",
    platform_other: str = "",
) -> Channel:
    """Put on the register what existed before the portal: the six columns of Appendix 1 (C3).

    Its posts are found by title, or added without a holder. Open at once, or closed where the row
    says so; the headteacher accepts it later.
    """
    on = localdate(at)
    check_at(by, Permission.CHANNEL_ADD, on, school=school)
    channel = _create(
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
    )
    titles = [("master", master_post), *(("poster", title) for title in poster_posts)]
    people = [
        {"part": part, "post": _post_called(title=title, school=school, by=by, at=at)}
        for part, title in titles
    ]
    _put_people(channel, people, start=date_opened or date_closed or on, end=date_closed)
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
    by: Any,
    at: datetime,
) -> Channel:
    """The headteacher accepts an existing channel, answering the three tests (Q-5.2-5 to Q-5.2-8)."""
    on = localdate(at)
    channel = _locked(channel)
    check(by, Permission.CHANNEL_ACCEPT, channel, on)
    if channel.is_accepted:
        raise WrongState(f"{channel.account_name} has already been accepted.", channel)
    channel.master_privileges_held = master_privileges_held
    channel.editorial_oversight = editorial_oversight
    channel.admins_limited = admins_limited
    channel.tests_checked_on = on
    channel.accepted_at, channel.accepted_by = at, by
    channel.next_review_on = channel.next_review_on or _a_year_after(on)
    channel.save()
    answers = {field: getattr(channel, field) for field in opening.TESTS}
    trail.record(Event.CHANNEL_ACCEPTED, by=by, at=at, record=channel, data=answers)
    return channel


@transaction.atomic
def save_opening_checks(*, channel: Channel, by: Any, at: datetime, **answers: Any) -> Channel:
    """Keep what has been checked so far before opening; what is still missing stays a gap (4.2.3).

    Raises ValidationError with a sentence by field for what must never be kept.
    """
    on = localdate(at)
    channel = _locked(channel)
    check(by, Permission.CHANNEL_OPEN, channel, on)
    if channel.status != Channel.Status.PLANNED:
        raise WrongState(CHANNEL_MOVES.open.too_late, channel)
    if problems := opening.problems(channel, answers):
        raise ValidationError(problems)
    _set(channel, {key: value for key, value in answers.items() if key in CHECKS})
    if "url" in answers:
        _identify(channel, answers["url"] or channel.account_name)
    channel.tests_checked_on = on
    channel.save()
    trail.record(
        Event.CHANNEL_CHECKED, by=by, at=at, record=channel, data={"fields": sorted(answers)}
    )
    return channel


@transaction.atomic
def open_channel(*, channel: Channel, date_opened: date, by: Any, at: datetime) -> Channel:
    """Make a planned channel live (C2). Every line of the opening checklist must be met."""
    on = localdate(at)
    channel = _locked(channel)
    if unmet := opening.unmet(channel, on=on):
        raise WrongState(f"This channel cannot open yet. {unmet[0].text}.", channel)
    if problem := opening.date_problem(channel, date_opened, on=on):
        raise WrongState(f"{problem}.", channel)
    channel = move(
        channel, CHANNEL_MOVES.open, by=by, at=at, data={"date_opened": date_opened.isoformat()}
    )
    channel.date_opened = date_opened
    channel.next_review_on = channel.next_review_on or _a_year_after(date_opened)
    channel.save()
    return channel


@transaction.atomic
def cancel_planned(*, channel: Channel, reason: str, by: Any, at: datetime) -> Channel:
    """A planned channel will not go ahead; its account name is free again (C10)."""
    return move(channel, CHANNEL_MOVES.cancel, by=by, at=at, reason=reason)


@transaction.atomic
def change_details(*, channel: Channel, by: Any, at: datetime, **details: Any) -> Channel:
    """Mend what the register says about a channel, such as its link or its next review date."""
    channel = _locked(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, localdate(at))
    changed = sorted(
        key for key in DETAILS if key in details and getattr(channel, key) != details[key]
    )
    _set(channel, {key: details[key] for key in changed})
    if {"account_name", "url"} & set(changed):
        _identify(channel, channel.url or channel.account_name)
    channel.save()
    if changed:
        trail.record(Event.CHANNEL_CHANGED, by=by, at=at, record=channel, data={"fields": changed})
    return channel


@transaction.atomic
def add_person(
    *,
    channel: Channel,
    part: str,
    start_date: date,
    by: Any,
    at: datetime,
    person: Any = None,
    post: Any = None,
) -> ChannelPerson:
    """Give somebody, or whoever holds a post, a part in a channel from that day."""
    on = localdate(at)
    channel = _locked(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, on)
    there = channel.people.on(start_date).filter(part=part, person=person, post=post).exists()
    if there:
        part_word = ChannelPerson.Part(part).label.lower()
        raise ValidationError(
            f"{(person and person.full_name) or post} is already {_a_part(part_word)}. Choose someone else"
        )
    order = channel.people.filter(part=part).count()
    row = channel.people.create(
        part=part, person=person, post=post, start_date=start_date, order=order
    )
    trail.record(Event.CHANNEL_PERSON_ADDED, by=by, at=at, record=channel, data=_about(row))
    return row


@transaction.atomic
def end_person(
    *, channel_person: ChannelPerson, end_date: date, by: Any, at: datetime
) -> ChannelPerson:
    """End somebody's part in a channel; that day is the last. A channel is never left without an administrator (R12)."""
    on = localdate(at)
    channel = _locked(channel_person.channel)
    check(by, Permission.CHANNEL_CHANGE, channel, on)
    if _is_last(channel, channel_person, on):
        who = channel_person.person.full_name if channel_person.person else str(channel_person.post)
        raise ValidationError(
            f"Add another administrator before you remove {who}, or close the channel"
        )
    channel_person.end_date = max(end_date, channel_person.start_date)
    channel_person.save(update_fields=["end_date"])
    trail.record(
        Event.CHANNEL_PERSON_ENDED, by=by, at=at, record=channel, data=_about(channel_person)
    )
    return channel_person


# ---- Parts of the verbs ----------------------------------------------------------------------


def _post_called(*, title: str, school: Any, by: Any, at: datetime) -> Post:
    """The post with this title at the school or its trust, or a new one that nobody holds yet."""
    title = " ".join(title.split())
    known = Post.objects.alias(lower=Lower("title")).filter(lower=title.lower(), trust=school.trust)
    found = known.filter(school=school).first() or known.filter(school=None).first()
    return found or people_actions.add_post(
        title=title, trust=school.trust, school=school, by=by, at=at
    )


def _next_reference() -> str:
    """CH0001 and so on: the row is locked, so that two at once get two."""
    Numbering.objects.get_or_create(code="CH")
    numbering = Numbering.objects.select_for_update().get(code="CH")
    numbering.last += 1
    numbering.save(update_fields=["last"])
    return str(numbering)


def _create(*, school: Any, typed: str, by: Any, at: datetime, **fields: Any) -> Channel:
    channel = Channel(school=school, trust=school.trust, registered_on=localdate(at), **fields)
    _identify(channel, typed)
    channel.reference = _next_reference()
    channel.save(force_insert=True)
    return channel


def _identify(channel: Channel, typed: str) -> None:
    """Work out which account is meant, and refuse one that is somebody's already."""
    resolved = identity.resolve(channel.platform, typed)
    if resolved.problem:
        raise ValidationError({"account_name": resolved.problem})
    channel.handle, channel.identity, channel.url = resolved.handle, resolved.identity, resolved.url
    if channel.status in (Channel.Status.CLOSED, Channel.Status.CANCELLED):
        return
    problem = questions.taken_sentence(
        resolved.identity,
        platform=channel.platform,
        handle=resolved.handle,
        trust_id=channel.trust_id,
        besides=None if channel._state.adding else channel,
    )
    if problem:
        raise ValidationError({"account_name": problem})


def _put_people(
    channel: Channel, people: Iterable[Mapping[str, Any]], *, start: date, end: date | None = None
) -> None:
    ChannelPerson.objects.bulk_create(
        ChannelPerson(
            channel=channel,
            part=one["part"],
            person=one.get("person"),
            post=one.get("post"),
            start_date=start,
            end_date=end,
            order=order,
        )
        for order, one in enumerate(people)
    )


def _is_last(channel: Channel, leaving: ChannelPerson, on: date) -> bool:
    administrators = channel.people.on(on).filter(part__in=("master", "administrator"))
    return (
        leaving.part in ("master", "administrator")
        and not administrators.exclude(pk=leaving.pk).exists()
    )


def _locked(channel: Channel) -> Channel:
    return Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)


def _set(channel: Channel, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        setattr(channel, key, value)


def _about(row: ChannelPerson) -> dict[str, Any]:
    return {"part": row.part, "person": str(row.person_id or ""), "post": str(row.post_id or "")}


def _a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))


def _a_part(word: str) -> str:
    """an administrator, a moderator."""
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"
