"""Who signs a request, in what order, and why them: the stages and the conflict rules of requirements 4.1.3.

Pure: people come in as `Players`, steps come out, and nothing is asked of the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

ORDER = ("line_manager", "comms", "leadership", "head")
LABELS = {
    "line_manager": "Line manager",
    "comms": "Communications manager",
    "leadership": "Leadership team",
    "head": "Headteacher",
}


class NoSigner(Exception):
    """Nobody may sign one of the stages: the message names the missing role."""

    def __init__(self, role: str) -> None:
        super().__init__(
            f"Nobody can sign as {role} for this request. Ask your office manager to add one."
        )
        self.role = role


@dataclass(frozen=True)
class Players:
    """Everybody who might sign, each list in the order they would be asked."""

    author: Any
    line_manager: Any = None
    next_in_line: Any = None
    heads: tuple[Any, ...] = ()
    comms: tuple[Any, ...] = ()
    leaders: tuple[Any, ...] = ()
    deputies: tuple[Any, ...] = ()
    second_signatories: tuple[Any, ...] = ()  # where a small school has one person for two stages
    chairs: tuple[Any, ...] = ()
    ceos: tuple[Any, ...] = ()
    barred: frozenset[Any] = field(default_factory=frozenset)  # would post, or moderate alone
    named: frozenset[Any] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Step:
    """One stage of a route; without a signer it is not needed, and `why` says so."""

    code: str
    signer: Any
    capacity: str
    why: str = ""

    @property
    def is_required(self) -> bool:
        return self.signer is not None


def build(chain: Iterable[str], players: Players) -> list[Step]:
    """The stages of this chain with a signer each. The final signature is always asked for.

    The author signs nothing, nobody signs twice, and at least two people besides the author sign.
    Raises NoSigner where a stage has nobody.
    """
    wanted = {*chain, "head"}
    steps = {"head": _final(players)}
    if "line_manager" in wanted:
        steps["line_manager"] = _line_manager(players, steps)
    if "comms" in wanted:
        steps["comms"] = _comms(players, steps)
    if "leadership" in wanted:
        steps["leadership"] = _leadership(players, steps)
    if len(_taken(steps)) < 2:
        steps = _with_second_person(players, steps)
    if _taken(steps) <= players.named:
        raise NoSigner("somebody who is not named in it")
    return [steps[code] for code in ORDER if code in steps]


def _final(players: Players) -> Step:
    if players.author in players.ceos:
        return _pick("head", players, {}, [("Chair", players.chairs)], missing="chair")
    if players.author in players.heads:
        why = "The author is the headteacher"
        others = [("Chair", players.chairs), ("Chief executive", players.ceos[1:])]
        return _pick("head", players, {}, others, missing="chair", why=why)
    if not players.heads:
        raise NoSigner("headteacher")
    why = "The headteacher would post on this channel or moderate it alone"
    standing_in = [
        ("Deputy headteacher", players.deputies),
        ("Chief executive", players.ceos),
        ("Chair", players.chairs),
    ]
    return _pick(
        "head",
        players,
        {},
        [("Headteacher", players.heads), *standing_in],
        missing="headteacher",
        why=why,
    )


def _line_manager(players: Players, steps: dict[str, Step]) -> Step:
    if players.author in players.heads:
        above = [("Chief executive", players.ceos), ("Chair", players.chairs)]
        return _pick(
            "line_manager",
            players,
            steps,
            above,
            missing="chief executive or chair",
            why="The author is the headteacher",
        )
    if players.line_manager is None:
        raise NoSigner("line manager")
    line = [person for person in (players.line_manager, players.next_in_line) if person is not None]
    able = [person for person in line if person != players.author and person not in players.barred]
    if able and able[0] == steps["head"].signer:
        same = steps["head"].capacity.lower()
        return Step(
            "line_manager",
            None,
            LABELS["line_manager"],
            f"The line manager is also the {same}, who signs last",
        )
    why = "The line manager would post on this channel or moderate it alone"
    managers = [("Line manager", line[:1]), ("Next in line", line[1:])]
    return _pick("line_manager", players, steps, managers, missing="line manager", why=why)


def _comms(players: Players, steps: dict[str, Step]) -> Step:
    if not players.comms:
        raise NoSigner("communications manager")
    why = "The communications manager is the author, signs another step or would run this channel"
    managers = [
        ("Communications manager", players.comms),
        ("Second signatory", players.second_signatories),
    ]
    return _pick("comms", players, steps, managers, missing="communications manager", why=why)


def _leadership(players: Players, steps: dict[str, Step]) -> Step:
    team = [("Leadership team", players.leaders), ("Deputy headteacher", players.deputies)]
    return _pick("leadership", players, steps, team, missing="leadership team")


def _with_second_person(players: Players, steps: dict[str, Step]) -> dict[str, Step]:
    """One signature is never enough: the second signatory takes the step that was not needed."""
    second = _pick(
        "line_manager",
        players,
        {"head": steps["head"]},
        [("Second signatory", players.second_signatories)],
        missing="second signatory",
        why="A second person must sign besides the last",
    )
    return {**steps, "line_manager": second}


def _pick(
    code: str,
    players: Players,
    steps: dict[str, Step],
    groups: Sequence[tuple[str, Sequence[Any]]],
    *,
    missing: str,
    why: str = "",
) -> Step:
    """The first who is not the author, signs nothing else and would not mark their own work."""
    refused = {players.author} | _taken(steps) | players.barred
    first_choice = next((person for _, people in groups for person in people), None)
    for capacity, people in groups:
        for person in people:
            if person not in refused:
                usual = person == first_choice and capacity == LABELS[code]
                return Step(code, person, capacity, "" if usual else why)
    raise NoSigner(missing)


def _taken(steps: dict[str, Step]) -> set[Any]:
    return {step.signer for step in steps.values() if step.signer is not None}
