"""Two trusts alike: each has people of every role, channels, requests, appointments, absences, sheets and a watch list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from access.roles import ASSIGNABLE
from notifications.models import Message
from people import actions as people
from people.appointments import actions as appointments
from people.models import RoleAssignment, User
from people.sheets.people_sheet import read
from people.way_in import actions as way_in
from schools.models import School
from tests.accounts_registry import world
from tests.accounts_registry.builders import add
from tests.approvals import stage
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_away, make_person, make_school
from tests.register_imports import sheets
from tests.reminders.builders import make_channel
from tests.reports.making import made
from tests.watch_list import watching

SHEET = "First name,Last name,Email,Post\nNew,Comer,,Teacher of art\n"


def two_trusts(cast: Cast) -> tuple[Cast, Cast]:
    """The cast with a colleague of every other role, and their likes at the other trust; both have work in hand."""
    far = mirrored(cast)
    for one, name in ((cast, "Ashdown"), (far, "Dunmore")):
        everybody_else(one, name)
        fill(one, name)
    return cast, far


def mirrored(cast: Cast) -> Cast:
    """The same people under other names at the other trust."""
    trust = cast.other_trust
    schools = {
        None: None,
        cast.school.pk: make_school(trust, "Dunmore Academy"),
        cast.other_school.pk: make_school(
            trust, "Elmhurst Primary", phase="Primary", low_age=4, high_age=11
        ),
    }
    found: dict[str, Any] = {
        name: mirror_of(person, trust, schools)
        for name, person in vars(cast).items()
        if isinstance(person, User) and person != cast.outsider
    }
    by_key = {getattr(cast, name).pk: person for name, person in found.items()}
    for name, person in found.items():
        person.line_manager = by_key.get(getattr(cast, name).line_manager_id)
        person.save(update_fields=["line_manager"])
    school, other = schools[cast.school.pk], schools[cast.other_school.pk]
    return replace(
        cast,
        trust=trust,
        school=school,
        other_school=other,
        other_trust=cast.trust,
        outsider=cast.head,
        **found,
    )


def mirror_of(person: User, trust: Any, schools: dict[Any, School | None]) -> User:
    roles = list(person.assignments.values_list("role", "school_id"))
    holding = person.holdings.select_related("post").first()
    return make_person(
        f"{person.given_name}na {person.family_name}mere",
        *(role for role, _ in roles if role != "STAFF"),
        trust=trust,
        school=schools[roles[0][1]],
        post=f"{holding.post.title} here" if holding else "",
        category=person.category,
        phone=person.phone,
    )


def everybody_else(cast: Cast, name: str) -> None:
    """Somebody with each role that the cast has nobody for, where it may be held."""
    held = set(RoleAssignment.objects.filter(trust=cast.trust).values_list("role", flat=True))
    for role in ASSIGNABLE:
        if role.code not in held:
            school = cast.school if "school" in role.held_at else None
            make_person(f"{role.code.title()} {name}", role.code, trust=cast.trust, school=school)


def fill(cast: Cast, name: str) -> None:
    """Everything that people can have in hand, made as they make it."""
    stage.ready(cast, cast.teacher, cast.colleague, cast.office, cast.line_manager)
    world.official(cast, "x", f"@{name}PE")
    add(cast, account_name=f"@{name}Music")
    make_channel(cast.school, cast.teacher, cast.colleague, account_name=f"{name} daily")
    master = cast.office.holdings.get().post
    stage.sent(cast, account_name=f"@{name}Art", master_post=master)
    watching.add(cast, account=f"https://x.com/MissBell{name}")
    sheets.upload(cast, f"{sheets.HEADINGS}X,@{name}New,Headteacher,Office,3/9/19,,\n")
    made(cast, "register_csv")
    people_in_hand(cast, name)


def people_in_hand(cast: Cast, name: str) -> None:
    """Appointments, a changed way in, somebody suspended, a sheet of people, absences, letters."""
    begin = {"trust": cast.trust, "school": cast.school, "start_date": TODAY, "at": NOW}
    appointments.propose(person=cast.line_manager, role="DDSL", by=cast.office, **begin)
    appointments.propose(person=cast.colleague, role="DHT", by=cast.office, **begin)
    way_in.propose_way_in(person=cast.deputy_dsl, sends_link=True, by=cast.office, at=NOW)
    new = make_person(f"New {name}", trust=cast.trust, school=cast.school)
    people.suspend_person(person=new, by=cast.head, at=NOW)
    people.begin_import(
        trust=cast.trust,
        school=cast.school,
        file_name="people.csv",
        rows=read(SHEET.encode()),
        by=cast.office,
        at=NOW,
    )
    make_away(cast.deputy_head, TODAY, TODAY + timedelta(days=3))
    make_away(cast.teacher, TODAY + timedelta(days=2), TODAY + timedelta(days=4))
    for state in ("failed", "waiting", "sent"):
        letter(cast.teacher, f"{name}:{state}", state)


def letter(person: User, key: str, state: str) -> Message:
    return Message.objects.create(
        key=key,
        kind="test",
        recipient=person,
        address=person.email or "",
        subject="A test",
        text="Dear colleague",
        state=state,
        created_at=NOW,
        next_try_at=NOW,
    )


def staff_of(cast: Cast) -> list[User]:
    """Everybody of the trust who can sign in."""
    found = User.objects.present(TODAY).filter(trust=cast.trust, is_active=True)
    return list(found.order_by("family_name", "given_name", "pk"))


def roles_of(person: User) -> set[str]:
    return set(person.assignments.values_list("role", flat=True))
