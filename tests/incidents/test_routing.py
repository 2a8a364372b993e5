"""Routing: every cell of the table, who stands in for whom, and what holds for any school whatever."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.report.report_options import ALONE, FOUND, KINDS, OPTIONS
from incidents.routing.route import CLOCKS, Report, RouteFacts, Someone, route
from incidents.routing.table import IF_AWAY, IF_CONCERNED, ROUTES, TIERS, WHEN

ROLES = (
    "HEAD",
    "DHT",
    "DSL",
    "DDSL",
    "COMMS",
    "NETMAN",
    "DPO",
    "HR",
    "CEO",
    "CHAIR",
    "VICE_CHAIR",
    "TRUST_CHAIR",
    "TRUST_VICE_CHAIR",
    "TSL",
)
PHONES = (("The local authority designated officer", "01632 960312"),)


def school(**changes: tuple[Someone, ...]) -> RouteFacts:
    """One person for each role, named after it, and two deputies."""
    holders = {
        role: (Someone(role, role, category="governor" if "CHAIR" in role else "teaching"),)
        for role in ROLES
    }
    holders["DDSL"] = (Someone("DDSL", "DDSL", above=frozenset({"DSL"})), Someone("DDSL2", "DDSL2"))
    return RouteFacts({**holders, **changes}, PHONES)


def away(role: str) -> Someone:
    return Someone(role, role, is_away=True)


def ask(
    option: str,
    *kinds: str,
    named: tuple[str, ...] = (),
    risk: str = "no",
    facts: RouteFacts | None = None,
    by: str = "me",
):
    facts = facts or school()
    known = {person.id: person for person in facts.everybody()}
    people = tuple(known.get(one, Someone(one, one)) for one in named)
    return route(Report(option, frozenset(kinds), people, risk, by), facts)


def told(found) -> list[str]:
    return [place.person.id for place in found.told]


def opens(found) -> list[str]:
    return [place.person.id for place in found.opens]


# Who is told, first of all the handler, then the tier: requirements 5.4 for each of the twelve options.
CELLS = """
option          | pupil         | adult           | governor          | outside      | nobody       | unsure
pupil-contact   | DSL 3         | DSL+HEAD 3      | DSL+TSL 3         | DSL 3        | DSL 3        | DSL 3
staff-contact   | HEAD+DSL 4    | HEAD+DSL 4      | HEAD+DSL+TSL 4    | DSL 3        | HEAD+DSL 4   | HEAD+DSL 4
intimate-image  | DSL 3         | DSL+HEAD 4      | DSL+HEAD+TSL 4    | DSL 3        | DSL 3        | DSL 3
harm-to-pupil   | DSL 3         | HEAD+DSL 4      | HEAD+DSL+TSL 4    | DSL 3        | DSL 3        | DSL 3
extreme         | DSL 3         | HEAD+DSL 4      | HEAD+DSL+TSL 4    | DSL 3        | DSL 3        | DSL 3
blackmail       | DSL+HEAD 3    | DSL+HEAD 4      | DSL+HEAD+TSL 4    | DSL+HEAD 3   | DSL+HEAD 3   | DSL+HEAD 3
adult-behaviour | HEAD+DSL 3    | HEAD 2          | CEO 2             | HEAD 2       | HEAD 2       | HEAD 2
abuse-of-staff  | HEAD 3        | HEAD 2          | CEO 2             | HEAD 2       | HEAD 2       | HEAD 2
fake-account    | DSL+HEAD 3    | HEAD+COMMS 2    | COMMS+HEAD+TSL 1  | COMMS+HEAD 1 | COMMS+HEAD 1 | COMMS+HEAD 1
lost-account    | DSL+NETMAN 3  | NETMAN+COMMS+HEAD 1 | NETMAN+COMMS+TSL 1 | NETMAN+COMMS 1 | NETMAN+COMMS 1 | NETMAN+COMMS 1
mistake         | HEAD+DPO 3    | COMMS+DPO+HEAD 1 | COMMS+DPO+TSL 1  | COMMS+DPO 1  | COMMS+DPO 1  | COMMS+DPO 1
something-else  | DSL 3         | HEAD 2          | CEO 2             | DSL 3        | DSL 3        | DSL 3
"""
GRID = [[cell.strip() for cell in line.split("|")] for line in CELLS.strip().splitlines()]
EXPECTED = [
    (row[0], kind, cell)
    for row in GRID[1:]
    for kind, cell in zip(GRID[0][1:], row[1:], strict=True)
]


@pytest.mark.parametrize(("option", "kind", "cell"), EXPECTED)
def test_every_cell(option: str, kind: str, cell: str) -> None:
    found = ask(option, kind)
    people, tier = cell.split()
    assert told(found) == people.split("+")
    assert found.tier == f"VIS-{tier}"
    if tier == "3":
        assert {"DSL", "DDSL", "DDSL2"} <= {*told(found), *opens(found)}
    if tier == "4":
        assert opens(found) == []


@pytest.mark.parametrize("option", [option.code for option in OPTIONS])
def test_about_the_headteacher(option: str) -> None:
    found = ask(option, "head", "pupil", risk="yes")
    assert (told(found), opens(found), found.tier) == (["CEO", "CHAIR"], [], "VIS-4")


@pytest.mark.parametrize("option", [option.code for option in OPTIONS])
def test_about_the_safeguarding_lead(option: str) -> None:
    for found in (
        ask(option, "dsl"),
        ask(option, "adult", named=("DSL",)),
        ask(option, "dsl", "pupil", risk="yes"),
    ):
        assert (told(found), opens(found), found.tier) == (["HEAD"], [], "VIS-4")
        assert not {"DSL", "DDSL", "DDSL2"} & {place.person.id for place in found.ladder}


@pytest.mark.parametrize("option", [option.code for option in OPTIONS])
def test_about_both(option: str) -> None:
    found = ask(option, "head", "dsl")
    assert (told(found), opens(found)) == (["CEO", "CHAIR", "TSL"], [])


def test_the_table_is_whole() -> None:
    assert set(ROUTES) == {option.code for option in (*OPTIONS, *FOUND)}
    for row in ROUTES.values():
        assert set(row) - {"chair"} == set(KINDS)
        for cell in row.values():
            assert cell.tier in TIERS and cell.clock in CLOCKS
            roles = {*cell.told, *cell.opens, *(later.role for later in cell.later)}
            assert roles <= set(IF_AWAY) and roles <= set(IF_CONCERNED)
            assert {later.when for later in cell.later} <= set(WHEN)


def test_a_named_person_is_what_they_are_whatever_was_ticked() -> None:
    assert told(ask("something-else", "unsure", named=("HEAD",))) == ["CEO", "CHAIR"]
    assert told(ask("harm-to-pupil", "pupil", named=("HEAD",))) == ["CEO", "CHAIR"]
    assert told(ask("adult-behaviour", "adult", named=("CHAIR",))) == ["TRUST_CHAIR"]
    assert told(ask("staff-contact", "adult", named=("CEO",))) == ["TRUST_CHAIR"]


CONDUCT = [code for code, row in ROUTES.items() if "chair" in row]


@pytest.mark.parametrize("option", CONDUCT)
@pytest.mark.parametrize(("leader", "kind"), [("CHAIR", "governor"), ("CEO", "adult")])
def test_about_whoever_leads_it_goes_to_the_chair_of_trustees(
    option: str, leader: str, kind: str
) -> None:
    """M13: never to the headteacher, and never to somebody who reports to the one it is about."""
    found = ask(option, kind, "pupil", named=(leader,), risk="yes")
    assert (told(found), opens(found), found.tier) == (["TRUST_CHAIR"], [], "VIS-4")
    assert not {"HEAD", "DSL", "DDSL", leader} & {place.person.id for place in found.ladder}


def test_about_the_chair_of_trustees_it_goes_to_the_vice_chair() -> None:
    assert told(ask("staff-contact", "governor", named=("TRUST_CHAIR",))) == ["TRUST_VICE_CHAIR"]
    nobody = school(TRUST_VICE_CHAIR=())
    assert told(ask("staff-contact", "governor", named=("TRUST_CHAIR",), facts=nobody)) == [
        "VICE_CHAIR"
    ]


def a_governor() -> RouteFacts:
    return school(AUDIT=(Someone("Gil", "Gil", category="governor"),))


def test_about_a_governor_it_goes_to_the_chair() -> None:
    """M35; contact with a pupil goes to the headteacher as for every adult (M8)."""
    assert told(ask("adult-behaviour", "governor", named=("Gil",), facts=a_governor())) == ["CHAIR"]
    found = ask("staff-contact", "governor", named=("Gil",), facts=a_governor())
    assert told(found) == ["HEAD", "DSL", "TSL"]


def test_nobody_who_reports_to_the_person_concerned_hears_of_it() -> None:
    lead = Someone("DSL", "DSL", above=frozenset({"DHT", "HEAD"}))
    found = ask("staff-contact", "adult", named=("DHT",), facts=school(DSL=(lead,)))
    assert told(found) == ["HEAD", "DDSL"]
    assert "DSL" not in opens(found) + [place.person.id for place in found.ladder]
    under = Someone("TSL", "TSL", above=frozenset({"CEO"}))
    nobody = {"TRUST_CHAIR": (), "TRUST_VICE_CHAIR": (), "CHAIR": (), "VICE_CHAIR": ()}
    alone = ask("staff-contact", "adult", named=("CEO",), facts=school(TSL=(under,), **nobody))
    assert alone.handler is None and alone.phones == PHONES


def test_where_everybody_is_away_the_first_two_are_told_all_the_same() -> None:
    everybody = {role: (away(role),) for role in ROLES}
    found = ask("pupil-contact", "pupil", facts=school(**everybody))
    assert told(found) == ["DSL"]
    found = ask("staff-contact", "adult", facts=school(**everybody))
    assert told(found) == ["HEAD", "DSL"]
    assert {"DSL", "HEAD"} <= {
        place.person.id for place in ask("pupil-contact", "pupil", facts=school(**everybody)).ladder
    }


def test_those_away_are_asked_after_those_who_are_here() -> None:
    found = ask("pupil-contact", "pupil", facts=school(DDSL=(away("DDSL"),)))
    assert [place.person.id for place in found.ladder] == ["DSL", "HEAD", "TSL", "DDSL"]


def test_a_named_deputy_is_out_and_the_lead_stays() -> None:
    found = ask("pupil-contact", "pupil", "dsl", named=("DDSL",))
    assert told(found)[0] == "DSL"
    assert "DDSL" not in told(found) + opens(found)


def test_the_team_a_concerned_lead_manages_is_left_out() -> None:
    found = ask("adult-behaviour", "dsl", named=("DSL",))
    assert found.left_out == {"DDSL", "DDSL2"}


def test_a_missing_name_stands_for_all_it_could_mean() -> None:
    assert ask("staff-contact", "dsl").concerned == {"DSL", "DDSL", "DDSL2"}
    assert ask("staff-contact", "governor").concerned == {
        "CHAIR",
        "VICE_CHAIR",
        "TRUST_CHAIR",
        "TRUST_VICE_CHAIR",
    }


def test_away_people_are_replaced_and_see_it_on_return() -> None:
    found = ask("pupil-contact", "pupil", facts=school(DSL=(away("DSL"),)))
    assert told(found) == ["DDSL"]
    assert "DSL" in opens(found)
    found = ask("pupil-contact", "pupil", facts=school(DSL=(away("DSL"),), DDSL=(away("DDSL"),)))
    assert told(found) == ["HEAD"]
    found = ask("pupil-contact", "pupil", facts=school(DSL=(), DDSL=(), HEAD=()))
    assert told(found) == ["TSL"]
    assert told(ask("adult-behaviour", "adult", facts=school(HEAD=(away("HEAD"),)))) == ["CEO"]


def test_somebody_a_pupil_contacted_does_not_handle_their_own_report() -> None:
    found = ask("pupil-contact", "pupil", by="DSL")
    assert told(found) == ["DDSL"]
    assert "DSL" not in opens(found)


def test_a_child_at_risk_brings_in_the_safeguarding_lead_except_where_only_named_people_may_hear() -> (
    None
):
    found = ask("abuse-of-staff", "outside", risk="unsure")
    assert (told(found), found.tier) == (["HEAD", "DSL"], "VIS-3")
    found = ask("mistake", "nobody", risk="yes")
    assert set(told(found)) == {"COMMS", "DPO", "DSL", "DDSL", "DDSL2", "HEAD"}
    assert found.clock == "danger"
    assert told(ask("staff-contact", "head", risk="unsure")) == ["CEO", "CHAIR"]


def test_a_condition_tells_nobody_before_it_is_met() -> None:
    found = ask("pupil-contact", "pupil")
    assert [(later.role, later.when) for later in found.later] == [("HEAD", "serious")]
    assert "HEAD" not in told(found) + opens(found)


def test_several_kinds_take_the_most_protective_tier() -> None:
    found = ask("harm-to-pupil", "pupil", "adult")
    assert (told(found), found.tier) == (["HEAD", "DSL"], "VIS-4")
    found = ask("something-else", "pupil", "adult")
    assert (set(told(found)), found.tier) == ({"DSL", "HEAD"}, "VIS-3")


def test_nobody_left_means_phones_and_no_sending() -> None:
    everybody = tuple(person.id for person in school().everybody())
    found = ask("staff-contact", "adult", named=everybody)
    assert found.handler is None and not found.everybody and found.phones == PHONES


people = st.sampled_from([f"p{number}" for number in range(9)])


def line(managers: dict, one: str) -> frozenset:
    found, manager = set(), managers[one]
    while manager and manager not in found:
        found.add(manager)
        manager = managers[manager]
    return frozenset(found)


@st.composite
def any_school(draw: st.DrawFn) -> RouteFacts:
    away_now = draw(st.sets(people, max_size=4))
    managers = {one: draw(st.none() | people) for one in (f"p{number}" for number in range(9))}
    holders = {
        role: tuple(
            Someone(one, one, above=line(managers, one), is_away=one in away_now)
            for one in draw(st.lists(people, max_size=2, unique=True))
        )
        for role in ROLES
    }
    return RouteFacts(holders, PHONES)


@st.composite
def any_report(draw: st.DrawFn) -> Report:
    named = draw(st.lists(people, max_size=4, unique=True))
    categories = st.sampled_from(["teaching", "governor", "agency"])
    return Report(
        option=draw(st.sampled_from([option.code for option in OPTIONS])),
        kinds=frozenset(
            draw(
                st.sets(st.sampled_from([kind for kind in KINDS if kind not in ALONE]), max_size=4)
            )
            or {"unsure"}
        ),
        named=tuple(
            Someone(one, one, category=draw(categories), works_here=draw(st.booleans()))
            for one in named
        ),
        risk=draw(st.sampled_from(["yes", "no", "unsure"])),
        reporter_id=draw(people),
    )


@settings(max_examples=600, deadline=None)
@given(report=any_report(), facts=any_school())
def test_whoever_holds_what_nobody_concerned_is_ever_on_the_route(
    report: Report, facts: RouteFacts
) -> None:
    found = route(report, facts)
    on_it = {place.person.id for place in (*found.told, *found.opens, *found.ladder)}
    concerned = {person.id for person in report.named}
    if "head" in report.kinds:
        concerned |= {person.id for person in facts.of("HEAD")}
    assert concerned <= found.concerned
    assert not on_it & (found.concerned | found.left_out)
    if report.option == "pupil-contact":
        assert report.reporter_id not in on_it
    # Whoever is away is told only where nobody who is here could deal with it.
    away_told = [place.person.is_away for place in found.told if place.may_handle]
    assert not any(away_told) or (all(away_told) and len(found.told) <= 2)
    asked = [place.person.is_away for place in found.ladder]
    assert asked == sorted(asked)
    below = {p.id for p in facts.everybody() if p.above & found.concerned}
    assert not on_it & below
    if {person.id for person in facts.of("DSL")} & found.concerned:
        assert not {person.id for person in facts.of("DDSL")} & on_it


@settings(max_examples=600, deadline=None)
@given(report=any_report(), facts=any_school())
def test_there_is_a_handler_or_there_are_phones(report: Report, facts: RouteFacts) -> None:
    found = route(report, facts)
    if found.handler is None:
        assert found.phones and not found.everybody
    else:
        assert found.handler in found.told
        assert len({place.person.id for place in found.everybody}) == len(found.everybody)
        assert found.tier in TIERS
