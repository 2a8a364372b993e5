"""The cast: two schools of one trust and one outsider. Fixtures named for who they are."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from people.models import User
from schools.models import School, Trust
from tests import kept
from tests.factories import give_role, hold, make_person, make_school, make_trust


@dataclass
class Cast:
    trust: Trust
    school: School
    other_school: School
    other_trust: Trust
    teacher: User
    colleague: User
    line_manager: User
    comms: User
    head: User
    deputy_head: User
    dsl: User
    deputy_dsl: User
    office: User
    network: User
    chair: User
    ceo: User
    safeguarding_lead: User
    officer: User
    admin: User
    other_head: User
    other_dsl: User
    other_teacher: User
    outsider: User

    def everybody(self) -> list[User]:
        return [value for value in vars(self).values() if isinstance(value, User)]


@pytest.fixture
def cast(db: None) -> Cast:
    return kept.again("cast", make_cast)


def make_cast() -> Cast:
    trust = make_trust("Northmoor Learning Trust", short_name="northmoor")
    school = make_school(trust, "Ashdown Academy")
    other = make_school(trust, "Birchwood Primary", phase="Primary", low_age=4, high_age=11)
    far = make_trust("Southmere Trust", short_name="southmere")
    far_school = make_school(far, "Carrow High School")

    def at(where: School, name: str, *roles: str, post: str = "", **fields: object) -> User:
        return make_person(name, *roles, trust=where.trust, school=where, post=post, **fields)

    def central(name: str, *roles: str, post: str = "", **fields: object) -> User:
        return make_person(name, *roles, trust=trust, post=post, category="head_office", **fields)

    ceo = central("Ruth Marsh", "CEO", post="Chief executive", phone="01632 960100")
    head = at(
        school,
        "Priya Nair",
        "HEAD",
        post="Headteacher",
        category="leadership",
        line_manager=ceo,
        phone="01632 960101",
    )
    deputy = at(
        school,
        "Owen Lowe",
        "DHT",
        post="Deputy headteacher",
        category="leadership",
        line_manager=head,
    )
    manager = at(school, "Dana Reid", post="Head of PE", line_manager=deputy, department="PE")
    comms = central("Ravi Shah", "COMMS", post="Communications manager", line_manager=ceo)
    dsl = at(
        school,
        "Amal Haddad",
        "DSL",
        post="Designated safeguarding lead",
        line_manager=head,
        phone="01632 960114",
    )
    deputy_dsl = at(
        school, "Sam Hill", "DDSL", post="Pastoral lead", line_manager=dsl, phone="01632 960115"
    )
    other_head = at(
        other, "Kay Moss", "HEAD", post="Headteacher", category="leadership", line_manager=ceo
    )
    admin = make_person(
        "Tess Admin", "TADMIN", trust=trust, category="head_office", line_manager=ceo
    )
    return Cast(
        trust=trust,
        school=school,
        other_school=other,
        other_trust=far,
        teacher=at(school, "Jo Bell", post="Teacher of PE", line_manager=manager, department="PE"),
        colleague=at(
            school,
            "Lena Fox",
            post="PE technician",
            line_manager=manager,
            category="support",
            department="PE",
        ),
        line_manager=manager,
        comms=comms,
        head=head,
        deputy_head=deputy,
        dsl=dsl,
        deputy_dsl=deputy_dsl,
        office=at(
            school,
            "Tom Okafor",
            "ADMIN",
            post="Business manager",
            category="support",
            line_manager=head,
        ),
        network=at(
            school,
            "Nell Reed",
            "NETMAN",
            post="Network manager",
            category="support",
            line_manager=head,
        ),
        chair=at(school, "Ivor Day", "CHAIR", category="governor", phone="01632 960119"),
        ceo=ceo,
        safeguarding_lead=central("Gwen Tully", "TSL", line_manager=ceo, phone="01632 960120"),
        officer=central("Uma Trent", "OFFICER", line_manager=ceo),
        admin=admin,
        other_head=other_head,
        other_dsl=at(
            other,
            "Ellis Park",
            "DSL",
            post="Deputy headteacher",
            line_manager=other_head,
            phone="01632 960214",
        ),
        other_teacher=at(other, "Ada Finch", post="Class teacher", line_manager=other_head),
        outsider=make_person(
            "Olga Stone", "HEAD", trust=far, school=far_school, post="Headteacher"
        ),
    )


__all__ = ["Cast", "cast", "give_role", "hold"]
