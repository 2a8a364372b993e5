"""Whether a channel keeps the people it needs when somebody goes (rule 12, requirements 2.10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts_registry.crew import crew_lines
from accounts_registry.crew.crew_lines import OPERATORS, CrewLine
from accounts_registry.crew.minimums import Minimums, Rulebook
from accounts_registry.models import Channel, ChannelPerson
from accounts_registry.record.statuses import LIVE

ADMINISTRATORS = ("administrator", "master")
# While a channel is one of these somebody has to run it.


@dataclass(frozen=True)
class Leaving:
    """What is left of a channel's people once this part has ended."""

    leaves_nobody: bool
    short: list[str]

    @property
    def sentence(self) -> str:
        return f"You are about to leave this channel with {' and '.join(self.short)}"


def minimums(channel: Channel) -> Minimums:
    return Rulebook.of([channel.trust_id]).minimums(
        trust_id=channel.trust_id, preset=channel.trust.preset, school_id=channel.school_id
    )


def if_ended(row: ChannelPerson, end_date: date) -> Leaving:
    """What the day after the end would look like."""
    channel, day = row.channel, max(end_date, row.start_date) + timedelta(days=1)
    before = crew_lines.lines([channel.pk], on=day)
    after = [line for line in before if line.row_id != row.pk]
    # A part that ended before is counted as it last was: else its end would seem to take nothing away.
    if row.end_date and row.end_date < day:
        before = [*before, *_as_it_was(row)]
    return Leaving(_leaves_nobody(row, before, after), _short(channel, before, after))


def _as_it_was(row: ChannelPerson) -> list[CrewLine]:
    found = crew_lines.lines([row.channel_id], on=row.end_date or row.start_date)
    return [line for line in found if line.row_id == row.pk]


def _leaves_nobody(
    row: ChannelPerson, before: Sequence[CrewLine], after: Sequence[CrewLine]
) -> bool:
    """A post that nobody holds is no administrator, and neither is somebody who has left."""
    if row.part not in ADMINISTRATORS or row.channel.status not in LIVE:
        return False
    left = [line for line in after if line.part in ADMINISTRATORS]
    if any(line.has_access for line in left):
        return False
    goes = [line for line in before if line.row_id == row.pk]
    # Somebody who cannot get in may go though the others cannot either: that changes nothing.
    return not left or any(line.has_access for line in goes)


def _short(channel: Channel, before: Sequence[CrewLine], after: Sequence[CrewLine]) -> list[str]:
    """Each count that would fall, and fall below what is needed."""
    least = minimums(channel)
    asked: list[tuple[str, Iterable[str], int]] = [
        ("administrators", ADMINISTRATORS, least.administrators)
    ]
    if channel.moderation_required:
        asked.append(("moderators", ("moderator",), least.moderators))
    asked.append(("operators", OPERATORS, least.operators))
    falls = {
        code: has
        for code, parts, needed in asked
        if (has := crew_lines.counted(after, parts))
        < min(needed, crew_lines.counted(before, parts))
    }
    # Fewer who run it at all says nothing new beside fewer of one kind.
    if len(falls) > 1:
        falls.pop("operators", None)
    return [f"{has or 'no'} {_people(code, has)}" for code, has in falls.items()]


# By the code of a need: the word for one, and for any other number.
PEOPLE = {
    "administrators": ("administrator", "administrators"),
    "moderators": ("moderator", "moderators"),
    "operators": ("person who runs it", "people who run it"),
}


def _people(code: str, number: int) -> str:
    one, several = PEOPLE[code]
    return one if number == 1 else several


def standing(channel: Channel, lines: Sequence[CrewLine]) -> str:
    """You need 2 administrators and 2 moderators. You have 2 and 1."""
    least = minimums(channel)
    need = [f"{least.administrators} {_people('administrators', least.administrators)}"]
    have = [str(crew_lines.counted(lines, ADMINISTRATORS))]
    if channel.moderation_required:
        need.append(f"{least.moderators} {_people('moderators', least.moderators)}")
        have.append(str(crew_lines.counted(lines, ("moderator",))))
    return f"You need {' and '.join(need)}. You have {' and '.join(have)}."
