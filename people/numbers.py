"""Phone numbers: what is one, and the public ones of each school, which are never a person's."""

from __future__ import annotations

import re
from typing import NamedTuple

from schools.models import School

NOT_A_NUMBER = "Enter a phone number, like 01632 960 114"


def is_phone(number: str) -> bool:
    digits = re.sub(r"[\s()+-]", "", number)
    return digits.isascii() and digits.isdigit() and 10 <= len(digits) <= 15


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
