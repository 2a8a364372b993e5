"""The school in which a sequence is played: who is who, what time it is, and a book of what was said and done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.timezone import localdate

from access.check import Denied, Hidden
from access.roles import BY_CODE
from approvals.decision.signature import StaleSignIn
from approvals.models import Request
from approvals.request.checks import NotReady
from approvals.route.steps import NoSigner
from incidents.actions import RouteChanged
from incidents.models import Incident
from people.models import RoleAssignment, User
from people.system import system_user
from tests.cast import Cast
from tests.factories import NOW
from tests.people.machine.steps import Start
from workflow.moves import WrongState

# How the product says no.
REFUSALS = (
    Denied, Hidden, WrongState, ValidationError, NotReady, NoSigner, StaleSignIn, RouteChanged, Http404,
)  # fmt: skip
NAMES = ("Pip Straw", "Pat Straw", "Pim Straw", "Pug Straw")
MOST_PUPPETS = len(NAMES)
MOSTLY = 8
SILENT: Callable[[datetime], None] = lambda at: None  # noqa: E731


@dataclass
class World:
    """One sequence's world. People are fetched anew for every step, as for every request."""

    cast: Cast
    at: datetime = NOW
    villain_id: Any = None
    puppets: list[Any] = field(default_factory=list)
    taken: list[Any] = field(default_factory=list)  # colleagues whose way in he has got hold of
    story: list[str] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    about_him: set[Any] = field(default_factory=set)  # concerns, as honest people have said
    shared_by_him: set[Any] = field(
        default_factory=set
    )  # (concern, person): he could read it himself
    met: set[Any] = field(default_factory=set)  # readers who have been looked at when they came
    agreed: set[Any] = field(default_factory=set)  # roles whose holder gave them up
    codes: dict[Any, str] = field(default_factory=dict)
    changes: int = 0  # how many verbs were done
    pages: Any = None  # presses the buttons of the real pages, in a tenth of the sequences
    move_clock: Callable[[datetime], None] = SILENT

    @property
    def on(self) -> date:
        return localdate(self.at)

    @property
    def system(self) -> Any:
        return system_user()

    def do(self, verb: str, call: Callable[..., Any], *, by: Any = None, **given: Any) -> Any:
        """Try a verb. What the product refuses is counted, and leaves nothing behind."""
        self.tried[verb] += 1
        named = given if by is None else {**given, "by": by}
        try:
            with transaction.atomic():
                found = self._pressed(verb, call, named)
        except REFUSALS as refusal:
            self.refused[verb] += 1
            self.tell(verb, by, given, f"refused, {type(refusal).__name__}")
            return None
        self.tell(verb, by, given, "done")
        self.changes += 1
        return found if found is not None else True

    def _pressed(self, verb: str, call: Callable[..., Any], named: dict[str, Any]) -> Any:
        if self.pages and self.pages.knows(verb, named):
            return self.pages.press(verb, named)
        return call(at=self.at, **named)

    def tell(self, verb: str, by: Any, given: dict[str, Any], how: str) -> None:
        facts = ", ".join(f"{key}={_short(value)}" for key, value in given.items())
        who = f" by {_short(by)}" if by is not None else ""
        self.story.append(f"{self.at:%a %-d %b %H:%M} {verb}({facts}){who}: {how}")

    def go_on(self, **delta: int) -> None:
        self.at += timedelta(**delta)
        self.move_clock(self.at)

    # ---- Who there is --------------------------------------------------------------------------

    def fresh(self, pk: Any) -> User:
        return User.objects.get(pk=pk)

    @property
    def villain(self) -> User:
        return self.fresh(self.villain_id)

    def hand_ids(self) -> list[Any]:
        """The villain, his puppets, and whose account he is in."""
        return [pk for pk in (self.villain_id, *self.puppets, *self.taken) if pk]

    def hand(self, number: int) -> User:
        """He himself in most cases, else one of those he has in his hands."""
        others = self.hand_ids()[1:]
        return self.fresh(pick(others, number) if others and number > MOSTLY else self.villain_id)

    def is_hand(self, pk: Any) -> bool:
        return pk in self.hand_ids()

    def is_unreal(self, pk: Any) -> bool:
        """Somebody whom no honest person has ever met."""
        return pk in self.puppets

    def puppet(self, number: int) -> User | None:
        pk = pick(self.puppets, number)
        return self.fresh(pk) if pk else None

    def colleague(self, number: int) -> User:
        """An honest one, those with a role that matters first."""
        return self.fresh(getattr(self.cast, COLLEAGUES[number % len(COLLEAGUES)]).pk)

    def honest(self, pk: Any) -> bool:
        return not self.is_hand(pk)

    # ---- What there is -------------------------------------------------------------------------

    def concern(self, number: int) -> Incident | None:
        return pick(list(Incident.objects.order_by("reported_at", "reference")), number)

    def request(self, number: int) -> Request | None:
        return pick(list(Request.objects.order_by("reference")), number)

    def roles_of(self, pk: Any) -> list[RoleAssignment]:
        rows = RoleAssignment.objects.not_over(self.on).filter(person_id=pk).exclude(role="STAFF")
        return list(rows.select_related("person", "school", "trust").order_by("role", "pk"))


COLLEAGUES = (
    "dsl", "deputy_dsl", "head", "teacher", "chair", "ceo", "safeguarding_lead", "deputy_head",
    "other_head", "office", "admin", "other_dsl",
)  # fmt: skip


def pick(rows: list[Any], number: int) -> Any:
    return rows[number % len(rows)] if rows else None


def place_of(role: str, world: World) -> dict[str, Any]:
    """Where a role is held: at the school where it can be, else at the trust."""
    at_school = "school" in BY_CODE[role].held_at
    return {"trust": world.cast.trust, "school": world.cast.school if at_school else None}


def begin(cast: Cast, start: Start | None) -> World:
    from tests.people.machine.beginning import put_in_place

    world = World(cast)
    if start is not None:
        put_in_place(world, start)
    return world


def _short(value: Any) -> str:
    if isinstance(value, User):
        return value.full_name
    return str(value)[:40]
