"""What the frame of a page shows around it, asked for only when a template draws it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from access.check import Held
from notifications.models import Message
from notifications.outbox import told as messages_told
from notifications.receipts import SESSION_KEY
from people.api import goes_by_email
from people.models import User
from portal import brand, standing
from portal.frame_facts import Helper, administrators_of, helper_at, schools_with_badges
from portal.lines_above import LineAbove, Reader, lines_for
from portal.navigation import (
    FOOTER,
    REPORT,
    YOURS,
    Link,
    address,
    exists,
    link_to,
    links_to,
    main_links,
)
from schools.models import School, Trust

CHOSEN_SCHOOL = "school_id"
FEW = 30


class Frame:
    """Header, bands, navigation, help and footer for one request, in as few questions as can be."""

    service = "Official Channels"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def user(self) -> Any:
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def held(self) -> list[Held]:
        return list(self.user.roles_on(self.today)) if self.user else []

    @cached_property
    def school_ids(self) -> frozenset[UUID]:
        """Where this person holds a role."""
        return frozenset(school for held in self.held for school in held.school_ids)

    @cached_property
    def schools(self) -> list[School]:
        """The schools where this person holds a role, their trust with them."""
        return (
            self._shown
            if self.has_few_schools
            else schools_with_badges(self.school_ids, self.user, on=self.today)
        )

    @cached_property
    def _shown(self) -> list[School]:
        """What the frame itself needs: all of a few schools, of many the chosen or any one."""
        if not self.school_ids:
            return []
        some = (
            self.school_ids
            if self.has_few_schools
            else {self._chosen_id or next(iter(self.school_ids))}
        )
        return schools_with_badges(some, self.user, on=self.today)

    @property
    def has_few_schools(self) -> bool:
        """Few enough to be listed in a menu."""
        return len(self.school_ids) <= FEW

    @property
    def _chosen_id(self) -> UUID | None:
        if len(self.school_ids) == 1:
            return next(iter(self.school_ids))
        chosen = self.request.session.get(CHOSEN_SCHOOL) if self.user else None
        return next((pk for pk in self.school_ids if str(pk) == chosen), None) if chosen else None

    @cached_property
    def school(self) -> School | None:
        """The school whose name stands in the frame: the only one, or the one chosen from several."""
        chosen = self._chosen_id
        return next((school for school in self._shown if school.pk == chosen), None)

    @property
    def has_several_schools(self) -> bool:
        return len(self.school_ids) > 1

    @cached_property
    def trust(self) -> Trust | None:
        """Whose name and colour the page wears: that of the page's school, of the person, or the only one."""
        if trust := getattr(self.request, "brand_trust", None):
            return trust
        if self._shown:
            return (self.school or self._shown[0]).trust
        if self.held:
            return Trust.objects.filter(pk=self.held[0].trust_id).first()
        return brand.only_trust()

    @property
    def brand_css(self) -> str:
        return brand.address("pages:brand_css", self.trust) if self.trust else ""

    @property
    def logo(self) -> str:
        return (
            brand.address("pages:brand_logo", self.trust) if self.trust and self.trust.logo else ""
        )

    @property
    def whose(self) -> str:
        """For titles: the school, else the trust."""
        return str(self.school or self.trust or "")

    @cached_property
    def _links(self) -> tuple[list[Link], list[Link]]:
        if not self.user:
            return [], []
        return main_links(self.held, self.request.path, self.badges)

    @property
    def badges(self) -> dict[str, tuple[int, str]]:
        """What waits for this person, by place: only what they can clear themselves."""
        if not self._shown:
            return {}
        counted: Any = self._shown[0]
        return {
            "requests": (counted.requests_waiting, "waiting for you"),
            "concerns": (counted.concerns_unseen, "not seen yet"),
        }

    @cached_property
    def helper(self) -> Helper | None:
        """Who in this school to ask about a page. The trust's own people have nobody above them here."""
        if self.school is None or any(held.is_trust_wide for held in self.held):
            return None
        return helper_at(self.school, self.user, on=self.today)

    @property
    def links(self) -> list[Link]:
        return self._links[0]

    @property
    def other_links(self) -> list[Link]:
        return self._links[1]

    @property
    def report_link(self) -> Link | None:
        """Always last, always there: for anybody signed in."""
        return link_to(REPORT, self.request.path) if self.user and exists(REPORT) else None

    @property
    def your_links(self) -> list[Link]:
        return links_to(YOURS, self.request.path) if self.user else []

    @property
    def footer_links(self) -> list[Link]:
        return [replace(link, is_current=False) for link in links_to(FOOTER, self.request.path)]

    @property
    def home(self) -> str:
        return address("home") if self.user else address("verify:index") or "/"

    @property
    def sign_in(self) -> str:
        # While the portal is empty there is nobody to sign in as.
        return "" if self.request.path == address("pages:first_run") else address("account_login")

    @property
    def sign_out(self) -> str:
        return address("account_logout")

    @property
    def choose_school(self) -> str:
        return address("pages:your_school")

    @property
    def is_demo(self) -> bool:
        return settings.IS_DEMO

    @property
    def demo(self) -> str:
        return address("demo:index")

    @property
    def demo_reset(self) -> str:
        return address("demo:reset")

    @property
    def demo_sign_in(self) -> str:
        return address("demo:sign_in")

    @property
    def sends_no_mail(self) -> bool:
        """Then nobody was e-mailed, and pages that say who was told say so."""
        return not goes_by_email()

    @cached_property
    def lines_above(self) -> list[LineAbove]:
        """What is wrong with the portal, for those who can mend it."""
        return lines_for(Reader(self.held, self.today)) if self.user else []

    @property
    def background_is_down(self) -> bool:
        """Whether what the pages leave to the background is known to lie still."""
        found = standing.glimpse()
        return "failing" in (found.get("worker"), found.get(standing.SHARED))

    @cached_property
    def administrators(self) -> list[User]:
        """Who looks after the portal in this person's trust."""
        trusts = {held.trust_id for held in self.held}
        return administrators_of(trusts, on=self.today) if trusts else []

    @cached_property
    def told(self) -> list[dict[str, str]]:
        """Whom the last press of a button told; in the demo with that e-mail and who to continue as."""
        ids = self.request.session.pop(SESSION_KEY, None) if self.user else None
        return [told_line(message) for message in messages_told(ids)] if ids else []

    @property
    def version(self) -> str:
        """The version in use, for those who look after the portal."""
        return settings.VERSION if any(held.role == "TADMIN" for held in self.held) else ""


def told_line(message: Message) -> dict[str, str]:
    return {
        "name": message.recipient.full_name,
        "message": f"{address('demo:outbox')}#m-{message.pk}",
        "email": message.recipient.email or "",
        "phone": message.recipient.reached_on,
    }
