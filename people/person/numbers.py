"""Phone numbers: what is one, and the public ones of each school, which are never a person's."""

from __future__ import annotations

import re
from typing import NamedTuple

from schools.models import School

NOT_A_NUMBER = "Enter a phone number, like 01632 960 114"
NO_NUMBER = "Leave the number empty: staff phone only a headteacher, safeguarding lead, deputy lead or trust safeguarding lead"


# Numbers that cost whoever calls: 09 here, however it is dialled, and the international ones.
COSTLY = re.compile(r"(?:00|\+)?(?:440?9|979)|09")


def is_phone(number: str) -> bool:
    """Whether staff can be told to call it: a whole number, with + at its beginning alone, that costs no premium."""
    dialled = re.sub(r"[\s()-]", "", number)
    digits = dialled.removeprefix("+")
    is_number = digits.isascii() and digits.isdigit() and 10 <= len(digits) <= 15
    return is_number and not COSTLY.match(dialled)


class Numbers(NamedTuple):
    """A school's own office and the bodies of its area."""

    name: str
    phones: list[tuple[str, str]]


def numbers_of_schools() -> list[Numbers]:
    """One question, however many schools."""
    found = School.objects.open().order_by("name")
    return [Numbers(school.name, phones_of(school)) for school in found]


def phones_of(school: School) -> list[tuple[str, str]]:
    lines = (
        ("The school office", school.office_phone),
        ("Children’s social care", school.social_care_phone),
        (
            "The local authority designated officer, about an adult who works there",
            school.lado_phone,
        ),
    )
    return [(says, number) for says, number in lines if number]
