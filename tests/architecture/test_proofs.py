"""Convention 10: a test that says which clauses it proves goes the way of a user or the clock, and proves each by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from portal.clauses import Indexed, claims, index, is_mark
from tests.architecture.doors import at, calls, goes_through_a_door, last_of, read
from tests.architecture.sources import ROOT

MOST = 3
# What asserts by its name: pytest's own, and what a visitor of the journeys looks for.
LOOKS = {"raises", "sees", "sees_nothing_of", "is_at"}
CLAUSES: dict[str, Indexed] = {one.code: one for one in index(ROOT) if one.is_clause}


def lapses(place: str, tree: ast.Module) -> Iterator[str]:
    module = read(place, tree)
    tests = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    worn = {test: list(claims(test)) for test in tests}
    if sum(is_mark(node) for node in ast.walk(tree)) != sum(map(len, worn.values())):
        yield f"{place} marks something that is no test and no case of one"
    for test, said in worn.items():
        for case, codes in said:
            what = f"{place}::{test.name}{case}"
            yield from (f"{what} {says}" for says in wrong_with(test, case, codes))
        if said and not goes_through_a_door(module, test):
            yield f"{place}::{test.name} goes through no page, command or sweep"


def wrong_with(test: ast.FunctionDef, case: str, codes: tuple[str, ...]) -> Iterator[str]:
    if not test.name.startswith("test_"):
        yield "is no test"
    if case == "[]":
        yield "has no id"
    if not codes or len(set(codes)) != len(codes) or len(codes) > MOST:
        yield f"names {len(codes)} clauses, one to {MOST} are meant"
    if assertions(test) < len(codes):
        yield "has fewer assertions than clauses"
    for code in codes:
        if code not in CLAUSES:
            yield f"names {code}, which is no clause"
        elif not CLAUSES[code].met_in.startswith("`"):
            yield f"proves {code}, of which the index says: {CLAUSES[code].met_in}"


def assertions(test: ast.FunctionDef) -> int:
    plain = sum(isinstance(node, ast.Assert) for node in ast.walk(test))
    return plain + sum(last_of(call.func) in LOOKS for call in calls(test))


def test_whoever_proves_a_clause_goes_the_way_of_a_user_or_the_clock() -> None:
    paths = [
        path for path in sorted((ROOT / "tests").rglob("*.py")) if "mark.clause" in path.read_text()
    ]
    own = ROOT / "tests" / "architecture" / "test_proofs.py"
    assert len(paths) > 20
    assert [
        lapse
        for path in paths
        if path != own
        for lapse in lapses(str(path.relative_to(ROOT)), ast.parse(path.read_text()))
    ] == []


GOOD = """
import pytest

def page(client):
    return client.get("/channels/").content

@pytest.mark.clause("Q-5.2-5", "Q-5.2-6")
def test_it(client):
    assert b"one" in page(client)
    assert b"two" in page(client)
"""


MARK = '@pytest.mark.clause("Q-5.2-5", "Q-5.2-6")'
CASE = '@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.clause({}))])'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"Q-5.2-5", "Q-5.2-6"', "", "names 0 clauses"),
        ('"Q-5.2-6"', '"Q-5.2-5"', "names 2 clauses"),
        ('"Q-5.2-6"', '"Q-5.2-6", "Q-5.2-7", "Q-5.2-8"', "names 4 clauses"),
        ('"Q-5.2-6"', '"Q-App1-" "9"', "is no clause"),
        ('"Q-5.2-6"', '"C-1.2-1"', "not yet"),
        ('"Q-5.2-6"', '"C-1.5-1"', "in part"),
        ('    assert b"two" in page(client)', "", "fewer assertions"),
        ('client.get("/channels/")', 'client.options.get("channels")', "no page, command or sweep"),
        ("in page(client)", "in facts(client)", "no page, command or sweep"),
        ("def test_it", "def it", "is no test"),
        (MARK, CASE.format(""), "has no id"),
        (MARK, CASE.format('"Q-5.2-5", "Q-5.2-6", "Q-5.2-7"'), "fewer assertions"),
        (
            "import pytest",
            'import pytest\npytestmark = pytest.mark.clause("Q-5.2-5")',
            "marks something",
        ),
    ],
)
def test_a_planted_lapse_is_found(old: str, new: str, says: str) -> None:
    planted = ast.parse(GOOD.replace(old, new))
    assert any(says in lapse for lapse in lapses("tests/people/test_planted.py", planted))


@pytest.mark.parametrize(
    "door",
    [
        'client.post("/channels/")',
        'call_command("verify_audit")',
        "sweep_daily(on=day, at=moment)",
        "tasks.move_on_unseen()",
        'visitor.opens("/channels/")',
    ],
)
def test_each_door_is_known(door: str) -> None:
    text = GOOD.replace('client.get("/channels/")', door)
    assert list(lapses("tests/people/test_planted.py", ast.parse(text))) == []


def test_helpers_of_other_files_are_followed() -> None:
    home = at("tests/approvals/test_s2.py")
    assert home.imported["make_policy"] == ("tests/factories.py", "make_policy")
    assert at("tests/journeys/test_s2_request.py").functions
