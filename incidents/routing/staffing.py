"""The facts that routing needs of a school on a day: who holds which role, who is away, whom to phone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Q

from access.roles import BY_CODE
from audit.events import Event
from audit.models import Entry
from incidents.routing.held_back import held_back, words_against
from incidents.routing.route import HeldBack, RouteFacts, Someone
from people.api import on_day
from people.models import Absence, RoleAssignment, User
from schools.models import School
from workflow.promised import promised

AT_SCHOOL = ("HEAD", "DHT", "DSL", "DDSL", "CHAIR", "VICE_CHAIR")
AT_TRUST = ("CEO", "TSL")
WORDS = {"TRUST_CHAIR": "chair of trustees", "TRUST_VICE_CHAIR": "vice-chair of trustees"}
# Held for the whole trust, these are other places of the table.
OF_TRUSTEES = {"CHAIR": "TRUST_CHAIR", "VICE_CHAIR": "TRUST_VICE_CHAIR"}
AT_EITHER = ("COMMS", "NETMAN", "DPO", "HR")
A_YEAR = timedelta(days=365)
HEARING = (*AT_SCHOOL, *AT_TRUST, *AT_EITHER)


def facts_of(school: Any, *, on: date, only: Collection[Any] | None = None) -> RouteFacts:
    """Who could be told at this school on that day; where `only` is given, by these roles of people alone.

    Whoever is suspended is among them, as somebody away.
    """
    held = RoleAssignment.objects.on(on).filter(person__in=User.objects.here(on))
    if only is not None:
        held = held.filter(pk__in=list(only))
    return facts_from(held, school, on=on)


def for_a_report(school: Any, *, on: date) -> RouteFacts:
    """The facts for a new report: with whoever would hold a role there if nobody had held them back."""
    facts = facts_of(school, on=on)
    rows = [
        (slot(promised(one.assignment), school), one)
        for one in held_back(on=on, trust_id=school.trust_id)
    ]
    found = tuple(
        HeldBack(known(one.person), role, frozenset(words_against(one)))
        for role, one in rows
        if role and one.role in HEARING
    )
    return replace(facts, held_back=found)


def known(person: User) -> Someone:
    """As they would be, once somebody has spoken to them."""
    return replace(as_someone(person, away=set(), here=True), is_known=True)


def facts_then(school: Any, *, on: date) -> RouteFacts:
    """Who held what on a day that is past, whoever has left since."""
    return facts_from(RoleAssignment.objects.filter(on_day(on)), school, on=on)


def facts_from(held: Any, school: Any, *, on: date) -> RouteFacts:
    rows = list(
        held.filter(trust_id=school.trust_id, role__in=HEARING)
        .select_related("person")
        .order_by("order", "person__family_name", "pk")
    )
    away, said_away = absent([row.person_id for row in rows], on)
    lines = lines_of(school.trust_id)
    holders: dict[str, list[Someone]] = {}
    for row in sorted(rows, key=lambda row: row.school_id is None):
        role = slot(row, school)
        if role:
            holders.setdefault(role, []).append(
                as_someone(
                    row.person,
                    away=away,
                    said_away=said_away,
                    here=True,
                    lines=lines,
                    is_suspended=row.person.is_suspended(on),
                )
            )
    return RouteFacts(
        {role: tuple(dict.fromkeys(people)) for role, people in holders.items()},
        tuple(phones_of(school, on=on)),
    )


def slot(row: RoleAssignment, school: School) -> str | None:
    """The place of the routing table that this role fills at this school, if any."""
    if row.school_id == school.pk:
        return row.role if row.role not in AT_TRUST else None
    if row.school_id is not None:
        return None
    if row.role in OF_TRUSTEES:
        return OF_TRUSTEES[row.role]
    return row.role if row.role in (*AT_TRUST, *AT_EITHER) else None


def lines_of(trust_id: UUID) -> dict[Any, Any]:
    """Each person of the trust with their line manager."""
    return dict(
        User.objects.filter(trust_id=trust_id, line_manager__isnull=False).values_list(
            "pk", "line_manager_id"
        )
    )


def above(person_id: UUID, lines: Mapping[Any, Any]) -> frozenset[UUID]:
    """Everybody this person reports to, in however many steps."""
    found: set[UUID] = set()
    manager = lines.get(person_id)
    while manager is not None and manager not in found:
        found.add(manager)
        manager = lines.get(manager)
    return frozenset(found)


def named_people(ids: Iterable[Any], school: School, *, on: date) -> tuple[Someone, ...]:
    """The people somebody named, as routing sees them.

    One person gives and ends a role as a member of staff, with whatever last day: so any they ever had counts.
    """
    ids = list(ids)
    rows = RoleAssignment.objects.filter(
        Q(school=school) | Q(school=None), trust_id=school.trust_id, person_id__in=ids
    )
    places = set(rows.values_list("person_id", "school_id"))
    changed = changed_lately(ids, since=on - A_YEAR)
    people = User.objects.filter(pk__in=ids, trust_id=school.trust_id, is_system=False)
    return tuple(
        replace(
            as_someone(person, away=set(), here=(person.pk, school.pk) in places),
            is_of_trust=(person.pk, None) in places,
            is_changed=str(person.pk) in changed,
        )
        for person in people
    )


def changed_lately(ids: Iterable[Any], *, since: date) -> set[str]:
    """Those of whom it was changed, since that day, what they are here."""
    rows = Entry.objects.filter(
        event=Event.PERSON_CHANGED,
        object_type=User._meta.label_lower,
        object_id__in=[str(pk) for pk in ids],
        at__date__gte=since,
    )
    return {
        pk
        for pk, data in rows.values_list("object_id", "data")
        if "category" in data.get("changed", ())
    }


def absent(ids: Iterable[Any], on: date) -> tuple[set[UUID], set[UUID]]:
    """Who is away by their own word, and who only by somebody else's."""
    rows = Absence.objects.on(on).filter(person_id__in=list(ids))
    pairs = set(rows.values_list("person_id", "recorded_by_id"))
    own = {person for person, by in pairs if person == by}
    return own, {person for person, _ in pairs} - own


def as_someone(
    person: User,
    *,
    away: set[UUID],
    here: bool,
    said_away: Collection[Any] = frozenset(),
    lines: Mapping[Any, Any] = MappingProxyType({}),
    is_suspended: bool = False,
) -> Someone:
    return Someone(
        id=person.pk,
        name=person.full_name,
        above=above(person.pk, lines),
        is_away=person.pk in away,
        is_said_away=person.pk in said_away,
        category=person.category,
        works_here=here,
        is_known=person.known_at is not None,
        suspended_by=(person.suspended_by_id or person.pk) if is_suspended else None,
    )


def role_words(role: str) -> str:
    """How a role is written after a name: "designated safeguarding lead"."""
    if role in WORDS:
        return WORDS[role]
    name = BY_CODE[role].name if role in BY_CODE else role
    return name[:1].lower() + name[1:]


def phones_of(school: School, *, on: date) -> list[tuple[str, str]]:
    """Whom to phone when nothing can be sent: outside bodies of the school's area, never a person."""
    numbers = [
        ("The local authority designated officer", school.lado_phone),
        ("Children's social care", school.social_care_phone),
        ("The police, if anyone is in danger now", "999"),
    ]
    return [(name, number) for name, number in numbers if number]
