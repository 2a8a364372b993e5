"""The official accounts as a school publishes them: in its privacy notice and on its website. Nobody is named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts_registry.api import OPERATORS, crew_lines, licences
from accounts_registry.models import Channel
from govuk.web_addresses import is_web_address
from schools.models import School
from verify import public_answer
from verify.models import PrivacyNotice

FEWEST = 2  # members of staff, where the paragraph says how many run each account


@dataclass(frozen=True)
class ListedAccount:
    """The accounts of a school that may be called official today, and what its privacy notice said last."""

    school: School
    channels: list[Channel]
    last: PrivacyNotice | None

    @property
    def accounts(self) -> list[str]:
        """Facebook: Ashdown Primary."""
        return [f"{one.platform_name}: {one.shown_name}" for one in self.channels]

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(json.dumps(sorted(self.accounts)).encode()).hexdigest()

    @property
    def is_out_of_date(self) -> bool:
        return self.last is not None and self.last.fingerprint != self.fingerprint

    @property
    def added(self) -> list[str]:
        """What has come since the notice was published."""
        before = self.last.accounts if self.last else []
        return [account for account in self.accounts if account not in before]

    @property
    def gone(self) -> list[str]:
        before = self.last.accounts if self.last else []
        return [account for account in before if account not in self.accounts]

    @property
    def address(self) -> str:
        """Where anybody finds the list, or nothing where it is not public."""
        if not public_answer.is_public(self.school):
            return ""
        return settings.PORTAL_URL + reverse("verify:school", args=[self.school.slug])


def listed(schools: Iterable[School]) -> list[ListedAccount]:
    """For each of these schools, in two questions."""
    there = list(schools)
    channels: dict[UUID, list[Channel]] = {}
    rows = (
        Channel.objects.on_register()
        .filter(school__in=there)
        .select_related("platform")
        .order_by("platform__name", "account_name")
    )
    for row in rows:
        if row.official == "official" and row.school_id:
            channels.setdefault(row.school_id, []).append(row)
    last: dict[UUID, PrivacyNotice] = {}
    for notice in PrivacyNotice.objects.filter(school__in=there).order_by("id"):
        last[notice.school_id] = notice
    return [ListedAccount(one, channels.get(one.pk, []), last.get(one.pk)) for one in there]


def paragraph(found: ListedAccount, *, on: date) -> list[str]:
    """The sentences of the privacy notice; only what is true today is said."""
    day = f"{on:%-d %B %Y}"
    if not found.channels:
        return [f"On {day} we have no official social media accounts."]
    said = [f"Our official social media accounts on {day} are: {'; '.join(found.accounts)}."]
    if _fewest_people(found.channels, on) >= FEWEST:
        said.append(
            f"Each account is run by at least {FEWEST} members of staff on behalf of the school."
        )
    said.append(
        "We ask parents and carers for written permission before we post a child's name or image."
    )
    return said


def text(found: ListedAccount, *, on: date) -> str:
    where = [f"The up-to-date list is at {found.address}"] if found.address else []
    return " ".join([*paragraph(found, on=on), *where])


def html(found: ListedAccount, *, on: date) -> SafeString:
    """The same as markup to paste: everything a person typed is escaped."""
    where = format_html(' The up-to-date list is at <a href="{0}">{0}</a>', found.address)
    return format_html(
        "<p>{}{}</p>", " ".join(paragraph(found, on=on)), where if found.address else ""
    )


def website_html(found: ListedAccount) -> SafeString:
    """A plain list for the school's website: no logos, nothing loaded from elsewhere."""
    items = format_html_join(
        "\n",
        "  <li>{}: {}</li>",
        ((one.platform_name, _link(one)) for one in found.channels),
    )
    check = format_html('\n<p><a href="{}">Check an account</a></p>', found.address)
    return format_html("<ul>\n{}\n</ul>{}", items, check if found.address else "")


def _link(channel: Channel) -> Any:
    if not is_web_address(channel.url):
        return channel.shown_name
    return format_html('<a href="{}" rel="noopener">{}</a>', channel.url, channel.shown_name)


def _fewest_people(channels: list[Channel], on: date) -> int:
    """How many people run the account that fewest people run."""
    lines = [line for line in crew_lines.lines([one.pk for one in channels], on=on) if _runs(line)]
    posters = {line.person_id for line in lines if line.part == "poster" and line.person_id}
    over = licences.lapsed(posters, trust=channels[0].trust_id, on=on)
    people = crew_lines.by_channel(
        line for line in lines if line.part != "poster" or line.person_id not in over
    )
    return min(len({line.person_id for line in people.get(one.pk, [])}) for one in channels)


def _runs(line: crew_lines.CrewLine) -> bool:
    return line.part in OPERATORS and line.has_access
