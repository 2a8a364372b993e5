"""Deciding and reporting by the keyboard alone: every stop can be seen, nothing is a trap, and an error is where the focus is."""

from __future__ import annotations

import re

import pytest

from approvals.models import Request
from demo.people import address
from incidents.models import Incident
from tests.journeys.steps import Arrives, Visitor

MOST_STOPS = 90
# What the focus looks like: an outline, a shadow or another ground than before, on the control or on its label's mark.
SEEN = """() => {
  const e = document.activeElement
  const looks = (style) => [style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0, style.boxShadow !== 'none']
  const parts = [getComputedStyle(e)]
  const label = e.labels && e.labels[0]
  if (label) parts.push(getComputedStyle(label, '::before'))
  return parts.some((style) => looks(style).includes(true))
}"""
NAME = """() => {
  const e = document.activeElement
  const label = e.labels && e.labels.length ? e.labels[0].innerText : ''
  return (e.getAttribute('aria-label') || label || e.innerText || e.value || e.tagName).trim()
}"""


class Hands:
    """A keyboard, and nobody at the mouse."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page

    def tabs_to(self, name: str) -> Hands:
        """Press Tab until this control has the focus; every stop on the way can be seen."""
        stops = []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stops.append(self.at)
            assert self.page.evaluate(SEEN), f"the focus on “{self.at}” cannot be seen"
            if re.match(name, self.at):
                return self
        raise AssertionError(f"“{name}” is not among {stops}")

    def enters(self) -> Hands:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def ticks(self) -> Hands:
        self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked"), f"“{self.at}” is not ticked"
        return self

    def moves_down_to(self, name: str) -> Hands:
        """Within a question with one answer, the arrows choose."""
        for _ in range(20):
            if re.match(name, self.at):
                return (
                    self if self.page.evaluate("document.activeElement.checked") else self.ticks()
                )
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"“{name}” is not an answer")

    def types(self, text: str) -> Hands:
        self.page.keyboard.type(text)
        return self

    @property
    def at(self) -> str:
        return self.page.evaluate(NAME)

    @property
    def is_at_the_error_summary(self) -> bool:
        return "govuk-error-summary" in self.page.evaluate("document.activeElement.className")


@pytest.fixture
def sits_down(becomes: Arrives):
    def sit(name: str, path: str) -> tuple[Hands, Visitor]:
        visitor = becomes(address(name)).opens(path)
        return Hands(visitor), visitor

    return sit


def test_deciding_a_request(sits_down) -> None:
    """She sends one back: from Home to the signature, with one mistake on the way."""
    hands, head = sits_down("Priya Nair", "/")
    hands.tabs_to("Skip to main content").enters()
    hands.tabs_to("Decide: ").enters()
    reference = head.path.split("/")[2].upper()
    hands.tabs_to("(Sign or continue|Continue|Sign and approve)").enters()
    assert hands.is_at_the_error_summary
    assert head.page.title().startswith("Error: ")
    hands.tabs_to("Select your decision").page.keyboard.press("Enter")
    hands.moves_down_to("Send back for changes")
    hands.tabs_to("Continue").enters()
    head.finds_it_in_order()

    hands.tabs_to("Set out safety and moderation").ticks()
    hands.tabs_to("What needs to change").types("Say what happens when somebody is unkind.")
    hands.tabs_to("Type your full name").types("Priya Nair")
    hands.tabs_to("Sign and send back").enters()
    assert head.heading == "You sent this request back"
    assert Request.objects.get(reference=reference).status == "returned"


def test_reporting_a_concern(sits_down) -> None:
    hands, eve = sits_down("Eve Stuart", "/report/")
    before = Incident.objects.count()
    hands.tabs_to("(Start a|Carry on with your) report").enters()
    hands.tabs_to("Continue").enters()
    assert hands.is_at_the_error_summary
    hands.tabs_to("Select what has happened").page.keyboard.press("Enter")
    hands.moves_down_to("A fake account").tabs_to("Continue").enters()
    hands.tabs_to("Someone outside the school").ticks().tabs_to("Continue").enters()
    hands.tabs_to("What happened").types("A page that copies ours").tabs_to("Continue").enters()
    hands.tabs_to("Platform or app").types("Facebook").tabs_to("Continue").enters()
    hands.tabs_to("Yes").moves_down_to("No").tabs_to("Continue").enters()
    hands.tabs_to("Send to").enters()
    eve.sees("Your report has been sent")
    assert Incident.objects.count() == before + 1


def test_the_way_out_comes_first_on_a_page_of_a_report(sits_down) -> None:
    hands, _ = sits_down("Eve Stuart", "/report/step/1/")
    stops = []
    for _ in range(3):
        hands.page.keyboard.press("Tab")
        stops.append(hands.at)
    assert any("Exit this page" in stop for stop in stops), stops
