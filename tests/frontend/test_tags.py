"""Statuses, dates, tables and contrast, as every page shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.template import Context, Template
from django.test import RequestFactory

from govuk.contrast import ratio, verdict
from govuk.tables import dressed
from govuk.templatetags.portal import at, clock, count, on, on_short, page_title, sentence_list
from workflow.statuses import STATUSES

TAGS = {"ok", "attention", "late", "wait", "draft", "closed", "act", "plain"}


def render(source: str, **context: object) -> str:
    request = RequestFactory().get("/channels/?status=open&page=2")
    template = Template("{% load portal %}" + source)
    return template.render(Context({"request": request, **context}))


def test_every_status_has_a_word_and_a_known_tag():
    for status in STATUSES.values():
        assert status.word
        assert status.tag in TAGS


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("accounts_registry.Channel", "channel"),
        ("accounts_registry.Cover", "cover"),
        ("approvals.Request", "request"),
        ("incidents.Incident", "incident"),
    ],
)
def test_a_model_and_the_table_use_the_same_words(model, kind):
    choices = apps.get_model(model)._meta.get_field("status").choices
    assert {(kind, code): word for code, word in choices} == {
        key: status.word for key, status in STATUSES.items() if key[0] == kind
    }


def test_a_tag_always_has_a_word():
    assert render('{% status_tag "open" kind="channel" %}') == (
        '<strong class="govuk-tag app-tag--ok">Open</strong>'
    )
    with pytest.raises(KeyError):
        render('{% status_tag "opne" kind="channel" %}')


def test_dates_read_as_people_write_them():
    moment = datetime(2026, 7, 1, 7, 42, tzinfo=UTC)  # British Summer Time
    assert on(date(2026, 11, 20)) == "20 November 2026"
    assert on_short(date(2026, 11, 5)) == "5 Nov 2026"
    assert at(moment) == "1 July 2026 at 8:42am"
    assert on(None) == at(None) == ""
    assert on(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026", "the day it is here"


@pytest.mark.parametrize(
    ("hour", "minute", "says"),
    [(0, 0, "midnight"), (12, 0, "midday"), (0, 5, "12:05am"), (12, 30, "12:30pm"), (17, 0, "5pm")],
)
def test_the_clock(hour, minute, says):
    assert clock(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == says


def test_numbers_and_names_in_sentences():
    assert [count(n, "channel,channels") for n in (0, 1, 6)] == [
        "No channels",
        "1 channel",
        "6 channels",
    ]
    assert sentence_list(["Amal Haddad"]) == "Amal Haddad"
    assert sentence_list(["Amal", "Sam", "Priya"]) == "Amal, Sam and Priya"
    assert sentence_list([]) == ""


def test_a_title_ends_with_the_service_once():
    assert page_title("\n  Channels –\n Ashdown ") == "Channels – Ashdown – Official Channels"
    assert page_title("Channels – Official Channels") == "Channels – Official Channels"


def test_a_table_names_its_columns_in_every_cell():
    html = dressed(
        "<thead><tr><th>Channel</th><th>People &amp; posts</th></tr></thead>"
        '<tbody><tr><th>Facebook</th><td class="numeric">3</td></tr>'
        '<tr><td colspan="2">None</td></tr></tbody>'
    )
    assert '<th class="govuk-table__header" scope="col" role="columnheader">Channel</th>' in html
    assert '<th class="govuk-table__header" scope="row" role="rowheader">Facebook</th>' in html
    assert 'class="govuk-table__cell govuk-table__cell--numeric"' in html
    assert 'data-label="People &amp; posts"' in html
    assert 'colspan="2" role="cell"' in html


def test_a_table_keeps_what_was_escaped_escaped():
    html = render(
        '{% table "Names" %}<thead><tr><th>{{ name }}</th></tr></thead>'
        "<tbody><tr><td>{{ name }}</td></tr></tbody>{% endtable %}",
        name='<script>alert("x")</script>',
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3, "the heading, the cell and its label"
    labels = render(
        '{% table "Names" %}<thead><tr><th>{{ name }}</th></tr></thead>'
        "<tbody><tr><td>1</td></tr></tbody>{% endtable %}",
        name='" onclick="x',
    )
    assert 'onclick="x"' not in labels


@pytest.mark.parametrize(
    "block",
    [
        '{% panel "Who" %}{{ name }}{% endpanel %}',
        "{% inset %}{{ name }}{% endinset %}",
        '{% row "Key" change="/x/" %}{{ name }}{% endrow %}',
        "{% moment name %}{{ name }}{% endmoment %}",
        "{% dont_list %}\n{{ name }}\n{% enddont_list %}",
        '{% care name kind="emergency" %}{{ name }}{% endcare %}',
        "{% empty_state name %}{{ name }}{% endempty_state %}",
        "{% summary_list card=name %}{{ name }}{% endsummary_list %}",
    ],
)
def test_what_people_typed_is_text_in_every_part(block):
    html = render(block, name="<b>Tom</b>")
    assert "<b>" not in html
    assert "&lt;b&gt;Tom&lt;/b&gt;" in html
    assert "&amp;lt;" not in html, "escaped twice"


def test_an_answer_that_is_missing_asks_for_it():
    html = render('{% row "Aims" missing="/aims/" ask="Enter the aims" %}{% endrow %}')
    assert '<a class="govuk-link" href="/aims/">Enter the aims</a>' in html


def test_links_of_a_list_keep_what_was_chosen():
    assert render("{% query page=3 %}") == "?status=open&amp;page=3"
    assert render('{% query status="" %}') == "?page=2"


def test_contrast_is_what_the_guidelines_say():
    assert round(ratio("#000000", "#FFFFFF"), 1) == 21
    assert round(ratio("#0E6B4F", "#FFFFFF"), 1) == 6.5
    assert round(ratio("#14171F", "#F6F5F1"), 1) == 16.4


@pytest.mark.parametrize(
    ("colour", "text", "edge", "warnings"),
    [
        ("#FFF1A8", "#14171F", True, 2),
        ("#000000", "#FFFFFF", False, 0),
        ("#1D70B8", "#FFFFFF", False, 0),
        ("#B3261E", "#FFFFFF", False, 1),
        ("#FFD833", "#14171F", True, 3),
    ],
)
def test_a_trust_is_told_what_its_colour_does(colour, text, edge, warnings):
    told = verdict(colour)
    assert (told.text, told.needs_edge, len(told.says)) == (text, edge, warnings)
