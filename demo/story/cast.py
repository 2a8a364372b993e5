"""Puts the trusts, the schools and their people there, as the set-up pages would."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from accounts_registry.models import Channel
from demo.people import address
from demo.story.calendar import school_years
from demo.story.moments import DAY, working_moment
from demo.story.staff import CARROW, MAREHAY, PEOPLE, SOUTHFIELD, VACANT, StaffRow
from people.actions import (
    add_person,
    add_post,
    give_role,
    hold_post,
    know_person,
    record_training,
)
from people.models import Post, User
from people.system import system_user
from schools.actions import brand, change_school_details, change_trust, import_rows, set_dates
from schools.gias import read
from schools.models import School, Trust

FILE = Path(__file__).with_name("establishments.csv")
URNS = {SOUTHFIELD: "900101", MAREHAY: "900102", CARROW: "900201"}
COLOUR = "#0E6B4F"
# How many days ago the trust took up the portal: before anything else that happened in it.
BEGAN = 100


@dataclass
class Stage:
    """The demo as it stands: the day it is told on, its trust, schools and people by name."""

    on: date
    at: datetime
    trust: Trust
    schools: dict[str, School]
    people: dict[str, User] = field(default_factory=dict)

    @property
    def began(self) -> datetime:
        return self.ago(BEGAN, 9)

    @property
    def system(self) -> User:
        return system_user()

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def ago(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """That hour of a working day, at least so many days ago: the moment of an event."""
        return working_moment(self.at, days, hour, minute)

    def day(self, days: int) -> date:
        """A day that is planned, so many days from today. What has happened has a moment instead."""
        return self.on + DAY * days

    def post(self, title: str, school: str) -> Post:
        where = self.schools.get(school)
        return Post.objects.get(
            title=title, school=where, trust=where.trust if where else self.trust
        )

    def channel(self, name: str) -> Channel:
        """The first to have had this name: what was there before the portal."""
        return Channel.objects.filter(account_name=name, trust=self.trust).earliest("reference")


def set_the_stage(on: date, at: datetime) -> Stage:
    """Trusts and schools from the Department's file, their dates, then everybody who works there."""
    system, began = system_user(), working_moment(at, BEGAN, 9, 0)
    import_rows(rows=read(FILE), by=system, at=began)
    schools = {
        key: School.objects.select_related("trust").get(urn=urn) for key, urn in URNS.items()
    }
    stage = Stage(on, at, schools[SOUTHFIELD].trust, schools)
    for school in schools.values():
        set_dates(school=school, rows=school_years(on), by=system, at=began)
        change_school_details(
            school=school,
            by=system,
            at=began,
            lado_phone="01632 960312",
            social_care_phone="01632 960311",
        )
    for trust, domain in (
        (stage.trust, "northmoor.example"),
        (schools[CARROW].trust, "southmere.example"),
    ):
        change_trust(
            trust=trust,
            by=system,
            at=began,
            email_domains=[domain],
            website_url=f"https://www.{domain}",
        )
        brand(
            trust=trust, colour=COLOUR if trust == stage.trust else "#7A1C14", by=system, at=began
        )
    for row in PEOPLE:
        enter(stage, row)
    for key, title in VACANT:
        add_post(title=title, trust=stage.trust, school=schools[key], by=system, at=began)
    train(stage)
    return stage


def enter(stage: Stage, row: StaffRow) -> None:
    """One person: on the list, in their post, with their roles."""
    school = stage.schools.get(row.school)
    trust = school.trust if school else stage.trust
    place: dict[str, Any] = {
        "trust": trust,
        "school": school,
        "by": stage.system,
        "at": stage.began,
    }
    given, family = row.name.split(" ", 1)
    started = stage.ago(900).date()
    person = add_person(
        given_name=given,
        family_name=family,
        email=address(row.name) if trust == stage.trust else "olga.stone@southmere.example",
        category=row.category,
        line_manager=stage.people.get(row.manager),
        department=row.department,
        start_date=started,
        phone=row.phone,
        **place,
    )
    if row.post:
        post = add_post(title=row.post, **place)
        hold_post(post=post, person=person, start_date=started, by=stage.system, at=stage.began)
    for role in row.roles:
        give_role(person=person, role=role, start_date=started, order=row.order, **place)
    stage.people[row.name] = know_person(person=person, by=stage.system, at=stage.began)


TRAINED = (
    "Dana Reid",
    "Eve Stuart",
    "Owen Lowe",
    "Tom Okafor",
    "Priya Nair",
    "Kofi Mensah",
    "Jo Bell",
    "Ines Moor",
    "Kay Moss",
    "Ellis Park",
    "Jean Porter",
    "Ben Lacey",
    "Nell Reed",
    "Ravi Shah",
    "Mia Webb",
)


def train(stage: Stage) -> None:
    """Everybody who runs a channel has been trained, but for Lena Fox, who is about to be."""
    completed = stage.ago(120).date()
    for name in TRAINED:
        record_training(
            person=stage[name],
            course="operator",
            provider="Northmoor central team",
            completed_on=completed,
            expires_on=completed + 365 * DAY,
            by=stage["Ravi Shah"] if name != "Ravi Shah" else stage["Tess Quinn"],
            at=stage.began,
        )
