"""A person as a line that no other person has: name, job, school, and more where two would still be alike.

"Sam Hill, Teacher of PE, Ashdown Academy". Whoever is picked or accused is shown so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from people.names import names
from people.names.past_names import formerly
from people.person.models import User
from people.posts.models import Holding
from people.roles.models import RoleAssignment
from people.words import day

# What is added, one after the other, for those whose lines are still the same.
MORE: tuple[Callable[[User], str], ...] = (
    lambda person: person.department,
    lambda person: person.email or "no email address",
    lambda person: f"here since {day(person.start_date)}" if person.start_date else "",
    lambda person: f"record {str(person.pk)[:8]}",
)


def labels(people: Iterable[User], *, on: date) -> dict[UUID, str]:
    """The line of each of these people on that day, in their order: four questions, however many.

    Namesakes who are not among them count, so somebody has the same line on every page.
    """
    asked = {person.pk: person for person in people}
    parts = _parts(_with_namesakes(asked), on)
    return {pk: ", ".join(parts[pk]) for pk in asked}


def called(people: Iterable[User], *, on: date) -> dict[UUID, str]:
    """How a sentence calls each: by name, with the rest in brackets where a colleague has the same."""
    asked = {person.pk: person for person in people}
    everybody = _with_namesakes(asked)
    shared = Counter((person.trust_id, person.name_key) for person in everybody.values())
    parts = _parts(everybody, on) if len(everybody) > len(shared) else {}
    return {
        pk: _in_brackets(parts[pk])
        if shared[person.trust_id, person.name_key] > 1
        else person.full_name
        for pk, person in asked.items()
    }


def name(person: User, *, on: date) -> str:
    """How a sentence calls one person."""
    return called([person], on=on)[person.pk]


def choices(people: Iterable[User], *, on: date) -> list[tuple[str, str]]:
    """Each person once, as a form takes them: key and line."""
    return [(str(pk), line) for pk, line in labels(people, on=on).items()]


def _in_brackets(parts: list[str]) -> str:
    return f"{parts[0]} ({', '.join(parts[1:])})"


def _with_namesakes(asked: dict[UUID, User]) -> dict[UUID, User]:
    if not asked:
        return {}
    namesakes = User.objects.filter(
        trust__in={person.trust_id for person in asked.values()},
        name_key__in={person.name_key for person in asked.values()},
        is_system=False,
    ).exclude(pk__in=asked)
    return {**asked, **{person.pk: person for person in namesakes}}


def _alike(line: list[str]) -> str:
    """What two lines share that one reads as the same, whatever their accents and apostrophes."""
    return names.looks(" ".join(line))


def _parts(people: dict[UUID, User], on: date) -> dict[UUID, list[str]]:
    """The parts of each line, with more for those that would still be alike."""
    parts = _usual(people, on) if people else {}
    for more in MORE:
        often = Counter(map(_alike, parts.values()))
        for pk in [pk for pk, line in parts.items() if often[_alike(line)] > 1]:
            parts[pk] += filter(None, [more(people[pk])])
    return parts


def _usual(people: dict[UUID, User], on: date) -> dict[UUID, list[str]]:
    jobs: dict[UUID, list[str]] = defaultdict(list)
    places: dict[UUID, list[str]] = defaultdict(list)
    held = Holding.objects.on(on).filter(person_id__in=people).order_by("acting", "start_date")
    for pk, title, school in held.values_list("person_id", "post__title", "post__school__name"):
        jobs[pk].append(title)
        places[pk] += [school] if school else []
    given = RoleAssignment.objects.on(on).filter(person_id__in=people).order_by("school__name")
    for pk, school, trust in given.values_list("person_id", "school__name", "trust__name"):
        places[pk].append(school or trust)
    before = formerly(people, on)
    usual = {
        pk: [
            person.full_name,
            _before(before[pk]),
            _job(person, jobs[pk]),
            _place(places[pk]),
            _gone(person, on),
        ]
        for pk, person in people.items()
    }
    return {pk: list(filter(None, parts)) for pk, parts in usual.items()}


def _before(past: list[str]) -> str:
    return f"formerly {' and '.join(past)}" if past else ""


def _job(person: User, titles: list[str]) -> str:
    return " and ".join(dict.fromkeys(titles)) or str(person.get_category_display())


def _place(places: list[str]) -> str:
    """One or two schools by name; of more the number says enough beside the job."""
    found = list(dict.fromkeys(places))
    return " and ".join(found) if len(found) < 3 else f"{len(found)} schools"


def _gone(person: User, on: date) -> str:
    return (
        f"left on {day(person.leaving_date)}" if person.leaving_date and person.has_left(on) else ""
    )
