"""What the search and the filters leave of the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from access.check import own_trusts, trusts_where
from access.roles import Permission
from accounts_registry.cover import cover_days
from accounts_registry.listing.wanted import Wanted
from accounts_registry.models import Channel, FormerHandle, SearchDocument
from accounts_registry.needs import reckoning
from accounts_registry.needs.codes import KINDS, TESTS
from accounts_registry.record.statuses import IN_USE, ChannelStatus
from accounts_registry.search.query import asked, is_long, pattern, place_of, words
from people.models import User
from platforms.api import identity

HORIZON = 42  # days in which a gap in cover is looked for
SOON = 60  # days in which a closing counts as soon


class NeedFilter(NamedTuple):
    """A filter by what a channel needs, or by what else its team looks for: its words, and which rows it leaves."""

    says: str
    rows: Callable[[date], Q] | None = None
    # Reckons a day of its own from today's, so its question is put together anew each time.
    reckons: bool = False


def overdue(column: str) -> Callable[[date], Q]:
    return lambda on: Q(**{f"{column}__lt": on})


def always(**columns: Any) -> Callable[[date], Q]:
    return lambda on: Q(**columns)


def not_official(on: date) -> Q:
    accepted = Q(legacy_import=False) | Q(accepted_at__isnull=False)
    return accepted & ~Q(**dict.fromkeys(TESTS, True))


def soon(on: date) -> Q:
    return Q(planned_closing__lte=on + timedelta(days=SOON))


def of_ours(**columns: Any) -> Callable[[date], Q]:
    """What is asked only while the account is ours: of one that was lost there is nothing to record."""

    def rows(on: date) -> Q:
        ended = FormerHandle.objects.were_ours().filter(channel=OuterRef("pk"), until__lte=on)
        lost = Q(Exists(ended), identity="", master_privileges_held=False)
        return Q(**columns) & ~lost

    return rows


NOT_LINKED = {"website_link_url": "", "no_link_reason": ""}
NEEDS: dict[str, NeedFilter] = {
    "review": NeedFilter("Review overdue", overdue("next_review_on")),
    "people": NeedFilter("Not enough people"),
    "cover": NeedFilter("Cover gap"),
    "notice": NeedFilter("Not in privacy notice", of_ours(privacy_notice_listed_on=None)),
    "website": NeedFilter("Not linked from website", of_ours(**NOT_LINKED)),
    "under_16": NeedFilter("Pupils under 16", always(pupils_under_16=True)),
    "photos": NeedFilter("Identifiable photos", always(pupil_images="with_consent")),
    "closing": NeedFilter("Closing date passed", overdue("planned_closing")),
    "soon": NeedFilter("Closing soon", soon, reckons=True),
    "confirm": NeedFilter("Not yet confirmed", always(legacy_import=True, accepted_at=None)),
    "official": NeedFilter("Not official", not_official),
    "login": NeedFilter("Log-in details not recorded", of_ours(credentials_location="")),
    "retrospective": NeedFilter("Opened before it was approved", always(retrospective=True)),
    "freeze_due": NeedFilter("Confirming that nobody posts overdue", overdue("freeze_due")),
    "privacy_due": NeedFilter("Privacy settings review overdue", overdue("privacy_review_due")),
    "images_due": NeedFilter(
        "Photos of pupils to be dealt with overdue", overdue("image_action_due")
    ),
    "risk_due": NeedFilter("Risk assessment review overdue", overdue("risk_review_due")),
    "evaluation_due": NeedFilter("Evaluation overdue", overdue("evaluation_due")),
    "completion_due": NeedFilter("What its opening left to do overdue", overdue("completion_due")),
    "gaps_due": NeedFilter("Missing details overdue", overdue("gaps_due")),
    "reappearance_due": NeedFilter(
        "Check that it has not come back overdue", overdue("reappearance_due")
    ),
}
# The codes of the table of needs behind each filter; a filter without any is by a fact that is no need.
CODES = {code: [kind.code for kind in KINDS.values() if kind.filter == code] for code in NEEDS}


def statuses_of(code: str) -> tuple[str, ...]:
    """The statuses in which a channel can have what this filter looks for."""
    found = [status for need in CODES[code] for status in KINDS[need].statuses]
    return tuple(dict.fromkeys(found)) or IN_USE


def selected(
    user: User, wanted: Wanted, *, on: date, search: Search | None = None
) -> QuerySet[Channel]:
    """The channels a search and its filters leave."""
    channels = _filtered(user, wanted, on=on)
    if not wanted.q:
        return channels
    search = search or Search.of(wanted.q)
    if search.finds_many:
        return channels.filter(_matching(search, user, on))
    # What was found comes first: else a database walks all names in order and looks each one up.
    found = Channel.objects.filter(_matching(search, user, on))
    return found.filter(Exists(channels.filter(pk=OuterRef("pk"))))


def _filtered(user: User, wanted: Wanted, *, on: date) -> QuerySet[Channel]:
    channels = Channel.objects.visible_to(user, on=on).filter(is_sample=False)
    if wanted.school_name:
        channels = channels.filter(school__name__icontains=wanted.school)
    elif wanted.one_school:
        channels = channels.filter(school_id=wanted.school)
    if wanted.platform:
        channels = channels.filter(platform__code=wanted.platform)
    if wanted.status:
        channels = channels.filter(status=wanted.status)
    else:
        # What an undone import had added has left the register: shown only to who asks for it.
        channels = channels.exclude(status=ChannelStatus.CANCELLED, legacy_import=True)
    channels = _opened(channels, wanted.days)
    if wanted.audience:
        channels = _for(channels.in_detail(user, on=on), wanted.audience)
    return _in_need(channels, user, wanted.needs, on) if wanted.needs else channels


class Search(NamedTuple):
    """What was typed: one account, by a link to it, or words that must all be found."""

    identity: str | None = None
    patterns: tuple[str, ...] = ()
    match: str = ""
    # Only a letter or two: no index helps, and much of the register holds them.
    finds_many: bool = False

    @classmethod
    def of(cls, text: str) -> Search:
        """A pasted link finds the account it leads to, whatever its tail."""
        if identity.is_link(identity.tidy(text)):
            platform = identity.find_platform(text)
            if platform is None or not platform.hosts:
                return cls(patterns=(pattern(place_of(text)),))
            return cls(identity=identity.resolve(platform, text).identity)
        found = words(text)
        question = asked(found)
        return cls(None, question.patterns, question.match, not any(map(is_long, found)))

    @property
    def values(self) -> dict[str, str]:
        """What differs from one search to the next, by name."""
        named = {f"pattern{number}": one for number, one in enumerate(self.patterns)}
        named |= {"match": self.match} if self.match else {}
        return named | ({"identity": self.identity} if self.identity else {})

    @property
    def shape(self) -> Search:
        """What does not."""
        return self._replace(
            identity=self.identity and "one",
            patterns=("",) * len(self.patterns),
            match=self.match and "one",
        )

    def of_values(self, values: Mapping[str, Any]) -> Search:
        """A search of this shape."""
        return self._replace(
            identity=values.get("identity", self.identity),
            patterns=tuple(values[f"pattern{number}"] for number in range(len(self.patterns))),
            match=values.get("match", ""),
        )


def _matching(search: Search, user: User, on: date) -> Q:
    """By any of its words. What only its team and managers may read finds it for them alone."""
    if search.identity is not None:
        return Q(identity=search.identity) if search.identity else Q(pk=None)
    if not search.patterns and not search.match:
        return Q(pk=None)
    found = Q(pk__in=_documents("detail", search))
    if trusts_where(user, Permission.CHANNEL_DETAIL, on) == own_trusts(user, on):
        return found
    # Whatever everybody may read is among the rest, so the narrower question only takes away.
    in_detail = Channel.objects.in_detail(user, on=on).values("pk")
    return found & (Q(pk__in=_documents("public", search)) | Q(pk__in=in_detail))


def _documents(column: str, search: Search) -> Any:
    return SearchDocument.objects.holding(column, search.patterns, search.match).values(
        "channel_id"
    )


def _opened(channels: Any, days: Mapping[str, date | None]) -> Any:
    if first := days["opened_from"]:
        channels = channels.filter(date_opened__gte=first)
    if last := days["opened_to"]:
        channels = channels.filter(date_opened__lte=last)
    return channels


def _for(channels: Any, group: str) -> Any:
    """Those meant for this group of people: the column is JSON, and no database reads it like the other."""
    written = channels.annotate(written=Cast("audience", TextField()))
    return written.filter(written__like=pattern(f'"{group}"'))


def _in_need(channels: Any, user: User, code: str, on: date) -> QuerySet[Channel]:
    """Needs are nobody's business who sees only Appendix 1."""
    need = NEEDS[code]
    those = channels.in_detail(user, on=on).filter(status__in=statuses_of(code))
    if need.rows:
        return those.filter(need.rows(on))
    found = _without_cover(those, on) if code == "cover" else _reckoned(those, code, on)
    return channels.filter(pk__in=list(found))


def _without_cover(channels: Any, on: date) -> Any:
    last = on + timedelta(days=HORIZON - 1)
    return {gap.channel_id for gap in cover_days.gaps(first=on, last=last, channels=channels)}


def _reckoned(channels: Any, code: str, on: date) -> Any:
    """Those with one of these needs that no column tells."""
    wanted = frozenset(CODES[code])
    return {
        pk
        for pk, needs in reckoning.of(channels, on=on).items()
        if any(need.code in wanted for need in needs)
    }
