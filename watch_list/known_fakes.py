"""Accounts that the school has found to be fakes, with evidence, and says so in public.

Nobody's own account is ever among them: none that is or was a channel of any school here, none that was ever
written down as a member of staff's, and none that is run by others or was left alone, in whichever trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from accounts_registry.models import Channel, FormerHandle
from people.models import User
from platforms.api import resolve
from schools.api import value
from watch_list.models import WatchedAccount, WatchStep

NO_FAKE = "Only an account that pretends to be the school, that never was a colleague's and that was not left alone can be called a fake."
NO_ADDRESS = "Enter the link to the account first. A name alone may be somebody else's."
OURS_ONCE = "This account is or was on the register as {}, so it is never called a fake. Report what is seen there now to the platform."
OWN_FIND = (
    "You put it on the watch list, so somebody else has to look and confirm that it is a fake."
)
OWN_KIND = "You said last which account it is or that it pretends to be the school. Somebody else has to look and confirm that it is a fake."
OWN_NOTICE = (
    "You sent the notice about it, so somebody else has to look and confirm that it is a fake."
)
NO_EVIDENCE = "Write down what was seen before you call it a fake: a link, or in a few words what it shows and asks for"
AN_ADDRESS = re.compile(r"https?://\S+\.\S+|www\.\S+\.\S+", re.IGNORECASE)
FEWEST_WORDS = 4


def why_not(entry: WatchedAccount, by: User) -> str:
    """Why this person cannot call it a fake, whatever they tick; nothing where they can."""
    if not entry.may_be_fake:
        return NO_FAKE
    if not entry.identity:
        return NO_ADDRESS
    if channel := _channels_with(entry).filter(trust_id=entry.trust_id).first():
        return OURS_ONCE.format(channel.reference)
    if entry.found_by_id == by.pk:
        return OWN_FIND
    if entry.kind_changed_by_id == by.pk:
        return OWN_KIND
    return OWN_NOTICE if sent_the_notice(entry, by) else ""


def sent_the_notice(entry: WatchedAccount, by: User) -> bool:
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
    return next((row for row in rows if _is_said(row)), None)


def _is_said(entry: WatchedAccount) -> bool:
    """Whether the public page says so: never of what is written down anywhere here as somebody's own."""
    if not value("register_public_extract", school=entry.school):
        return False
    others = WatchedAccount.objects.filter(identity=entry.identity).exclude(pk=entry.pk)
    return not others.of_somebody().exists() and not _channels_with(entry).exists()


def _channels_with(entry: WatchedAccount) -> Any:
    """Every channel, in whatever state, that has this account or had it, by its name or by the platform's own id."""
    same = Q(identity=entry.identity)
    confirmed = Q(confirmed_identity=entry.identity)
    if number := resolve(entry.platform, entry.url).permanent_id:
        same |= Q(platform=entry.platform_id, permanent_id=number)
        confirmed |= Q(platform=entry.platform_id, confirmed_id=number)
    before = FormerHandle.objects.were_ours().filter(same)
    everything = Channel.objects.filter(is_sample=False)
    return everything.filter(same | confirmed | Q(pk__in=before.values("channel")))
