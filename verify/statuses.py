"""What the public answer says of one account: computed each time, stored nowhere."""

from __future__ import annotations

from enum import StrEnum


class AccountStatus(StrEnum):
    OFFICIAL = "official"
    CONFIRMATION_LAPSED = "confirmation_lapsed"
    PAUSED = "paused"
    BEING_CHECKED = "being_checked"
    NOT_CONFIRMED = "not_confirmed"
    NOT_OFFICIAL = "not_official"
    NOT_LIVE = "not_live"
    CLOSED = "closed"
    NOT_AN_ACCOUNT = "not_an_account"


# From the most to the least that can be said where a bare name fits several accounts.
ORDER = (
    AccountStatus.OFFICIAL,
    AccountStatus.CONFIRMATION_LAPSED,
    AccountStatus.PAUSED,
    AccountStatus.BEING_CHECKED,
    AccountStatus.NOT_CONFIRMED,
    AccountStatus.NOT_OFFICIAL,
    AccountStatus.NOT_LIVE,
    AccountStatus.CLOSED,
)
OFFICIAL = (
    AccountStatus.OFFICIAL,
    AccountStatus.CONFIRMATION_LAPSED,
    AccountStatus.PAUSED,
)
PROVEN = (AccountStatus.OFFICIAL, AccountStatus.PAUSED)
# Accepted, and yet failing one of the three tests or with an id that nobody has found to be ours.
BEING_CHECKED = (AccountStatus.BEING_CHECKED, AccountStatus.NOT_OFFICIAL)
# Where a live channel has the account by now, and public pages speak of it.
SAID_IN_PUBLIC = (*PROVEN, *BEING_CHECKED)
# A name that is not ours any more may be a fake by now.
OVER = (AccountStatus.CLOSED, AccountStatus.NOT_LIVE)
VOUCHED_FOR = (*PROVEN, AccountStatus.CLOSED)
