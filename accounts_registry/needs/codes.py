"""The one table of what a channel may need: its words, where it is mended and by whom, its filter, its due day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from access.roles import Permission
from accounts_registry.record.statuses import GOES_ON, IN_USE, LIVE, ChannelStatus

TESTS = {
    "master_privileges_held": "the school holds the master privileges and access permissions",
    "editorial_oversight": "the school has editorial oversight of everything posted",
    "admins_limited": "only the staff who need administrator rights have them",
}


class NeedKind(NamedTuple):
    """A sort of need. `says` is for its numbers and its day; `says_without` where there is no day or no post.

    `column` is the channel's own column that holds its day, `job` what to do by that day; `job_page` and
    `job_permission` where that is a page of its own, for fewer people than those who may mend it.
    `rule` is its name among the rules that always hold (4.2.6), `rule_says` how a broken rule is told.
    `filter` is the filter of the list that shows exactly the channels with it.
    """

    code: str
    says: str
    page: str
    action: str = ""
    permission: Permission = Permission.CHANNEL_CHANGE
    statuses: tuple[str, ...] = IN_USE
    says_without: str = ""
    filter: str = ""
    column: str = ""
    job: str = ""
    job_page: str = ""
    job_permission: Permission | None = None
    rule: str = ""
    rule_says: str = ""

    @property
    def done_on(self) -> str:
        """The page on which its job is done."""
        return self.job_page or self.page

    @property
    def done_by(self) -> Permission:
        return self.job_permission or self.permission


class Need(NamedTuple):
    """One thing that a channel needs: a code of the table with its data. Its sentence is made at the very end."""

    code: str
    day: date | None = None
    have: int = 0
    needed: int = 0
    post: str = ""

    @property
    def kind(self) -> NeedKind:
        return KINDS[self.code]

    @property
    def since(self) -> date | None:
        """The day by which it was due, for what has one."""
        return self.day if self.kind.job or self.kind.column else None

    @property
    def text(self) -> str:
        kind = self.kind
        return self._in(kind.says if self.day or self.post else kind.says_without or kind.says)

    @property
    def as_rule(self) -> str:
        """As a rule that is broken."""
        return self._in(self.kind.rule_says) if self.kind.rule_says else self.text

    def __str__(self) -> str:
        return self.text

    def _in(self, words_of: str) -> str:
        return words_of.format(
            day=words(self.day) if self.day else "",
            have=self.have,
            needed=self.needed,
            post=self.post,
            tests=count(self.have, "test"),
            moderators=count(self.have, "moderator"),
        )


REVIEW = Permission.CHANNEL_REVIEW
PEOPLE = ("register:people", "Change people")
# The most pressing first: a channel's needs stand in this order.
KINDS: dict[str, NeedKind] = {
    kind.code: kind
    for kind in (
        NeedKind(
            "opening",
            "opening checks and opening, planned for {day}",
            "register:opening",
            "Do the opening checks",
            Permission.CHANNEL_OPEN,
            (ChannelStatus.PLANNED,),
            says_without="opening checks and opening",
        ),
        NeedKind(
            "lost",
            "the account is not ours since {day}",
            "register:account",
            "Say which account it is now, or close the channel",
        ),
        NeedKind(
            "name_waits",
            "the changed name of the account waits to be confirmed",
            "register:account",
            "See it and who confirms it",
        ),
        NeedKind(
            "id_waits",
            "the permanent id of the account waits to be confirmed",
            "register:account",
            "See it and who confirms it",
        ),
        NeedKind(
            "confirm",
            "not yet confirmed",
            "register:accept",
            "Accept it onto the register",
            Permission.CHANNEL_ACCEPT,
            filter="confirm",
        ),
        NeedKind(
            "official",
            "not official: {tests} not met",
            "register:official_checks",
            "See the official checks",
            Permission.CHANNEL_DETAIL,
            filter="official",
            rule="not_official",
            rule_says="it no longer meets the 3 tests of an official account",
        ),
        NeedKind(
            "closing",
            "closing date passed on {day}",
            "register:dates",
            "Look at its dates",
            filter="closing",
            column="planned_closing",
            rule="closing_passed",
            rule_says="its closing date was {day}",
        ),
        NeedKind(
            "review",
            "review overdue since {day}",
            "register:dates",
            "Set the next review",
            statuses=GOES_ON,
            filter="review",
            column="next_review_on",
            job="Decide whether to keep it",
        ),
        NeedKind(
            "no_master",
            "nobody holds the post {post}",
            *PEOPLE,
            statuses=LIVE,
            says_without="no master administration",
            rule="no_master",
            rule_says="nobody holds its master administration",
        ),
        NeedKind(
            "administrators",
            "administrators {have} of {needed}",
            *PEOPLE,
            statuses=LIVE,
            filter="people",
            rule="administrators",
        ),
        NeedKind(
            "moderators",
            "moderators {have} of {needed}",
            *PEOPLE,
            statuses=LIVE,
            filter="people",
            rule="moderators",
        ),
        NeedKind(
            "operators",
            "people who run it {have} of {needed}",
            *PEOPLE,
            statuses=LIVE,
            filter="people",
            rule="operators",
        ),
        NeedKind(
            "not_ready",
            "{have} of those who run it cannot count: confirmation or training",
            *PEOPLE,
            statuses=(ChannelStatus.OPEN,),
            rule="not_ready",
        ),
        NeedKind(
            "pupil_contact",
            "pupils may write, and {have} of {needed} staff have access",
            *PEOPLE,
            statuses=(ChannelStatus.OPEN,),
            rule="pupil_contact",
        ),
        NeedKind("designation", "{moderators} to be confirmed", "register:people", "See who"),
        NeedKind("too_many", "more administrators than {needed}, and no reason given", *PEOPLE),
        NeedKind(
            "freeze",
            "confirming that nobody posts overdue since {day}",
            "register:detail",
            statuses=(ChannelStatus.SUSPENDED,),
            filter="freeze_due",
            column="freeze_due",
        ),
        NeedKind(
            "privacy",
            "privacy settings review overdue since {day}",
            "register:privacy_review",
            "Start review (1 minute)",
            REVIEW,
            filter="privacy_due",
            column="privacy_review_due",
            job="Check the privacy settings",
            rule="privacy_review",
            rule_says="its privacy settings review was due on {day}",
        ),
        NeedKind(
            "images",
            "photos of pupils to be dealt with overdue since {day}",
            "register:pupil_images",
            "Say what was done",
            REVIEW,
            filter="images_due",
            column="image_action_due",
            job="Change photos of pupils",
        ),
        NeedKind(
            "risk",
            "risk assessment review overdue since {day}",
            "register:risk_assessment",
            "Review the risk assessment",
            filter="risk_due",
            column="risk_review_due",
            job="Approve the risk assessment again",
            job_page="register:risk_review",
            job_permission=Permission.CHANNEL_RISK_APPROVE,
            rule="risk_review",
            rule_says="its risk assessment was due on {day}",
        ),
        NeedKind(
            "evaluation",
            "evaluation overdue since {day}",
            "register:evaluate",
            "Evaluate it",
            REVIEW,
            filter="evaluation_due",
            column="evaluation_due",
            job="Evaluate it against its aims",
        ),
        NeedKind(
            "completion",
            "what its opening left to do overdue since {day}",
            "register:completion",
            "Record it",
            Permission.CHANNEL_COMPLETE,
            filter="completion_due",
            column="completion_due",
        ),
        NeedKind(
            "gaps",
            "missing details overdue since {day}",
            "register:channel_gaps",
            "See what is missing",
            Permission.CHANNEL_DETAIL,
            filter="gaps_due",
            column="gaps_due",
        ),
        NeedKind(
            "reappearance",
            "check that it has not come back overdue since {day}",
            "closed_channels:still_gone",
            "Look for it",
            Permission.CHANNEL_CHECK_CLOSED,
            (ChannelStatus.CLOSED,),
            filter="reappearance_due",
            column="reappearance_due",
        ),
        NeedKind(
            "login",
            "confirming the login details overdue since {day}",
            "register:confirm_login_details",
            "Confirm them",
            Permission.CHANNEL_VERIFY,
            job="Confirm the login details",
        ),
        NeedKind(
            "post",
            "looking at the last post overdue since {day}",
            "register:last_post",
            "Say when",
            REVIEW,
            (ChannelStatus.OPEN,),
            job="Say when it was last posted on",
        ),
        NeedKind(
            "login_place",
            "login details not recorded",
            "register:login_details",
            "Say where they are kept",
            filter="login",
        ),
        NeedKind(
            "login_never",
            "login details never checked",
            "register:confirm_login_details",
            "Confirm them",
            Permission.CHANNEL_VERIFY,
        ),
        NeedKind(
            "notice",
            "not in the privacy notice",
            "register:website",
            "Say when it was listed",
            filter="notice",
        ),
        NeedKind(
            "website",
            "not linked from the website",
            "register:website",
            "Add the link, or why there is none",
            filter="website",
        ),
        NeedKind("link", "link to the account not recorded", "register:account", "Add the link"),
        NeedKind("opened", "opening date not recorded", "register:details", "Add the date"),
        NeedKind(
            "review_date",
            "review date not set",
            "register:dates",
            "Set the next review",
            statuses=GOES_ON,
        ),
        NeedKind(
            "two_factor",
            "second sign-in step not recorded",
            "register:login_details",
            "Say whether it is on",
        ),
        NeedKind(
            "house_rules",
            "house rules not published",
            "register:house_rules",
            "Add the house rules",
        ),
        NeedKind(
            "no_risk",
            "no approved risk assessment",
            "register:risk_assessment",
            "Write the risk assessment",
        ),
    )
}
# What has a day of its own on the channel's row, in the order of the table.
COLUMNS = {kind.code: kind.column for kind in KINDS.values() if kind.column}
# What is asked for before its day comes, too.
JOBS = {kind.code: kind for kind in KINDS.values() if kind.job}
PLACE = {code: place for place, code in enumerate(KINDS)}


@lru_cache(maxsize=4096)
def words(day: date) -> str:
    return f"{day:%-d %B %Y}"


def count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
