"""Looking for "which person": the people of a school and of its trust."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from incidents.routing import staffing
from incidents.routing.route import GOVERNORS
from people.models import User
from schools.models import School

MOST = 20
WHO_A_KIND_MEANS = {"dsl": ("DSL", "DDSL"), "governor": GOVERNORS, "head": ("HEAD",)}


def find(words: str, school: School, *, on: date) -> list[User]:
    """People whose names hold every one of these words, however they are typed.

    Whoever is suspended too: somebody who could not be found would be known to be.
    """
    found = User.objects.here(on).filter(trust_id=school.trust_id).found_by(words)
    return list(found[:MOST])


def nobody(words: str, hits: Collection[User]) -> str:
    """What stands by the search where it found nobody; nothing where it did."""
    if hits:
        return ""
    if not words.strip():
        return "Type a name or a part of it, then press “Find people”"
    return f"Nobody is found for “{words.strip()}”. Try a part of the name, or another spelling"


def suggested(kinds: Iterable[str], school: School, *, on: date) -> list[User]:
    """Those a kind could mean: the safeguarding team, the chairs."""
    facts = staffing.facts_of(school, on=on)
    roles = [role for kind in kinds for role in WHO_A_KIND_MEANS.get(kind, ()) if kind != "head"]
    return by_ids([person.id for role in roles for person in facts.of(role)], school)


def by_ids(ids: Iterable[Any], school: School) -> list[User]:
    return list(User.objects.filter(pk__in=list(ids), trust_id=school.trust_id, is_system=False))


def is_id(text: str) -> bool:
    """Whether this could be a person's id, as a page sends it."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
