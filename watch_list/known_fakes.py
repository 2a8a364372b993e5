"""Accounts that the school has found to be fakes, with evidence, and says so in public.

Nobody's own account is ever among them: none that was ever written down as a member of staff's, and
none that was left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from schools.policy_settings import value
from watch_list.models import WatchedAccount, WatchStep

NO_FAKE = "Only an account that pretends to be the school, that never was a colleague's and that was not left alone can be called a fake."
NO_ADDRESS = "Enter the link to the account first. A name alone may be somebody else's."
OWN_KIND = "You said that it pretends to be the school, and it was put down as something else before. Somebody else has to look and confirm that it is a fake."
OWN_NOTICE = (
    "You sent the notice about it, so somebody else has to look and confirm that it is a fake."
)
NO_EVIDENCE = "Write down what was seen before you call it a fake: a link, or in a few words what it shows and asks for"
AN_ADDRESS = re.compile(r"https?://\S+\.\S+|www\.\S+\.\S+", re.IGNORECASE)
FEWEST_WORDS = 4


def why_not(entry: WatchedAccount, by: Any) -> str:
    """Why this person cannot call it a fake, whatever they tick; nothing where they can."""
    if not entry.may_be_fake:
        return NO_FAKE
    if not entry.identity:
        return NO_ADDRESS
    if entry.kind_changed_by_id == by.pk:
        return OWN_KIND
    return OWN_NOTICE if sent_the_notice(entry, by) else ""


def sent_the_notice(entry: WatchedAccount, by: Any) -> bool:
    return entry.steps.filter(step=WatchStep.Step.NOTICE, by=by).exists()


def is_evidence(text: str) -> bool:
    """An address, or at least a few words about what somebody saw."""
    words = {word.casefold() for word in re.findall(r"\w{2,}", text)}
    return bool(AN_ADDRESS.search(text)) or len(words) >= FEWEST_WORDS


def find(identities: Iterable[str]) -> WatchedAccount | None:
    """The confirmed fake with exactly one of these identities, of a school whose list is public."""
    rows = (
        WatchedAccount.objects.confirmed_fakes()
        .filter(identity__in=[one for one in identities if one])
        .select_related("platform", "school__trust")
        .order_by("reference")
    )
    return next((row for row in rows if value("register_public_extract", school=row.school)), None)
