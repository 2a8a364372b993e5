"""Rows to measure on: one trust, its schools and people, and as many channels as asked, always the same."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from accounts_registry.models import Channel, ChannelPerson, SearchDocument
from accounts_registry.search.actions import refresh_search
from people.models import Absence, Holding, Post, RoleAssignment, User
from platforms.models import Platform
from schools.models import School, Trust

ON = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
SCHOOLS = 20  # a large trust
PLACES = [
    "Ashdown",
    "Birchwood",
    "Castlefield",
    "Dunmore",
    "Elmhurst",
    "Fairoak",
    "Greenway",
    "Hartfield",
    "Ivybridge",
    "Meadow",
]
WHAT = [
    "Library",
    "Geography",
    "Sixth Form",
    "Music",
    "Year 7",
    "Sports",
    "Art Department",
    "Trips",
    "Parents",
    "Science",
]


def fill(channels: int) -> User:
    """Load that many channels; gives back a trust officer who sees them all."""
    dice = random.Random(7)
    trust = Trust.objects.create(name="Measured Trust", short_name="measured")
    schools = School.objects.bulk_create(
        School(trust=trust, name=f"School {n:04d}", slug=f"school-{n:04d}", urn=f"{200000 + n}")
        for n in range(SCHOOLS)
    )
    people = User.objects.bulk_create(
        User(
            email=f"p{n}@measured.example",
            given_name=f"Given{n}",
            family_name=f"Family{n:05d}",
            trust=trust,
            start_date=date(2020, 1, 1),
        )
        for n in range(max(40, channels))
    )
    posts = Post.objects.bulk_create(
        Post(title=title, trust=trust, school=school)
        for school in schools
        for title in ("Headteacher", "Business manager", "Head of PE")
    )
    Holding.objects.bulk_create(
        Holding(post=post, person=people[n % len(people)], start_date=date(2020, 1, 1))
        for n, post in enumerate(posts)
    )
    Absence.objects.bulk_create(absence(dice, person) for person in people for _ in range(2))
    officer = User.objects.create(
        email="officer@measured.example", given_name="Uma", family_name="Trent", trust=trust
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=officer, role=role, trust=trust, start_date=date(2020, 1, 1))
        for role in ("STAFF", "OFFICER")
    )
    more(channels, dice)
    return officer


def more(channels: int, dice: random.Random) -> None:
    """That many channels with their people, and what the search reads of them."""
    schools, people = list(School.objects.order_by("name")), list(User.objects.order_by("pk"))
    platforms = list(Platform.objects.all())
    of_school: dict[object, list[Post]] = {}
    for post in Post.objects.order_by("title"):
        of_school.setdefault(post.school_id, []).append(post)
    rows = Channel.objects.bulk_create(
        channel(n, dice, schools[0].trust, schools, platforms) for n in range(channels)
    )
    ChannelPerson.objects.bulk_create(
        part for row in rows for part in parts(row, dice, people, of_school[row.school_id])
    )
    refresh_search(at=AT)


def tenfold() -> None:
    """Nine more of each of 10,000 channels, which differ in their numbers: made by the database itself."""
    for copy in range(1, 10):
        for model, source, changes in COPIED:
            insert(model, source, {name: sql.format(k=copy) for name, sql in changes.items()}, copy)


OTHER = "'CH0{k}' || substr(c.reference, 5)"
PAIRED = "FROM {table} t JOIN accounts_registry_channel c ON c.id = t.channel_id JOIN accounts_registry_channel n ON n.reference = 'CH0{k}' || substr(c.reference, 5) WHERE c.reference < 'CH010000'"
NUMBERED = "replace(t.{column}, substr(c.reference, 3), substr(n.reference, 3))"
COPIED: tuple[tuple[Any, str, dict[str, str]], ...] = (
    (
        Channel,
        "FROM {table} c WHERE c.reference < 'CH010000'",
        {
            "id": "new",
            "reference": OTHER,
            "account_name": "substr(c.account_name, 1, length(c.account_name) - 6) || '0{k}' || substr(c.reference, 5)",
            "handle": "'account0{k}' || substr(c.reference, 5)",
            "identity": "c.identity || ':{k}'",
        },
    ),
    (ChannelPerson, PAIRED, {"id": "new", "channel_id": "n.id"}),
    (
        SearchDocument,
        PAIRED,
        {
            "id": "",
            "channel_id": "n.id",
            "public": NUMBERED.format(column="public"),
            "detail": NUMBERED.format(column="detail"),
        },
    ),
)


def insert(model: Any, source: str, changes: dict[str, str], copy: int) -> None:
    """Rows of this model made from those that are there; what is not changed stays the same."""
    new = "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"
    alias = "c" if model is Channel else "t"
    columns = [field.column for field in model._meta.concrete_fields]
    columns = [column for column in columns if changes.get(column) != ""]
    changes = {column: new if sql == "new" else sql for column, sql in changes.items()}
    values = [changes.get(column, f'{alias}."{column}"') for column in columns]
    table = model._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} {source.format(table=table, k=copy)}"
        )


def name_of(n: int) -> str:
    """A name like those of real pages, and no other's: "Meadow Library 077777"."""
    return f"{PLACES[n % len(PLACES)]} {WHAT[n // 7 % len(WHAT)]} {n:06d}"


def channel(
    n: int, dice: random.Random, trust: Trust, schools: list[School], platforms: list[Platform]
) -> Channel:
    return Channel(
        reference=f"CH{n:06d}",
        trust=trust,
        school=schools[n % len(schools)],
        platform=platforms[n % len(platforms)],
        account_name=name_of(n),
        handle=f"account{n:06d}",
        identity=f"measured:{n}",
        status="open",
        legacy_import=True,
        accepted_at=AT,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=True,
        date_opened=ON - timedelta(days=dice.randrange(3000)),
        next_review_on=ON + timedelta(days=dice.randrange(-30, 700)),
    )


def parts(
    row: Channel, dice: random.Random, people: list[User], posts: list[Post]
) -> list[ChannelPerson]:
    began = date(2020, 1, 1)
    moderators = dice.sample(people, 3)
    return [
        ChannelPerson(channel=row, part="master", post=posts[0], start_date=began),
        ChannelPerson(channel=row, part="poster", post=posts[1], start_date=began),
        *(
            ChannelPerson(channel=row, part="administrator", person=one, start_date=began)
            for one in moderators[:2]
        ),
        *(
            ChannelPerson(channel=row, part="moderator", person=one, start_date=began)
            for one in moderators
        ),
    ]


def absence(dice: random.Random, person: User) -> Absence:
    start = ON + timedelta(days=dice.randrange(-20, 60))
    return Absence(
        person=person,
        start_date=start,
        end_date=start + timedelta(days=dice.randrange(10)),
        recorded_by=person,
        recorded_at=AT,
    )
