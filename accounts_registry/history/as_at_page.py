"""The page of the time machine: a stretch of the register as it stood on a day, its people and its checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from accounts_registry.appendix1.register_rows import RegisterRow
from accounts_registry.crew import crew_lines, licences
from accounts_registry.history import as_at
from accounts_registry.models import Channel, ChannelPerson
from people.models import User
from schools.models import Trust


@dataclass(frozen=True)
class Shown:
    """A row as the page shows it; people and needs only for those who may see the channel in detail."""

    row: RegisterRow
    href: str = ""
    in_detail: bool = False
    people: list[tuple[str, str]] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)


def shown(
    found: Sequence[tuple[UUID, RegisterRow]], user: User, *, trust: Trust, day: date, on: date
) -> list[Shown]:
    """These rows for this person: what they may open and see today, as it was that day."""
    ids = [pk for pk, _ in found]
    today = Channel.objects.visible_to(user, on=on).filter(pk__in=ids).select_related("platform")
    addresses = {channel.pk: channel.get_absolute_url() for channel in today}
    detailed = Channel.objects.in_detail(user, on=on).filter(pk__in=ids)
    may = set(detailed.values_list("pk", flat=True))
    people = _people(list(may), trust, day)
    needs = as_at.needs_on(day, trust=trust, only=list(may)) if may else {}
    over = licences.lapsed_posters(may, trust=trust, on=day)
    return [
        Shown(
            row,
            addresses.get(pk, ""),
            pk in may,
            people.get(pk, []),
            [] if row.closed else [*over.get(pk, []), *(need.text for need in needs.get(pk, []))],
        )
        for pk, row in found
    ]


def _people(ids: list[UUID], trust: Trust, day: date) -> dict[UUID, list[tuple[str, str]]]:
    """Who had which part that day: ("Moderator", "Network manager (Nell Reed), Lena Fox")."""
    lines = crew_lines.lines(ids, on=day, trust_ids=[trust.pk]) if ids else []
    told: dict[tuple[UUID, str], list[str]] = {}
    for line in lines:
        held = line.name or "nobody holds this post"
        name = f"{line.post} ({held})" if line.post else held
        told.setdefault((line.channel_id, line.part), []).append(name)
    found: dict[UUID, list[tuple[str, str]]] = {}
    for (pk, part), names in told.items():
        said = ", ".join(dict.fromkeys(names))
        found.setdefault(pk, []).append((str(ChannelPerson.Part(part).label), said))
    return found
