"""What is drawn: how a sequence begins, and its steps. Small numbers choose among what is there, the simplest first."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

# Whoever keeps the list of people can try the most: so does he in most of the sequences.
FIRST = ("ADMIN", "TADMIN", "HEAD", "ADMIN", "DSL", "CHAIR", "DHT")
SECOND = ("teacher", "line manager", "HEAD", "DSL", "CHAIR", "DDSL", "DHT", "COMMS", "HR", "ADMIN")
CHOICES = 12
LEAST, MOST = 3, 16


@dataclass(frozen=True)
class Start:
    """The two hats, how many puppets he has already, and whether there is a concern about him."""

    hats: tuple[str, str]
    puppets: int = 0
    has_concern: bool = False


@dataclass(frozen=True)
class Step:
    """A rule by its name; who, whom and what are the numbers by which it chooses."""

    rule: str
    who: int = 0
    whom: int = 0
    what: int = 0


def starts(hats: tuple[str, str] | None = None) -> st.SearchStrategy[Start]:
    two = st.just(hats) if hats else st.tuples(st.sampled_from(FIRST), st.sampled_from(SECOND))
    return st.builds(Start, hats=two, puppets=st.integers(0, 2), has_concern=st.booleans())


def sequences(weights: dict[str, int]) -> st.SearchStrategy[list[Step]]:
    """Lists of steps; a rule of weight 3 comes three times as often as one of weight 1."""
    names = [name for name, weight in weights.items() for _ in range(weight)]
    number = st.integers(0, CHOICES - 1)
    step = st.builds(Step, rule=st.sampled_from(names), who=number, whom=number, what=number)
    return st.lists(step, min_size=LEAST, max_size=MOST)
