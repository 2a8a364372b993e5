"""Who comes into a concern that stands already: nobody below the villain, nobody put there on his word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from access.roles import WAY_IN_TAKES_TWO
from incidents.models import Reader
from people.models import RoleAssignment, User
from tests.people.machine.world import World

LATER = ("moved-on", "hand-over")
CALLED = {"TRUST_CHAIR": "CHAIR", "TRUST_VICE_CHAIR": "VICE_CHAIR"}


def faults(world: World) -> Iterator[str]:
    """Looked at once, when they come: who is promoted afterwards has sight already."""
    if not world.about_him:
        return
    came = Reader.objects.filter(incident__in=world.about_him, why__in=LATER, ended_at=None)
    for reader in came.exclude(pk__in=world.met).select_related("person", "incident"):
        world.met.add(reader.pk)
        if reader.person_id in below(world):
            yield f"{reader.person}, who reports to the villain, comes into {reader.incident}"
        if _is_put_there(world, reader):
            yield f"{reader.person}, who was put there on the villain's word, comes into {reader.incident}"


def below(world: World) -> set[Any]:
    """Whoever reports to the villain, in any number of steps."""
    pairs = User.objects.exclude(line_manager=None).values_list("pk", "line_manager_id")
    return _closed({world.villain_id}, [(person, above) for person, above in pairs])


def _is_put_there(world: World, reader: Reader) -> bool:
    """Each role by which they came was proposed or confirmed by him, or by somebody of whom that is true."""
    role = CALLED.get(reader.capacity, reader.capacity)
    rows = RoleAssignment.objects.on(world.on).filter(person=reader.person, role=role)
    his = put_there(world) | {world.villain_id}
    found = [{row.given_by_id, row.confirmed_by_id} for row in rows]
    return bool(found) and all(words & his for words in found)


def put_there(world: World) -> set[Any]:
    rows = RoleAssignment.objects.filter(role__in=WAY_IN_TAKES_TWO)
    words = rows.values_list("person_id", "given_by_id", "confirmed_by_id")
    pairs = [(person, one) for person, *two in words for one in two if one]
    return _closed({world.villain_id}, pairs)


def _closed(begin: set[Any], pairs: list[tuple[Any, Any]]) -> set[Any]:
    found = set(begin)
    while more := {person for person, above in pairs if above in found} - found:
        found |= more
    return found - begin
