"""Our form pack draws what govuk-frontend's own fixtures say: tag, class, role and words; ids aside."""

from __future__ import annotations

import pytest

from tests.frontend.conformance import drawn, fixtures, tree

NO_CLASSES = "classes on an inner element: our styles need none, and a fieldset or label looks alike everywhere"
FULL_DATE = "a date of ours has a day, a month and a year, called so in English"
NEEDS_WORDS = "a box is never marked wrong without a sentence that says what is wrong"
NO_ENHANCED = "the browser's own file control: it says in its own words what was chosen"
ONE_HEADING = "the heading is always 'There is a problem' and needs no description or classes"
NEVER_EMPTY = "without an error there is no summary"
UNSUPPORTED: dict[str, dict[str, str]] = {
    "input": {
        "with prefix with classes": NO_CLASSES,
        "with suffix with classes": NO_CLASSES,
        "with customised input wrapper": NO_CLASSES,
    },
    "radios": {"label with classes": NO_CLASSES, "fieldset params": NO_CLASSES},
    "checkboxes": {"with label classes": NO_CLASSES, "fieldset params": NO_CLASSES},
    "date-input": {
        "with translations": FULL_DATE,
        "day and month": FULL_DATE,
        "day and month (using items)": FULL_DATE,
        "month and year": FULL_DATE,
        "month and year (using items)": FULL_DATE,
        "custom pattern": FULL_DATE,
        "custom inputmode": FULL_DATE,
        "with nested name": FULL_DATE,
        "with errors only": NEEDS_WORDS,
        "with errors only (using classes)": NEEDS_WORDS,
        "with errors only (using items)": NEEDS_WORDS,
        "with errors only (using items and classes)": NEEDS_WORDS,
        "classes": NO_CLASSES,
        "items with classes": NO_CLASSES,
    },
    "file-upload": {
        "enhanced": NO_ENHANCED,
        "enhanced, with error message and hint": NO_ENHANCED,
        "enhanced, multiple files": NO_ENHANCED,
        "enhanced, custom wrapper classes and attributes": NO_ENHANCED,
        "translated": NO_ENHANCED,
    },
    "button": {
        "classes": NO_CLASSES,
        "link classes": NO_CLASSES,
        "start link with html": "a button's words are words",
    },
    "error-summary": {
        "with description only": NEVER_EMPTY,
        "autofocus disabled": NEVER_EMPTY,
        "autofocus explicitly enabled": NEVER_EMPTY,
        "with everything": ONE_HEADING,
        "html as titleText": ONE_HEADING,
        "title html": ONE_HEADING,
        "description": ONE_HEADING,
        "html as descriptionText": ONE_HEADING,
        "description html": ONE_HEADING,
        "classes": ONE_HEADING,
    },
}
TESTED = (
    "input",
    "textarea",
    "select",
    "radios",
    "checkboxes",
    "date-input",
    "file-upload",
    "button",
    "error-summary",
)
CASES = [(component, fixture) for component in TESTED for fixture in fixtures(component)]


@pytest.mark.parametrize(
    ("component", "fixture"),
    [case for case in CASES if case[1]["name"] not in UNSUPPORTED.get(case[0], {})],
    ids=lambda value: value if isinstance(value, str) else value["name"],
)
def test_our_markup_is_theirs(component, fixture):
    assert tree(drawn(component, fixture["options"])) == tree(fixture["html"])


@pytest.mark.parametrize(
    ("component", "name"), [(each, name) for each in UNSUPPORTED for name in UNSUPPORTED[each]]
)
def test_what_is_called_unsupported_really_differs(component, name):
    found = [fixture for fixture in fixtures(component) if fixture["name"] == name]
    assert found, f"{component} has no fixture called {name} any more"
    assert tree(drawn(component, found[0]["options"])) != tree(found[0]["html"])


def test_a_missing_class_is_noticed():
    assert tree('<p class="a"><b>x</b></p>') != tree("<p><b>x</b></p>")
    assert tree('<p class="a b">x</p>') == tree('<p id="i" class="b a"> x\n</p>')
