"""Who signs a request, in what order, and why them: the stages and the conflict rules of requirements 4.1.3.

Pure: people come in as `Players`, steps come out, and nothing is asked of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

ORDER = ("line_manager", "comms", "leadership", "head")
# By what somebody signs, where it is no role of the school.
LINE, SECOND = "LINE", "SECOND"
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
    further_up: tuple[Any, ...] = ()
    line_is_own: bool = False  # the author, or whom they put there, chose who manages them
    heads: tuple[Any, ...] = ()
    comms: tuple[Any, ...] = ()
    leaders: tuple[Any, ...] = ()
    deputies: tuple[Any, ...] = ()
    second_signatories: tuple[Any, ...] = ()  # where a small school has one person for two stages
    chairs: tuple[Any, ...] = ()
    ceos: tuple[Any, ...] = ()
    vices: tuple[Any, ...] = ()
    barred: frozenset[Any] = field(default_factory=frozenset)  # would post, or moderate alone
    named: frozenset[Any] = field(default_factory=frozenset)
    put_there: frozenset[Any] = field(default_factory=frozenset)  # by the author or whom they name
    unable: frozenset[Any] = field(default_factory=frozenset)  # away, while somebody stands in

    @property
    def line(self) -> list[Any]:
        people = (self.line_manager, self.next_in_line, *self.further_up)
        return [person for person in people if person is not None]

    @property
    def refused(self) -> frozenset[Any]:
        """Nobody of these signs any step of this request."""
        return self.barred | self.put_there | self.unable | {self.author}


@dataclass(frozen=True)
class Step:
    """One stage of a route; without a signer it is not needed, and `why` says so.

    `role` is what the signer signs by: a role of the school, LINE for the author's line, or SECOND.
    """

    code: str
    signer: Any
    capacity: str
    why: str = ""
    role: str = ""

    @property
    def is_required(self) -> bool:
        return self.signer is not None


@dataclass(frozen=True)
class Group:
    """People of one capacity, in the order they would be asked."""

    capacity: str
    role: str
    people: Sequence[Any]


def build(chain: Iterable[str], players: Players) -> list[Step]:
    """The stages of this chain with a signer each. The final signature is always asked for.

    The author signs nothing, nobody signs twice, and at least two people besides the author sign.
    Raises NoSigner where a stage has nobody.
    """
    wanted = {*chain, "head"}
    _refuse_empty(wanted, players)
    steps: dict[str, Step] = {}
    for code in ("head", "line_manager", "comms", "leadership"):
        if code in wanted:
            steps[code] = FILL[code](players, steps)
    if len(_taken(steps)) < 2:
        steps["line_manager"] = _second_person(players, {"head": steps["head"]})
    _refuse_only_named(players, steps)
    return [steps[code] for code in ORDER if code in steps]


def stand_in(
    code: str, players: Players, others: dict[str, Step], *, must_sign: bool = False
) -> Step:
    """Who takes this step over from somebody who cannot sign it; `others` are the steps besides.

    Of the line manager's it may be that nobody need, where the next in the line signs last; unless
    somebody must. Raises NoSigner.
    """
    step = FILL[code](players, others)
    if not step.is_required and (must_sign or len(_taken(others)) < 2):
        step = _second_person(players, others)
    _refuse_only_named(players, {**others, code: step})
    return step


def _refuse_empty(wanted: set[str], players: Players) -> None:
    """A role that nobody holds is named, rather than filled by somebody else."""
    if not players.heads and players.author not in players.ceos:
        raise NoSigner("headteacher")
    if "comms" in wanted and not players.comms:
        raise NoSigner("communications manager")


def _refuse_only_named(players: Players, steps: dict[str, Step]) -> None:
    if _taken(steps) <= players.named:
        raise NoSigner("somebody who is not named in it")


def _final(players: Players, steps: dict[str, Step]) -> Step:
    chairs = Group("Chair", "CHAIR", players.chairs)
    vices = Group("Vice-chair", "VICE_CHAIR", players.vices)
    if players.author in players.ceos:
        return _pick("head", players, steps, [chairs, vices], missing="chair")
    if players.author in players.heads:
        why = "The author is the headteacher"
        others = [chairs, Group("Chief executive", "CEO", players.ceos[1:]), vices]
        return _pick("head", players, steps, others, missing="chair", why=why)
    groups = [Group("Headteacher", "HEAD", players.heads), *_for_the_head(players)]
    why = "The headteacher would post on this channel or moderate it alone"
    if players.put_there & {*players.heads}:
        why = "The headteacher was put there by somebody this request comes from or names"
    return _pick("head", players, steps, groups, missing="headteacher", why=why)


def _for_the_head(players: Players) -> list[Group]:
    """Who signs instead of the headteacher, in this order."""
    return [
        Group("Deputy headteacher", "DHT", players.deputies),
        Group("Leadership team", "SLT", players.leaders),
        Group("Chief executive", "CEO", players.ceos),
        Group("Chair", "CHAIR", players.chairs),
        Group("Vice-chair", "VICE_CHAIR", players.vices),
    ]


def _line_manager(players: Players, steps: dict[str, Step]) -> Step:
    if players.author in players.heads:
        return _above_the_head(players, steps)
    if players.line_manager is None:
        raise NoSigner("line manager")
    if players.line_is_own:
        return _instead_of_own_line(players, steps)
    able = [person for person in players.line if person not in players.refused]
    if able and able[0] == steps["head"].signer:
        return _signs_last(steps)
    why = "The line manager would post on this channel or moderate it alone"
    managers = [
        Group("Line manager", LINE, players.line[:1]),
        Group("Next in line", LINE, players.line[1:]),
    ]
    return _pick("line_manager", players, steps, managers, missing="line manager", why=why)


def _above_the_head(players: Players, steps: dict[str, Step]) -> Step:
    above = [
        Group("Chief executive", "CEO", players.ceos),
        Group("Chair", "CHAIR", players.chairs),
        Group("Vice-chair", "VICE_CHAIR", players.vices),
    ]
    why = "The author is the headteacher"
    missing = "chief executive or chair"
    return _pick("line_manager", players, steps, above, missing=missing, why=why)


def _instead_of_own_line(players: Players, steps: dict[str, Step]) -> Step:
    """Nobody chooses who signs for them: one of the school's own leaders takes the step."""
    why = "The author's line manager was entered by the author, or by somebody the author put there"
    groups = _for_the_head(players)
    try:
        return _pick("line_manager", players, steps, groups, missing="line manager", why=why)
    except NoSigner:
        if players.line_manager == steps["head"].signer:
            return _signs_last(steps)
        raise


def _signs_last(steps: dict[str, Step]) -> Step:
    same = steps["head"].capacity.lower()
    why = f"The line manager is also the {same}, who signs last"
    return Step("line_manager", None, LABELS["line_manager"], why)


def _comms(players: Players, steps: dict[str, Step]) -> Step:
    why = "The communications manager is the author, signs another step or would run this channel"
    groups = [
        Group("Communications manager", "COMMS", players.comms),
        Group("Second signatory", SECOND, players.second_signatories),
        Group("Deputy headteacher", "DHT", players.deputies),
        Group("Chair", "CHAIR", players.chairs),
    ]
    return _pick("comms", players, steps, groups, missing="communications manager", why=why)


def _leadership(players: Players, steps: dict[str, Step]) -> Step:
    team = [
        Group("Leadership team", "SLT", players.leaders),
        Group("Deputy headteacher", "DHT", players.deputies),
    ]
    return _pick("leadership", players, steps, team, missing="leadership team")


def _second_person(players: Players, steps: dict[str, Step]) -> Step:
    """One signature is never enough: the second signatory takes the step that was not needed."""
    return _pick(
        "line_manager",
        players,
        steps,
        [Group("Second signatory", SECOND, players.second_signatories)],
        missing="second signatory",
        why="A second person must sign besides the last",
    )


FILL: dict[str, Callable[[Players, dict[str, Step]], Step]] = {
    "head": _final,
    "line_manager": _line_manager,
    "comms": _comms,
    "leadership": _leadership,
}


def _pick(
    code: str,
    players: Players,
    steps: dict[str, Step],
    groups: Sequence[Group],
    *,
    missing: str,
    why: str = "",
) -> Step:
    """The first who is not the author, signs nothing else and would not mark their own work."""
    refused = players.refused | _taken(steps)
    first_choice = next((person for group in groups for person in group.people), None)
    for group in groups:
        for person in group.people:
            if person not in refused:
                usual = person == first_choice and group.capacity == LABELS[code]
                return Step(code, person, group.capacity, "" if usual else why, group.role)
    raise NoSigner(missing)


def _taken(steps: dict[str, Step]) -> set[Any]:
    return {step.signer for step in steps.values() if step.signer is not None}
