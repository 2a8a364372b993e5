"""S1: the rows of Appendix 1 are entered, what they lack is said, each head accepts, and the register is printed."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Download

from accounts_registry.models import Channel
from audit.models import Entry
from documents.models import Export
from reports.tasks import prepare
from tests.factories import (
    make_confirmed,
    make_person,
    make_policy,
    make_school,
    make_trained,
    make_trust,
)
from tests.journeys.steps import Arrives, Visitor, moment
from tests.reminders.builders import make_channel

TODAY = date(2026, 11, 20)
HISTORY, MAREHAY = "History@SSchool", "Marehay Primary"
QUESTIONS = (
    "Do you accept it onto the register?",
    "Does the school hold the master privileges and access permissions?",
    "Does the school have editorial oversight of everything posted?",
    "Do only the staff who need administrator rights have them?",
)


@pytest.fixture
def qegsmat(transactional_db: None) -> SimpleNamespace:
    """Two schools and the holders of the posts that the form names."""
    trust = make_trust("QEGSMAT", short_name="qegsmat")
    sschool = make_school(trust, "SSchool")
    marehay = make_school(trust, "Marehay Primary School", phase="Primary", low_age=4, high_age=11)

    def at(school: Any, title: str, name: str, *roles: str, post: str, **more: Any) -> Any:
        return make_person(name, *roles, title=title, trust=trust, school=school, post=post, **more)

    shah = at(sschool, "Dr", "Ravinder Shah", "HEAD", post="Headteacher")
    grant = at(sschool, "Mr", "Paul Grant", "ADMIN", post="Business Manager", line_manager=shah)
    boyd = at(sschool, "Mrs", "Ann Boyd", post="HoD (Humanities)", line_manager=shah)
    kaye = at(marehay, "Mrs", "Kay Kaye", "HEAD", post="Headteacher")
    ellis = at(marehay, "Mr", "Tim Ellis", "DSL", post="DHT", line_manager=kaye)
    porter = at(marehay, "Mrs", "Jean Porter", "ADMIN", post="SBO", line_manager=kaye)
    nair = make_person(
        "Priya Nair", "COMMS", title="Ms", trust=trust, post="Communications Manager"
    )
    tess = make_person("Tess Quinn", "TADMIN", trust=trust)
    make_confirmed(make_policy(trust), grant, boyd, kaye, ellis, porter)
    make_trained(grant, boyd, kaye, ellis, porter)
    make_channel(sschool, boyd, account_name="A sample row", is_sample=True)
    return SimpleNamespace(
        trust=trust, shah=shah, grant=grant, kaye=kaye, porter=porter, nair=nair, tess=tess
    )


@pytest.mark.clause("Q-App1-3", "Q-App1-5", "Q-App1-6")
def test_the_rows_of_appendix_1_are_entered_accepted_and_printed(
    qegsmat: SimpleNamespace, arrives: Arrives, time_machine: Any, weasyprint: Any
) -> None:
    time_machine.move_to(moment(TODAY))
    grant, nair = arrives(qegsmat.grant), arrives(qegsmat.nair)
    enters(
        grant,
        "X (formerly Twitter)",
        HISTORY,
        "Business Manager",
        "HoD (Humanities)",
        date(2018, 5, 16),
    )
    enters(
        arrives(qegsmat.porter), "Facebook", MAREHAY, "Headteacher", "DHT, SBO", date(2023, 1, 16)
    )

    accepts(arrives(qegsmat.shah), HISTORY)
    accepts(arrives(qegsmat.kaye), MAREHAY)
    assert all(channel.accepted_at for channel in Channel.objects.filter(is_sample=False))

    assert needs(grant, HISTORY) >= {
        "Administrators 1 of 2",
        "Moderators 0 of 2",
        "Link to the account not recorded",
    }
    takes_the_policy_over(arrives(qegsmat.tess), qegsmat)
    found = needs(grant, HISTORY)
    assert "Moderators 0 of 1" in found
    assert not [line for line in found if line.startswith(("Administrators", "People who run it"))]

    school, whole = downloads(grant), downloads(nair)
    assert sections(school) == ["SSchool"]
    assert sections(whole) == ["Marehay Primary School", "SSchool"]
    the_rows_read_as_on_the_form(whole)
    assert MAREHAY not in school
    asked = Entry.objects.filter(event="register.exported").order_by("position")
    assert [entry.actor_id for entry in asked] == [qegsmat.grant.pk, qegsmat.nair.pk]


# ---- What each does ----------------------------------------------------------------------------


def enters(
    office: Visitor, platform: str, name: str, master: str, users: str, opened: date
) -> None:
    """The six columns of the form, under its own words."""
    office.opens("/channels/").follows("Add an existing channel").finds_it_in_order()
    office.selects("Platform", platform).writes("Account or page name, or its link", name)
    office.writes("Master administration role", master).writes("Approved users (posting)", users)
    office.dates("Date opened", opened).presses("Add to the register").finds_it_in_order()
    office.sees(name, "Not yet confirmed")


def accepts(head: Visitor, name: str) -> None:
    head.opens("/").follows("existing channel").finds_it_in_order().sees(name)
    head.picks("Yes, accept it")
    for question in QUESTIONS[1:]:
        head.picks("Yes", under=question)
    head.presses("Save your answers").finds_it_in_order().sees(
        f"{name} is accepted onto the register"
    )


def needs(somebody: Visitor, name: str) -> set[str]:
    somebody.opens(Channel.objects.get(account_name=name).get_absolute_url())
    panel = somebody.main.locator(
        "ul", has=somebody.page.get_by_text(re.compile("[0-9] of [0-9]"))
    ).first
    # Each is followed by the link to where it is mended.
    return set(
        panel.locator("li").evaluate_all(
            "all => all.map((one) => one.firstChild.textContent.trim())"
        )
    )


def takes_the_policy_over(tess: Visitor, qegsmat: SimpleNamespace) -> None:
    """She sees what would change before it does."""
    tess.opens("/settings/start-from-a-policy/").finds_it_in_order()
    tess.picks("QEGSMAT").presses("See what would change").finds_it_in_order().presses(
        "Use these settings"
    )
    qegsmat.trust.refresh_from_db()
    assert qegsmat.trust.preset == "QEGSMAT"


def downloads(somebody: Visitor) -> str:
    """Asks for Appendix 1, waits on the page while the worker makes it, and reads what arrives."""
    somebody.opens("/channels/").presses("Download Appendix 1 (PDF)").finds_it_in_order()
    with somebody.page.expect_download() as waiting:
        prepare(str(Export.objects.latest("asked_at").pk))
    return text_of(waiting.value)


def text_of(file: Download) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(file.path()), "-"], check=True, capture_output=True, text=True
    ).stdout


# ---- What the paper says -----------------------------------------------------------------------


def sections(paper: str) -> list[str]:
    return re.findall(r"^\s*(.+) official social media channels are:", paper, re.MULTILINE)


def the_rows_read_as_on_the_form(paper: str) -> None:
    rows = {name: line_with(paper, name) for name in (HISTORY, MAREHAY)}
    assert rows[HISTORY] == ["Business Manager", "HoD (Humanities)", "16 May 2018", "Open"]
    assert rows[MAREHAY] == ["Headteacher", "DHT, SBO", "16 Jan 2023", "Open"]
    titles = [
        paper.index(title)
        for title in ("Platform", "Account/Page name", "Master administration", "Approved users")
    ]
    assert titles == sorted(titles)
    assert "A sample row" not in paper
    assert not re.search("Grant|Boyd|Kaye|Ellis", paper)


def line_with(paper: str, name: str) -> list[str]:
    """What stands behind the name of the account, cell by cell."""
    line = next(line for line in paper.splitlines() if re.search(rf"\b{name}\s{{2,}}", line))
    return re.split(r"\s{2,}", line.split(name, 1)[1].strip())
