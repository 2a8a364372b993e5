"""Every kind of page, as people of every role find it: accessible, no wider than a phone, and plain about what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from demo.people import address
from people.models import User
from tests.journeys.site import kind_of, walk
from tests.journeys.steps import Arrives, Visitor, faults_of

# Between them they hold every role of the demo; the first to reach a kind of page looks at it for all.
PEOPLE = (
    "",
    *map(
        address,
        (
            "Priya Nair",
            "Amal Haddad",
            "Jo Bell",
            "Tess Quinn",
            "Eve Stuart",
            "Ravi Shah",
            "Ellis Park",
            "Tom Okafor",
            "Uma Trent",
        ),
    ),
)


@pytest.fixture(scope="module")
def places(demo_site: str) -> dict[str, list[str]]:
    """Which pages each person looks at: one of every kind that nobody before them has reached."""
    seen: set[str] = set()
    found: dict[str, list[str]] = {}
    for email in PEOPLE:
        client = Client()
        if email:
            client.force_login(User.objects.get(email=email))
        found[email] = []
        for path, response in walk(client, "/" if email else "/demo/", most=1):
            kind = f"{kind_of(path)} {response.status_code}"
            is_page = (
                response.headers.get("Content-Type", "").startswith("text/html")
                and response.status_code == 200
            )
            if is_page and kind not in seen and not path.startswith("/static/"):
                seen.add(kind)
                found[email].append(path)
    return found


@pytest.mark.parametrize("email", PEOPLE)
def test_every_page_is_in_order_and_every_empty_form_says_what_is_missing(
    places: dict[str, list[str]], becomes: Arrives, email: str
) -> None:
    visitor = becomes(email)
    faults: list[str] = []
    forms, objected = 0, 0
    for path in places[email]:
        faults += faults_of(visitor.opens(path).page)
        forms += bool(visitor.page.locator(FORM).count())
        faults += [f"{path}, empty: {fault}" for fault in faults_of_empty_form(visitor)]
        objected += bool(visitor.page.locator(".govuk-error-summary").count())
    assert not faults, "\n".join(faults)
    # Most forms ask for something: somebody with many of them meets one that says so.
    assert objected or forms < 5, f"{forms} forms, and none objected to being empty"


@pytest.mark.parametrize(
    ("email", "path", "heading"),
    [
        ("", "/nowhere/", "Page not found"),
        ("olga.stone@southmere.example", "/channels/ch0001/", "Page not found"),
        (address("Jo Bell"), "/people/add/", "You cannot do that"),
    ],
)
def test_the_pages_that_say_no_are_in_order_too(
    becomes: Arrives, email: str, path: str, heading: str
) -> None:
    visitor = becomes(email).opens(path)
    assert visitor.heading == heading
    visitor.finds_it_in_order()


def test_the_walk_reaches_the_pages_of_the_portal(
    places: dict[str, list[str]], browser_name: str
) -> None:
    """So that a page that nobody reaches any more is noticed."""
    kinds = {kind_of(path) for paths in places.values() for path in paths}
    assert len(kinds) > 70, sorted(kinds)


# ---- Empty forms -------------------------------------------------------------------------------

EMPTY = """(form) => {
  for (const e of form.elements) {
    if (e.type === 'hidden' || e.type === 'submit' || e.type === 'button') continue
    if (e.type === 'checkbox' || e.type === 'radio') e.checked = false
    else e.value = ''
  }
}"""
FORM = "main form[method=post]:has(.govuk-form-group)"


def faults_of_empty_form(visitor: Visitor) -> Iterator[str]:
    """Send the form of this page with nothing in it. Where that is no error, there is nothing to say."""
    page = visitor.page
    form = page.locator(FORM).first
    if not page.locator(FORM).count():
        return
    form.evaluate(EMPTY)
    press = form.locator("button[type=submit]:visible, button:not([type]):visible").last
    if "later" in (press.get_attribute("value") or ""):
        press = form.locator("button[value=continue]:visible").last
    with page.expect_navigation():
        press.click()
    summary = page.locator(".govuk-error-summary")
    if not summary.count():
        return
    if not page.title().startswith("Error: "):
        yield f"the title is {page.title()}"
    if page.evaluate("document.activeElement.className").find("govuk-error-summary") < 0:
        yield "the summary has no focus"
    yield from faults_of_words(visitor)
    yield from faults_of(page)


def faults_of_words(visitor: Visitor) -> Iterator[str]:
    """Each line of the summary leads to its field and stands beside it in the same words."""
    beside = [
        words.removeprefix("Error:").strip()
        for words in visitor.page.locator(".govuk-error-message").all_inner_texts()
    ]
    for link in visitor.page.locator(".govuk-error-summary__list li").all():
        words = link.inner_text().strip()
        if words not in beside:
            yield f"“{words}” is in the summary and not by a field"
        target = (
            (link.locator("a").first.get_attribute("href") or "")
            if link.locator("a").count()
            else ""
        )
        if not target.startswith("#") or not visitor.page.locator(f"[id='{target[1:]}']").count():
            yield f"“{words}” leads nowhere"
