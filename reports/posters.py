"""What hangs on a wall or lies in a file besides the register: a school's poster, and the sheet of one channel."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts_registry.api import RegisterRow, short
from accounts_registry.models import Channel
from documents import pdf, qr
from reports import owners
from reports.orders import Built, Order
from reports.wording import moment, words
from schools.models import School
from verify.api import public_answer
from workflow.statuses import STATUSES

MOST_NAMES = 6
POSTER, SHEET = "documents/poster.html", "documents/channel.html"


@dataclass(frozen=True)
class Poster:
    """Our official accounts in large letters; no person, and a code only where the public list is on."""

    school: School
    accounts: list[public_answer.Account]
    printed_on: date

    @property
    def shown(self) -> list[public_answer.Account]:
        return self.accounts[:MOST_NAMES]

    @property
    def more(self) -> int:
        return len(self.accounts) - len(self.shown)

    @property
    def colour(self) -> str:
        return owners.colour_of(self.school.trust)

    @property
    def on_colour(self) -> str:
        """Words on the band: white, or ink where the colour is light."""
        return owners.INK if owners.needs_edge(self.colour) else "#FFFFFF"

    @property
    def has_list(self) -> bool:
        return owners.has_public_list(self.school.trust, self.school)

    @property
    def address(self) -> str:
        return owners.public_address(self.school)

    @property
    def qr(self) -> str:
        return qr.data_uri(self.address) if self.has_list else ""

    @property
    def address_in_words(self) -> str:
        return self.address.split("://", 1)[-1]


def poster_a4(order: Order) -> Built:
    return _poster(order, "documents/poster_a4.css")


def poster_a5(order: Order) -> Built:
    return _poster(order, "documents/poster_a5.css")


def _poster(order: Order, stylesheet: str) -> Built:
    school = _school(order)
    found = Poster(school, public_answer.official_accounts(school), order.today)
    order.begin(1)
    content = pdf.render(POSTER, {"poster": found}, stylesheet=stylesheet)
    return Built(io.BytesIO(content), len(found.shown))


def _school(order: Order) -> School:
    if order.school is None:
        raise ValueError("A poster is one school's")
    return order.school


@dataclass(frozen=True)
class Sheet:
    """One channel on one page: what the register says of it, posts and no names."""

    channel: Channel
    row: RegisterRow
    order: Order

    @property
    def title(self) -> str:
        return f"{self.channel.account_name} on {self.channel.platform_name}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        channel, row = self.channel, self.row
        told = (
            ("Reference", row.reference),
            ("School", row.school),
            ("Platform", row.platform),
            ("Account or page name", row.account_name),
            ("Link", row.url),
            ("Status", STATUSES["channel", channel.status].word),
            ("Official account", STATUSES["official", row.official].word),
            ("Master administration role", row.master or "Not recorded"),
            ("Approved users (posting)", row.approved_users or "Nobody"),
            ("Who it speaks for", channel.get_scope_display()),
            ("Open or private", channel.get_openness_display()),
            ("Photos of pupils", channel.get_pupil_images_display()),
            ("Opened", row.shown_opened),
            ("Closed", row.shown_closed),
            ("Next review", short(channel.next_review_on) if channel.next_review_on else "Not set"),
        )
        return [(label, said) for label, said in told if said]

    @property
    def has_list(self) -> bool:
        return owners.has_public_list(self.channel.trust, self.channel.school)

    @property
    def qr(self) -> str:
        """To the public list of its school, where there is one."""
        return qr.data_uri(owners.public_address(self.channel.school)) if self.has_list else ""

    @property
    def qr_address(self) -> str:
        return owners.public_address(self.channel.school).split("://", 1)[-1]

    @property
    def colour(self) -> str:
        return owners.colour_of(self.channel.trust)

    @property
    def footer(self) -> str:
        return f"As at {words(self.order.as_at)} · generated {moment(self.order.at)} by {self.order.role} · a printed copy may be out of date"


def channel_sheet(order: Order) -> Built:
    channel = Channel.objects.select_related("platform", "school", "trust").get(
        reference=order.options.channel, trust=order.trust
    )
    row = next(row for pk, row in order.register if pk == channel.pk)
    order.begin(1)
    context: dict[str, Any] = {"sheet": Sheet(channel, row, order)}
    content = pdf.render(SHEET, context, stylesheet="documents/channel.css")
    return Built(io.BytesIO(content), 1)
