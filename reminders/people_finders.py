"""What the rules about people find: changes to a way in, and appointments, that wait for a second person."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.db.models import F, Prefetch
from django.utils.timezone import localdate

from incidents.hand_over.models import HandOverQuestion
from people.api import (
    ADMINISTRATORS,
    TOLD,
    Confirmers,
    day,
    deciders_of,
    held_back_until,
    knowers_of,
    settlers_of,
    strangers,
    to_confirm,
    to_get_to_know,
)
from people.api import AppointmentStatus as Proposal
from people.appointments.models import Appointment, Witness
from people.models import LineChange, RoleAssignment, User
from people.way_in.models import Status, WayInChange
from reminders.due import DueReminder, Words
from reminders.scope import Scope
from schools.api import add_working_days
from workflow.promised import promised


def ways_in_to_confirm(scope: Scope) -> list[DueReminder]:
    """REM-49: changes to how somebody signs in that nobody has confirmed yet."""
    rows = WayInChange.objects.filter(
        status=Status.PROPOSED, person__trust_id__in=scope.trust_pks
    ).select_related("person", "proposed_by")
    if scope.person:
        rows = rows.filter(witnesses__person=scope.person, witnesses__may_confirm=True)
    return [_to_confirm(row) for row in rows.prefetch_related("witnesses")]


def _to_confirm(row: WayInChange) -> DueReminder:
    return DueReminder(
        "people.wayinchange",
        row.pk,
        add_working_days(localdate(row.proposed_at), 1),
        Words(
            f"Confirm how {row.person.full_name} signs in",
            f"{row.proposed_by.full_name} proposed a change",
            row.get_absolute_url(),
        ),
        {"confirmer": tuple(one.person_id for one in row.witnesses.all() if one.may_confirm)},
    )


def own_ways_in(scope: Scope) -> list[DueReminder]:
    """REM-49G: changes to how somebody signs in, for that person: the letter goes to an address that may be lost."""
    rows = WayInChange.objects.filter(
        status__in=(Status.PROPOSED, Status.WAITING), person__trust_id__in=scope.trust_pks
    )
    if scope.person:
        rows = rows.filter(person=scope.person)
    return [_own_way_in(row) for row in rows.exclude(proposed_by=F("person"))]


def _own_way_in(row: WayInChange) -> DueReminder:
    return DueReminder(
        "people.wayinchange",
        row.pk,
        localdate(row.proposed_at),
        Words(
            "How you sign in is about to change",
            "Stop it if you did not ask for it",
            row.get_absolute_url(),
        ),
        {"person": (row.person_id,)},
    )


def appointments_to_confirm(scope: Scope) -> list[DueReminder]:
    """REM-49A: appointments that nobody has confirmed yet."""
    rows = Appointment.objects.filter(
        status=Proposal.PROPOSED, trust_id__in=scope.trust_pks
    ).select_related("person", "proposed_by", "school", "trust")
    if scope.person:
        rows = rows.filter(pk__in=Appointment.objects.to_confirm(scope.person, scope.on))
    asked = Prefetch("witnesses", Witness.objects.asked(scope.on))
    found = list(rows.prefetch_related(asked))
    sheets = Counter(row.upload_id for row in found if row.upload_id)
    alone = [row for row in found if not row.upload_id or sheets[row.upload_id] < SEVERAL]
    several = [pk for pk, number in sheets.items() if number >= SEVERAL]
    together = [_a_sheet([row for row in found if row.upload_id == pk]) for pk in several]
    return [*map(_an_appointment, alone), *together]


SEVERAL = 2  # roles of one sheet: one page confirms them


def _a_sheet(rows: list[Appointment]) -> DueReminder:
    first = min(rows, key=lambda row: row.proposed_at)
    asked = {pk: None for row in rows for pk in _confirmers(row)}
    return DueReminder(
        "people.peopleimport",
        promised(first.upload_id),
        add_working_days(localdate(first.proposed_at), 1),
        Words(
            "To confirm: the roles of a sheet of people",
            f"{first.proposed_by.full_name} proposed them",
            "/to-confirm/",
        ),
        {"confirmer": tuple(asked)},
    )


def _confirmers(row: Appointment) -> tuple[UUID, ...]:
    """Who is asked and has not said it yet."""
    return tuple(one.person_id for one in row.witnesses.all() if one.confirmed_at is None)


def _an_appointment(row: Appointment) -> DueReminder:
    role = f"{row.name.lower()} of {row.place}"
    what = {"begin": role, "end": f"end of the role {role}", "leave": "a last day"}[row.kind]
    return DueReminder(
        "people.appointment",
        row.pk,
        add_working_days(localdate(row.proposed_at), 1),
        Words(
            f"To confirm: {row.person.full_name}, {what}",
            f"{row.proposed_by.full_name} proposed this",
            row.get_absolute_url(),
        ),
        {"confirmer": _confirmers(row)},
    )


def ends_to_answer(scope: Scope) -> list[DueReminder]:
    """REM-49B: ends of roles that their holders have not answered."""
    rows = Appointment.objects.to_answer().filter(trust_id__in=scope.trust_pks)
    if scope.person:
        rows = rows.of_holder(scope.person)
    found = rows.select_related("person", "replaces__person", "proposed_by", "school", "trust")
    return [_an_answer(row) for row in found if row.holder_id]


def _an_answer(row: Appointment) -> DueReminder:
    return DueReminder(
        "people.appointment",
        row.pk,
        add_working_days(localdate(row.proposed_at), 1),
        Words(
            "Your role is proposed to end: agree or object",
            f"{row.proposed_by.full_name} proposed this",
            row.get_absolute_url(),
        ),
        {"holder": (promised(row.holder_id),)},
    )


def objections_to_decide(scope: Scope) -> list[DueReminder]:
    """REM-49F: objections of holders about which nobody has decided."""
    rows = Appointment.objects.filter(status=Proposal.OBJECTED, trust_id__in=scope.trust_pks)
    if scope.person:
        rows = rows.filter(witnesses__person=scope.person)
    found = rows.select_related("person", "replaces__person", "school", "trust")
    return [_an_objection(row, asked) for row in found if (asked := _deciders(row, scope))]


def _deciders(row: Appointment, scope: Scope) -> tuple[UUID, ...]:
    return tuple(one.pk for one in deciders_of(row, scope.on))


def _an_objection(row: Appointment, asked: tuple[UUID, ...]) -> DueReminder:
    holder = row.replaces.person if row.replaces else row.person
    return DueReminder(
        "people.appointment",
        row.pk,
        add_working_days(localdate(row.proposed_at), 1),
        Words(
            f"Decide: {holder.full_name} objects to the end of their role",
            "It stands still until you or somebody else decides",
            row.get_absolute_url(),
        ),
        {"decider": asked},
    )


def held_back_to_decide(scope: Scope) -> list[DueReminder]:
    """REM-49H: roles held back that nobody has given back or taken back; silence ends them."""
    if scope.person and not any(
        one.role in (*TOLD, *ADMINISTRATORS) for one in scope.person.roles_on(scope.on)
    ):
        return []  # who ends it is reckoned row by row: not on the Home of whom it never is
    rows = Appointment.objects.filter(status=Proposal.SUSPENDED, trust_id__in=scope.trust_pks)
    found = rows.select_related(
        "person", "replaces", "school", "trust", "suspended_by", "proposed_by"
    )
    return [_held_back(row, asked) for row in found if (asked := _settlers(row, scope))]


def _settlers(row: Appointment, scope: Scope) -> tuple[UUID, ...]:
    found = tuple(one.pk for one in settlers_of(row, scope.on))
    return found if not scope.person or scope.person.pk in found else ()


def _held_back(row: Appointment, asked: tuple[UUID, ...]) -> DueReminder:
    ends = held_back_until(row)
    return DueReminder(
        "people.appointment",
        row.pk,
        localdate(ends),
        Words(
            f"Decide: {row.person.full_name}, {row.name.lower()} of {row.place}, is held back",
            f"Without a word the role ends on {day(localdate(ends))}",
            row.get_absolute_url(),
        ),
        {"decider": asked},
    )


def strangers_to_know(scope: Scope) -> list[DueReminder]:
    """REM-49C: holders of such roles, and whoever is to sign, who have signed in and nobody has spoken to yet."""
    found: dict[User, tuple[UUID, ...]]
    if scope.person:
        found = dict.fromkeys(to_get_to_know(scope.person, scope.on), (scope.person.pk,))
    else:
        found = {one: knowers_of(one, scope.on) for one in strangers(scope.trust_pks, scope.on)}
    return [_a_stranger(person, asked) for person, asked in found.items()]


def _a_stranger(person: User, asked: tuple[UUID, ...]) -> DueReminder:
    return DueReminder(
        "people.user",
        person.pk,
        add_working_days(localdate(person.last_login), 1),
        Words(
            f"Say whether it is {person.full_name} who has signed in",
            "Until somebody has, they open no report, sign nothing and confirm nothing",
            "/to-confirm/",
        ),
        {"knower": asked},
    )


def numbers_to_enter(scope: Scope) -> list[DueReminder]:
    """REM-49D: heads and safeguarding leads who have signed in and given no telephone number. It is due at once."""
    rows = RoleAssignment.objects.on(scope.on).filter(
        role__in=("HEAD", "DSL", "DDSL"), trust_id__in=scope.trust_pks
    )
    people = User.objects.present(scope.on).filter(pk__in=rows.values("person"), phone="")
    if scope.person:
        people = people.filter(pk=scope.person.pk)
    return [_a_number(person) for person in people.exclude(last_login=None)]


def _a_number(person: User) -> DueReminder:
    return DueReminder(
        "people.user",
        person.pk,
        localdate(person.last_login),
        Words(
            "Enter the phone number on which you can be reached",
            "Colleagues need it before they report a concern",
            "/account/phones/",
        ),
        {"holder": (person.pk,)},
    )


def hand_overs(scope: Scope) -> list[DueReminder]:
    """REM-51: whoever is asked what they hand over and has not answered. Told from roles alone."""
    rows = HandOverQuestion.objects.waiting().filter(hand_over__trust_id__in=scope.trust_pks)
    if scope.person:
        rows = rows.filter(person=scope.person)
    found = rows.select_related(
        "hand_over__ending__person",
        "hand_over__beginning__person",
        "hand_over__school",
        "hand_over__trust",
    )
    return [_to_hand_over(row) for row in found if row.hand_over.stands(scope.on)]


def _to_hand_over(row: HandOverQuestion) -> DueReminder:
    passing = row.hand_over
    return DueReminder(
        "incidents.handoverquestion",
        row.pk,
        row.asked_on,
        Words(
            "Say whether you have concerns to hand over",
            f"{passing.successor.full_name} becomes {passing.name} of {passing.place}",
            passing.get_absolute_url(),
        ),
        {"asked": (row.person_id,)},
    )


def lines_to_confirm(scope: Scope) -> list[DueReminder]:
    """REM-49E: changes of line manager that wait for somebody above; one line for all of theirs."""
    found: dict[UUID, list[LineChange]] = {}
    if scope.person:
        # Asks nothing of those who could confirm nothing: this stands on everybody's Home.
        changes = to_confirm(scope.person, scope.on)
        return [_some_lines(scope.person.pk, changes)] if changes else []
    rows = LineChange.objects.open().filter(person__trust_id__in=scope.trust_pks)
    waiting = list(rows.select_related("person"))
    confirmers = Confirmers(waiting, scope.on)
    for change in waiting:
        for person in confirmers.of(change):
            found.setdefault(person.pk, []).append(change)
    return [_some_lines(pk, changes) for pk, changes in found.items()]


def _some_lines(pk: UUID, changes: list[LineChange]) -> DueReminder:
    first = changes[0]
    whose = first.person.full_name if len(changes) == 1 else f"{len(changes)} people"
    return DueReminder(
        "people.linechange",
        first.pk,
        add_working_days(localdate(first.proposed_at), 1),
        Words(f"Confirm the line manager of {whose}", "A change is proposed", "/to-confirm/"),
        {"confirmer": (pk,)},
    )
