"""Every part and every field in a real browser: accessible, on a phone, by keyboard, without JavaScript."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

PAGES = (
    "/gallery/parts/",
    "/gallery/fields/",
    "/gallery/restricted/",
    "/cookies/",
    "/your-school/",
    "/nowhere/",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Everything that can be pressed, but for links within a line of text, which the criterion excepts.
SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter((e) => getComputedStyle(e).display !== 'inline')
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width > 1 && box.height > 1 && (box.width < 24 || box.height < 24))
  .map(([e]) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(autouse=True)
def gallery(settings):
    settings.ROOT_URLCONF = "tests.frontend.gallery"


@pytest.fixture
def signed_in(cast, live_server, context):
    """A browser where the trust's officer is signed in."""
    client = Client()
    client.force_login(cast.officer)
    context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    return context.new_page()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits(signed_in, live_server, path, width):
    page, problems = signed_in, []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda line: line.type == "error" and "404" not in line.text and problems.append(line.text),
    )
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + path)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL) == []
    assert page.locator("h1").count() == 1
    assert problems == []


def test_axe_and_the_measure_notice_what_is_wrong(signed_in, live_server):
    page = signed_in
    page.goto(live_server.url + "/cookies/")
    page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<button></button>')"
    )
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert "button-name" in [rule["id"] for rule in found]
    assert page.evaluate(SMALL)


def test_the_first_tab_skips_to_the_content(signed_in, live_server):
    page = signed_in
    page.goto(live_server.url + "/gallery/restricted/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Exit this page"


def test_a_failed_form_puts_the_focus_on_the_summary_and_its_links_on_the_fields(
    signed_in, live_server
):
    page = signed_in
    page.goto(live_server.url + "/gallery/fields/")
    page.get_by_role("button", name="Save and continue").click()
    assert page.title().startswith("Error: ")
    # The page is there before its script has run: on a busy machine, a moment before.
    expect(page.locator(".govuk-error-summary")).to_be_focused(timeout=20_000)
    links = page.locator(".govuk-error-summary a")
    assert links.count() == 10
    for number in range(links.count()):
        target = (links.nth(number).get_attribute("href") or "").removeprefix("#")
        links.nth(number).click()
        assert page.evaluate("document.activeElement.id") == target


def test_none_of_these_unticks_the_others(signed_in, live_server):
    page = signed_in
    page.goto(live_server.url + "/gallery/fields/")
    page.get_by_label("Staff").check()
    page.get_by_label("None of these").check()
    assert not page.get_by_label("Staff").is_checked()


def test_three_shifts_leave_the_page_but_not_while_typing(signed_in, live_server):
    page = signed_in
    page.goto(live_server.url + "/gallery/restricted/")
    page.get_by_label("What happened").click()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.keyboard.type("AAA")
    assert page.title().startswith("Concerns")
    page.locator("h1").click()
    with page.expect_navigation():
        for _ in range(3):
            page.keyboard.press("Shift")
    assert page.title() == "Gone"


def test_filters_fold_away_on_a_phone_so_that_results_come_first(signed_in, live_server):
    page = signed_in
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(live_server.url + "/gallery/parts/")
    assert not page.get_by_label("Name").is_visible()
    page.get_by_role("button", name="Show filters").click()
    assert page.get_by_label("Name").is_visible()


def test_every_thing_is_there_without_javascript(cast, browser, live_server):
    client = Client()
    client.force_login(cast.officer)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(live_server.url + "/gallery/parts/")
    assert page.get_by_role("button", name="Apply filters").is_visible()
    assert page.get_by_role("link", name="Channels").first.is_visible()
    assert page.get_by_role("button", name="Sign out").is_visible()
    page.goto(live_server.url + "/gallery/restricted/")
    page.get_by_role("button", name="Exit this page").click()
    assert page.title() == "Gone"
    context.close()
