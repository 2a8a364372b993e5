"""What somebody does at a browser, as sentences: sign in, open, write, choose, press, and what they then see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

LONDON = ZoneInfo("Europe/London")
PASSWORD = "correct horse battery"  # what tests.factories gives everybody
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
AXE = Axe()
PATIENCE = 20_000  # milliseconds, for a machine with much else to do
expect.set_options(timeout=PATIENCE)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An hour of that day as a school's clock shows it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def faults_of(page: Page) -> list[str]:
    """What axe finds on this page as it stands, and whether it is wider than a phone."""
    found = AXE.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response[
        "violations"
    ]
    faults = [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW["width"]:
        faults.append(f"{width} wide on a phone")
    page.set_viewport_size(WIDE)
    return [f"{urlsplit(page.url).path} {fault}" for fault in faults]


class Visitor:
    """One person at one browser."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        page.set_viewport_size(WIDE)
        page.set_default_timeout(PATIENCE)

    # ---- Going about ----

    def signs_in(self, person: Any, *, password: str = PASSWORD) -> Self:
        self.opens("/sign-in/")
        self.writes("Email address", person if isinstance(person, str) else person.email)
        self.writes("Password", password)
        return self.presses("Sign in")

    def opens(self, path: str) -> Self:
        self.page.goto(self.site + path)
        return self

    def follows(self, words: str) -> Self:
        """A link by the words it holds, however it looks."""
        links = self.page.locator("a", has_text=words)
        return self._goes(links.first)

    def presses(self, words: str) -> Self:
        return self._goes(self.button(words))

    def _goes(self, control: Locator) -> Self:
        """Every link and button of the portal leads to a page."""
        with self.page.expect_navigation():
            control.click()
        return self

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(words)}")).first

    # ---- Answering ----

    def writes(self, label: str, text: str) -> Self:
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def picks(self, *labels: str, under: str = "") -> Self:
        """Tick a box or choose an answer, under its question where several questions offer it."""
        where = self.question(under) if under else self.page
        for label in labels:
            where.get_by_label(label, exact=True).check()
        return self

    def picks_who(self, name: str) -> Self:
        """The person of this name, whatever stands beside it to tell them apart."""
        self.page.get_by_label(re.compile(f"^{re.escape(name)},")).check()
        return self

    def selects(self, label: str, choice: str) -> Self:
        """The entry of a list that begins with these words."""
        box = self.page.get_by_label(label, exact=True)
        entries = box.locator("option").all_inner_texts()
        box.select_option(
            label=next(entry for entry in entries if entry.strip().startswith(choice)).strip()
        )
        return self

    def dates(self, question: str, day: date) -> Self:
        where = self.question(question)
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            where.get_by_label(part, exact=True).fill(str(number))
        return self

    def question(self, words: str) -> Locator:
        return self.page.get_by_role("group", name=words)

    # ---- Seeing ----

    def sees(self, *texts: str) -> Self:
        for text in texts:
            expect(self.main).to_contain_text(text)
        return self

    def sees_nothing_of(self, *texts: str) -> Self:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def is_at(self, path: str) -> Self:
        expect(self.page).to_have_url(re.compile(re.escape(self.site + path)))
        return self

    def finds_it_in_order(self) -> Self:
        """The page can be used by everybody: nothing for axe to say, and it fits a phone."""
        if faults := faults_of(self.page):
            raise AssertionError("\n".join(faults))
        return self

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()


Arrives = Callable[..., Visitor]


def links_in(text: str) -> Iterable[str]:
    """The addresses of the portal in an e-mail, without its host."""
    for address in re.findall(r"http://testserver(/\S*)", text):
        yield address.rstrip(".,)")
