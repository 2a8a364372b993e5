"""What the pages of appointments show: a card for each, and what the person looking may press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from access.check import can_at
from access.roles import Permission
from people.appointments.deadlines import TO_CONFIRM
from people.appointments.deciders import givers_back
from people.appointments.fit import Asked, deciders_of, found_for
from people.appointments.holdings import taken_out
from people.appointments.letter_subjects import about
from people.appointments.models import Appointment
from people.appointments.statuses import Kind, Status
from people.mail.reach import out_of_reach
from people.names import labels
from people.person.models import User
from people.roles.models import RoleAssignment


@dataclass(frozen=True)
class Card:
    """One appointment as a person reads it."""

    row: Appointment
    whose: str

    @property
    def title(self) -> str:
        return {Kind.BEGIN: "New role", Kind.END: "A role ends", Kind.LEAVE: "A last day"}[
            Kind(self.row.kind)
        ]

    @property
    def about(self) -> str:
        """The role and where, so that two cards of one person can be told apart."""
        return about(self.row)

    @property
    def holder(self) -> Any:
        """Who loses a role or their place by it."""
        if self.row.holder_id is None:
            return None
        return self.row.replaces.person if self.row.replaces else self.row.person

    @property
    def yours(self) -> str:
        """The heading for the holder, whose page it is as well."""
        if self.row.kind == Kind.LEAVE:
            return "Your last day"
        return f"Your role as {about(self.row)}"

    @property
    def confirmed_by(self) -> str:
        """Whose word it is that confirmed it."""
        said = self.row.witnesses.exclude(confirmed_at=None).select_related("person")
        return ", ".join(one.person.full_name for one in said.order_by("confirmed_at"))


def objection_to(row: Appointment, on: date) -> dict[str, Any]:
    """Who decides about the holder's objection, by name; where nobody does, until when it stands there."""
    if row.holder_id is None or not row.is_open:
        return {}
    return {
        "deciders": sorted(one.full_name for one in deciders_of(row, on)),
        "lapses_on": localdate(row.proposed_at + TO_CONFIRM),
    }


@dataclass(frozen=True)
class Steps:
    """Which buttons stand on the page."""

    confirm: bool = False
    answer: bool = False
    object_to: bool = False
    decide: bool = False
    suspend: bool = False
    restore: bool = False
    take_back: bool = False
    stop: bool = False
    withdraw: bool = False
    needs_code: bool = False


def cards_for(user: User, on: date) -> list[Card]:
    """What waits for this person and did not come with a sheet, one card for each person."""
    return _cards(Appointment.objects.to_confirm(user, on).filter(upload=None), on)


def decisions_for(user: User, on: date) -> list[Card]:
    """Objections about which this person decides."""
    rows = Appointment.objects.objected(user)
    mine = [row.pk for row in rows if user in deciders_of(row, on)]
    return _cards(rows.filter(pk__in=mine), on)


def _cards(found: Any, on: date) -> list[Card]:
    rows = list(
        found.select_related("person", "school", "trust", "proposed_by", "replaces__person")
    )
    called = labels.called([row.person for row in rows], on=on)
    return [Card(row, called[row.person_id]) for row in rows]


def steps_of(row: Appointment, user: User, may: dict[str, bool], at: datetime) -> Steps:
    mine = row.witnesses.filter(person=user).first()
    has_said = bool(mine and mine.confirmed_at)
    is_fresh = row.can_be_suspended(at)
    held_back = row.status == Status.SUSPENDED
    is_proposed = row.status == Status.PROPOSED
    is_confirmed = row.is_open and row.confirmed_at is not None
    answers = may["ANSWER"] and row.is_open
    return Steps(
        confirm=is_proposed and may["CONFIRM"] and not has_said,
        answer=answers and not row.agreed_at,
        object_to=answers and row.status != Status.OBJECTED,
        decide=row.status == Status.OBJECTED and may["DECIDE"],
        suspend=is_fresh and may["SUSPEND"] and not has_said,
        restore=may["CONFIRM"] and user in givers_back(row, localdate(at)),
        take_back=has_said and may["CONFIRM"] and (is_fresh or held_back or is_confirmed),
        stop=row.status == Status.WAITING and row.by_code and may["SUSPEND"],
        withdraw=user.pk == row.proposed_by_id
        and may["WITHDRAW"]
        and row.is_open
        and not row.confirmed_at,
        needs_code=is_proposed
        and may["WITHDRAW"]
        and not row.witnesses.filter(may_confirm=True).exists(),
    )


def nobody_left(row: Appointment, on: date) -> bool:
    """Whether somebody was asked to confirm it, and none of them may any more."""
    asked = row.witnesses.filter(may_confirm=True)
    return asked.exists() and not row.witnesses.asked(on).exists()


def has_it_again(row: Appointment, on: date) -> RoleAssignment | None:
    """The role that whoever was replaced has again, once the replacement is off."""
    if row.replaces is None or row.status not in (Status.TAKEN_BACK, Status.LAID_DOWN):
        return None
    mine = RoleAssignment.objects.not_over(on).filter(role=row.role, suspended_at=None)
    before = taken_out(row)[-1].replaces
    if before is None:
        return None
    mine = mine.at(school=row.school, trust=row.trust).filter(person=before.person)
    return mine.exclude(pk=before.pk).first()


def others_who_could_propose(row: Appointment, on: date) -> dict[str, list[str]]:
    """Where nobody fits: whose proposal somebody could confirm."""
    at = {"school": row.school} if row.school else {"trust": row.trust}
    found = []
    for person in (
        User.objects.present(on).filter(trust=row.trust, assignments__role__in=PROPOSES).distinct()
    ):
        if person.pk in (row.person_id, row.proposed_by_id):
            continue
        if can_at(person, Permission.APPOINTMENT_PROPOSE, on, **at) and _somebody_fits(
            row, person, on
        ):
            found.append(person.full_name)
    return {"could_propose": found}


PROPOSES = ("ADMIN", "TADMIN", "HEAD", "CEO", "CHAIR")


def _somebody_fits(row: Appointment, proposer: Any, on: date) -> bool:
    asked = Asked(row.person, proposer, row.role, row.trust, row.school, on)
    return bool(found_for(asked).confirmers)


def unreached(row: Appointment, at: datetime) -> list[str]:
    """Who was told in the portal and whose letters do not arrive, as their test letters show."""
    told = User.objects.filter(pk__in=row.witnesses.values("person"))
    return [one.person.full_name for one in out_of_reach(told, at=at)]


def sheets_for(user: User, on: date) -> list[dict[str, Any]]:
    """Each sheet with what of it waits for this person, whoever could open a concern or sign first."""
    found: dict[Any, list[Appointment]] = {}
    for row in _of_sheets(user, on).select_related(
        "person", "school", "trust", "upload", "proposed_by"
    ):
        found.setdefault(row.upload, []).append(row)
    return [
        {"upload": upload, "rows": sorted(rows, key=_administrators_last)}
        for upload, rows in found.items()
    ]


def waiting_sheets(user: User, on: date) -> dict[Any, Any]:
    """The sheets of which something waits for this person, by key."""
    return {row.upload_id: row.upload for row in _of_sheets(user, on).select_related("upload")}


def _of_sheets(user: User, on: date) -> Any:
    return Appointment.objects.to_confirm(user, on).exclude(upload=None)


def _administrators_last(row: Appointment) -> tuple[bool, str, str]:
    return row.role in ("ADMIN", "TADMIN"), row.person.family_name, row.name
