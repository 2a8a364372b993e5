"""Who signs: the conflict rules of 4.1.3 as a table, and what holds for any school at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.route.steps import NoSigner, Players, build

USUAL = ("line_manager", "comms", "head")
SCHOOL = {
    "author": "teacher",
    "line_manager": "manager",
    "next_in_line": "deputy",
    "heads": ("head",),
    "comms": ("comms", "comms deputy"),
    "leaders": ("leader",),
    "deputies": ("deputy",),
    "chairs": ("chair",),
    "ceos": ("ceo",),
    "second_signatories": ("deputy", "chair"),
}


def route(chain=USUAL, **changes):
    return {step.code: step for step in build(chain, Players(**{**SCHOOL, **changes}))}


def signers(chain=USUAL, **changes):
    return [step.signer for step in route(chain, **changes).values()]


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ("the usual three", {}, ["manager", "comms", "head"]),
        ("3: the line manager is the head", {"line_manager": "head"}, [None, "comms", "head"]),
        ("4: the line manager is comms", {"line_manager": "comms"}, ["comms", "comms deputy", "head"]),
        ("4: and comms has no deputy", {"line_manager": "comms", "comms": ("comms",)}, ["comms", "deputy", "head"]),
        ("5: comms is the head", {"comms": ("head", "comms deputy")}, ["manager", "comms deputy", "head"]),
        ("5: a small school", {"comms": ("head",)}, ["manager", "deputy", "head"]),
        ("6: one person for all three", {"line_manager": "head", "comms": ("head",)}, [None, "deputy", "head"]),
        ("6: and the deputy asks", {"author": "deputy", "line_manager": "head", "comms": ("head",)}, [None, "chair", "head"]),
        ("7: the author is the head", {"author": "head", "line_manager": "ceo"}, ["ceo", "comms", "chair"]),
        ("7: without a trust", {"author": "head", "line_manager": None, "ceos": (), "chairs": ("chair", "vice")}, ["vice", "comms", "chair"]),
        ("8: the author is comms", {"author": "comms"}, ["manager", "comms deputy", "head"]),
        ("9: the author is the chief executive", {"author": "ceo", "line_manager": "manager"}, ["manager", "comms", "chair"]),
        ("10: the manager would post", {"barred": frozenset({"manager"})}, ["deputy", "comms", "head"]),
        ("the head was put there", {"put_there": frozenset({"head"})}, ["manager", "comms", "deputy"]),
        ("comms was put there", {"put_there": frozenset({"comms"})}, ["manager", "comms deputy", "head"]),
        ("an own line", {"line_is_own": True}, ["deputy", "comms", "head"]),
        ("10: the head would post", {"barred": frozenset({"head"})}, ["manager", "comms", "deputy"]),
        ("10: comms would post", {"barred": frozenset({"comms"})}, ["manager", "comms deputy", "head"]),
    ],
)  # fmt: skip
def test_conflicts_are_settled(rule, changes, expected):
    assert signers(**changes) == expected


def test_reasons_are_kept_for_what_is_unusual():
    assert route()["head"].why == ""
    assert (
        route(line_manager="head")["line_manager"].why
        == "The line manager is also the headteacher, who signs last"
    )
    assert route(author="head", line_manager="ceo")["head"].capacity == "Chair"


def test_a_trust_may_ask_the_leadership_team_too():
    assert signers(("line_manager", "comms", "leadership", "head")) == [
        "manager",
        "comms",
        "leader",
        "head",
    ]


def test_one_signature_is_never_enough():
    assert signers(("head",)) == ["deputy", "head"]
    assert signers(("line_manager", "head"), line_manager="head") == ["deputy", "head"]


@pytest.mark.parametrize(
    ("changes", "role"),
    [
        ({"line_manager": None}, "line manager"),
        ({"heads": ()}, "headteacher"),
        ({"comms": ()}, "communications manager"),
        ({"author": "head", "line_manager": None, "chairs": ()}, "chair"),
        ({"named": frozenset({"manager", "comms", "head"})}, "somebody who is not named in it"),
    ],
)
def test_a_missing_role_is_named(changes, role):
    with pytest.raises(NoSigner) as missing:
        route(**changes)
    assert (
        str(missing.value)
        == f"Nobody can sign as {role} for this request. Ask your office manager to add one."
    )


PEOPLE = st.integers(1, 8)
SEVERAL = st.lists(PEOPLE, max_size=3, unique=True).map(tuple)
CHAINS = st.sets(st.sampled_from(("line_manager", "comms", "leadership", "head")))


@given(
    chain=CHAINS,
    players=st.builds(
        Players,
        author=PEOPLE,
        line_manager=st.none() | PEOPLE,
        next_in_line=st.none() | PEOPLE,
        heads=SEVERAL,
        comms=SEVERAL,
        leaders=SEVERAL,
        deputies=SEVERAL,
        chairs=SEVERAL,
        ceos=SEVERAL,
        second_signatories=SEVERAL,
        barred=st.frozensets(PEOPLE, max_size=2),
        named=st.frozensets(PEOPLE, max_size=3),
    ),
)
def test_whatever_the_school_looks_like(chain, players):
    """Nobody signs their own, nobody signs twice, two people besides the author sign, one of them not named."""
    try:
        steps = build(chain, players)
    except NoSigner:
        return
    found = [step.signer for step in steps if step.is_required]
    assert players.author not in found
    assert len(found) == len(set(found)) >= 2
    assert not set(found) & players.barred
    assert set(found) - players.named
    assert steps[-1].code == "head" and steps[-1].is_required
