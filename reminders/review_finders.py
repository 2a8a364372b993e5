"""What the rules about reviews of channels find: settings, login details, posts, aims, risks, and platforms that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.urls import reverse

from accounts_registry import agenda, crew
from accounts_registry.agenda import Item
from accounts_registry.models import (
    Channel,
    ChannelPerson,
    Evaluation,
    PlatformChange,
    PrivacyReview,
)
from people.words import day
from reminders.cover_finders import people_in
from reminders.due import Due, Words
from reminders.scope import Scope

RUNNING = ("master", "administrator", "moderator", "poster")
# A change of those who could sign in counts as an event for so long.
ROTATE_WITHIN = timedelta(days=90)
ANSWER_WITHIN = 5  # school days


def privacy_reviews(scope: Scope) -> list[Due]:
    """REM-16: the termly look at settings. Those a platform asks for belong to REM-48."""
    return [
        due
        for item in _due(scope, "privacy")
        if item.channel.privacy_review_trigger != PrivacyReview.Trigger.PLATFORM
        for due in _chased(
            item,
            scope,
            f"1-minute check: {item.channel.account_name} {item.channel.platform_name}",
            f"Late check: settings of {item.channel.account_name}",
            team=_team(item, scope),
            comms=_holders(item.channel, "COMMS", scope),
            head=_holders(item.channel, "HEAD", scope),
        )
    ]


def pupil_images(scope: Scope) -> list[Due]:
    """REM-16A: photos that show a pupil close up, to be changed by a day."""
    return [
        due
        for item in _due(scope, "images")
        for due in _chased(
            item,
            scope,
            f"Change photos of pupils: {item.channel.account_name}",
            "",
            team=_team(item, scope),
        )
    ]


def to_countersign(scope: Scope) -> list[Due]:
    """REM-16B: settings that are not as they should be, seen by one person alone."""
    rows = PrivacyReview.objects.filter(
        open_exceptions__gt=0, countersigned_at=None, channel__in=_channels(scope)
    )
    latest = {}
    for review in rows.select_related("channel__platform", "by").order_by("at"):
        latest[review.channel_id] = review
    return [_countersign(review, scope) for review in latest.values()]


def _countersign(review: PrivacyReview, scope: Scope) -> Due:
    channel = review.channel
    people = _besides(review.by_id, _holders(channel, "COMMS", scope))
    return Due(
        "accounts_registry.privacyreview",
        review.pk,
        scope.calendar(channel.school_id).add(review.done_on, ANSWER_WITHIN),
        Words(
            f"Countersign: settings of {channel.account_name}",
            f"{review.by.full_name} found {settings_of(review.open_exceptions)} not as it should be",
            reverse("register:privacy_answers", args=[channel.reference.lower(), review.pk]),
        ),
        {"comms": people or _besides(review.by_id, _holders(channel, "HEAD", scope))},
        school_days=scope.calendar(channel.school_id).between(review.done_on, scope.on),
        reference=channel.reference,
    )


def settings_of(number: int) -> str:
    return f"{number} setting{'' if number == 1 else 's'}"


def login_details(scope: Scope) -> list[Due]:
    """REM-17: login details that nobody has confirmed for a while."""
    _lines(scope)
    return [
        due
        for item in _due(scope, "login")
        for due in _chased(
            item,
            scope,
            f"Confirm the login details of {item.channel.account_name}",
            f"Not confirmed: login details of {item.channel.account_name}",
            team=_keepers(item.channel, scope),
            comms=_unique(
                _holders(item.channel, "COMMS", scope), _holders(item.channel, "NETMAN", scope)
            ),
        )
    ]


def login_details_to_change(scope: Scope) -> list[Due]:
    """REM-17A: somebody who could sign in has stopped, and the login details are as they were."""
    since = scope.on - ROTATE_WITHIN
    ended = ChannelPerson.objects.filter(
        channel__in=_channels(scope).filter(status__in=agenda.IN_USE),
        part__in=("master", "administrator"),
        person__isnull=False,
        end_date__gte=since,
        end_date__lt=scope.on + timedelta(days=1),
    ).select_related("channel__platform", "person")
    rows = list(ended.order_by("end_date"))
    still = _still(ended, scope.on) if rows else set()
    _know_lines({row.channel_id for row in rows}, scope)
    found: dict[UUID, Due] = {}
    for row in rows:
        rotated = row.channel.credentials_rotated_on
        is_done = rotated is not None and rotated >= row.end_date
        if not is_done and (row.channel_id, row.person_id) not in still:
            found[row.channel_id] = _to_change(row, scope)
    return list(found.values())


def _still(ended: Any, on: date) -> set[tuple[UUID, UUID]]:
    """Who runs the same channel in another part after all."""
    rows = ChannelPerson.objects.on(on + timedelta(days=1)).filter(
        channel__in=ended.values("channel_id"), part__in=("master", "administrator")
    )
    return set(rows.values_list("channel_id", "person_id"))


def _to_change(row: ChannelPerson, scope: Scope) -> Due:
    channel = row.channel
    return Due(
        "accounts_registry.channel",
        channel.pk,
        row.end_date or scope.on,
        Words(
            f"Change the login details of {channel.account_name}",
            f"{row.person.full_name} no longer administers it" if row.person else "",
            reverse("register:login_details", args=[channel.reference.lower()]),
        ),
        {"team": _keepers(channel, scope)},
        reference=channel.reference,
    )


def evaluations(scope: Scope) -> list[Due]:
    """REM-21: whether a channel does what its business case said."""
    return [
        due
        for item in _due(scope, "evaluation")
        for due in _chased(
            item,
            scope,
            f"Evaluate {item.channel.account_name} against its aims",
            f"Late evaluation: {item.channel.account_name}",
            team=_owners(item, scope),
            late=_owners(item, scope),
            comms=_holders(item.channel, "COMMS", scope),
        )
    ]


def head_views(scope: Scope) -> list[Due]:
    """REM-21A: a channel that does not meet its aims, or should close, waits for the headteacher's view."""
    rows = Evaluation.objects.filter(
        needs_head=True, head_on=None, channel__in=_channels(scope)
    ).select_related("channel__platform", "by")
    return [
        Due(
            "accounts_registry.evaluation",
            row.pk,
            scope.calendar(row.channel.school_id).add(row.done_on, ANSWER_WITHIN),
            Words(
                f"Add your view: is {row.channel.account_name} still worth it?",
                f"{row.by.full_name} evaluated it on {day(row.done_on)}",
                reverse("register:evaluation", args=[row.channel.reference.lower(), row.pk]),
            ),
            {"head": _holders(row.channel, "HEAD", scope)},
            school_days=scope.calendar(row.channel.school_id).between(row.done_on, scope.on),
            reference=row.channel.reference,
        )
        for row in rows
    ]


def last_posts(scope: Scope) -> list[Due]:
    """REM-22: channels without a post for too long."""
    return [
        Due(
            "accounts_registry.channel",
            item.channel.pk,
            item.due_on,
            Words(
                f"Say when {item.channel.account_name} was last posted on",
                _silence(item.channel),
                item.link,
            ),
            {
                "team": people_in(_lines(scope).get(item.channel.pk, []), "poster", "master"),
                "head": _holders(item.channel, "HEAD", scope),
            },
            reference=item.channel.reference,
            words_for={
                "head": Words(
                    f"Keep or close {item.channel.account_name}?",
                    _silence(item.channel),
                    reverse("register:detail", args=[item.channel.reference.lower()]),
                )
            },
        )
        for item in _due(scope, "post")
    ]


def _silence(channel: Channel) -> str:
    last = channel.last_post_on
    return f"the newest post we know of is of {day(last)}" if last else "no post is recorded"


def risk_reviews(scope: Scope) -> list[Due]:
    """REM-23: risk assessments to be approved again."""
    return [
        due
        for item in _due(scope, "risk")
        for due in _chased(
            item,
            scope,
            f"Read the risk assessment of {item.channel.account_name} again",
            f"Late: risk assessment of {item.channel.account_name}",
            team=_unique(
                _holders(item.channel, "HEAD", scope),
                _authors(scope).get(item.channel.pk, ()),
            ),
            ceo=_holders(item.channel, "CEO", scope),
        )
    ]


def platform_changes(scope: Scope) -> list[Due]:
    """REM-48: a platform changed its settings; each channel on it is looked at once."""
    items = [
        item
        for item in _due(scope, "privacy")
        if item.channel.privacy_review_trigger == PrivacyReview.Trigger.PLATFORM
    ]
    marked = {
        (row["trust"], row["platform"]): row["last"]
        for row in PlatformChange.objects.filter(trust__in=scope.trust_pks)
        .values("trust", "platform")
        .annotate(last=Max("on"))
    }
    return [_changed(item, marked, scope) for item in items]


def _changed(item: Item, marked: Mapping[Any, date], scope: Scope) -> Due:
    channel = item.channel
    since = marked.get((channel.trust_id, channel.platform_id), scope.on)
    lines = _lines(scope).get(channel.pk, [])
    return Due(
        "accounts_registry.channel",
        channel.pk,
        item.due_on,
        Words(
            f"Check the settings of {channel.account_name}",
            f"{channel.platform_name} changed its settings, marked on {day(since)}",
            item.link,
        ),
        {
            "team": people_in(lines, "administrator") or people_in(lines, "master"),
            "comms": _holders(channel, "COMMS", scope),
        },
        school_days=scope.calendar(channel.school_id).between(since, scope.on),
        reference=channel.reference,
    )


def _chased(
    item: Item,
    scope: Scope,
    text: str,
    late: str,
    /,
    *,
    team: tuple[UUID, ...],
    **others: tuple[UUID, ...],
) -> Iterator[Due]:
    """Its team by days around the day; the others by the school days that have passed since."""
    channel = item.channel
    why = f"due {day(item.due_on)}"
    about: dict[str, Any] = {
        "target_type": "accounts_registry.channel",
        "target_id": channel.pk,
        "due_on": item.due_on,
        "reference": channel.reference,
    }
    yield Due(words=Words(text, why, item.link), people={"team": team}, **about)
    if others and item.due_on <= scope.on:
        page = reverse("register:detail", args=[channel.reference.lower()])
        own = others.pop("late", ())
        passed = scope.calendar(channel.school_id).between(item.due_on, scope.on)
        yield Due(
            words=Words(late, why, page),
            people={**others, "late": own},
            school_days=passed,
            words_for={"late": Words(text, why, item.link)},
            **about,
        )


def _due(scope: Scope, code: str) -> list[Item]:
    return [item for item in _agenda(scope) if item.kind.code == code]


def _agenda(scope: Scope) -> list[Item]:
    """Asked once for all the rules of a sweep or a page."""
    kept: list[Item] | None = scope.__dict__.get("_agenda")
    if kept is None:
        kept = scope.__dict__["_agenda"] = agenda.items(
            _channels(scope), on=scope.on, ahead=timedelta(days=37)
        )
    return kept


def _channels(scope: Scope) -> Any:
    """The channels of the scope, and for a person also those whose login details they look after."""
    if scope.person is None or scope.only_channels is not None:
        return scope.channels
    person = scope.person
    schools = {
        school
        for held in person.roles_on(scope.on)
        if held.role in ("ADMIN", "CEO", "NETMAN")
        for school in held.school_ids
    }
    kept = Q(credentials_post__holdings__in=person.holdings.on(scope.on)) | Q(school_id__in=schools)
    also = Channel.objects.filter(kept, trust_id__in=scope.trust_pks).values("pk")
    return Channel.objects.filter(Q(pk__in=scope.channels.values("pk")) | Q(pk__in=also))


def _lines(scope: Scope) -> dict[UUID, list[crew.Line]]:
    """Who runs the channels on the agenda."""
    return _know_lines({item.channel.pk for item in _agenda(scope)}, scope)


def _know_lines(channels: set[UUID], scope: Scope) -> dict[UUID, list[crew.Line]]:
    """Who runs these channels as well as those asked for before, each asked once."""
    known: dict[UUID, list[crew.Line]] = scope.__dict__.setdefault("_review_lines", {})
    if new := channels - known.keys():
        found = crew.by_channel(crew.lines(list(new), on=scope.on))
        known |= {pk: found.get(pk, []) for pk in new}
    return known


def _authors(scope: Scope) -> dict[UUID, tuple[UUID, ...]]:
    """Who asked for the channels on the agenda."""
    kept: dict[UUID, tuple[UUID, ...]] | None = scope.__dict__.get("_review_authors")
    if kept is None:
        ids = {item.channel.pk for item in _agenda(scope)}
        kept = scope.__dict__["_review_authors"] = {}
        rows = Channel.objects.filter(pk__in=ids, requests__author__isnull=False)
        for channel, author in rows.values_list("pk", "requests__author"):
            kept[channel] = (*kept.get(channel, ()), author)
    return kept


def _team(item: Item, scope: Scope) -> tuple[UUID, ...]:
    """Those who run it; where nobody does, the office."""
    found = people_in(_lines(scope).get(item.channel.pk, []), *RUNNING)
    return found or _holders(item.channel, "ADMIN", scope)


def _owners(item: Item, scope: Scope) -> tuple[UUID, ...]:
    """Whoever asked for it, and whoever holds its master administration."""
    return _unique(
        _authors(scope).get(item.channel.pk, ()),
        people_in(_lines(scope).get(item.channel.pk, []), "master"),
    )


def _keepers(channel: Channel, scope: Scope) -> tuple[UUID, ...]:
    """Whoever looks after the login details, and the master administration; where nobody does, the office."""
    lines = _know_lines({channel.pk}, scope)[channel.pk]
    found = _unique(scope.in_post(channel.credentials_post_id), people_in(lines, "master"))
    return found or _holders(channel, "ADMIN", scope)


def _holders(channel: Channel, role: str, scope: Scope) -> tuple[UUID, ...]:
    return scope.holders(role, school_id=channel.school_id, trust_id=channel.trust_id)


def _unique(*people: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(one for several in people for one in several))


def _besides(person: UUID, people: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(one for one in people if one != person)
