"""Dates as people type them, and errors that say what to type."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from govuk.fields import GovukDateField
from govuk.presentation import Presented
from govuk.templatetags.govuk import error_summary
from govuk.widgets import Checkboxes, Radios, Text, TextArea


class Plan(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=20,
        widget=Text(width="20"),
        error_messages={"required": "Enter the name"},
    )
    live = GovukDateField(called="Go-live date", label="When do you want to go live?")
    kind = forms.ChoiceField(
        label="Which kind?",
        choices=[("a", "A"), ("b", "B")],
        widget=Radios,
        error_messages={"required": "Select the kind"},
    )
    who = forms.MultipleChoiceField(
        label="Who is it for?",
        choices=[("staff", "Staff"), ("none", "None of these")],
        widget=Checkboxes(exclusive=["none"], dividers={"none": "or"}),
        error_messages={"required": "Select who it is for"},
    )
    aims = forms.CharField(
        label="Aims", help_text="In a few words", widget=TextArea(count=50), required=False
    )


def clean(day: str, month: str, year: str) -> date | None:
    return GovukDateField(called="Go-live date", required=False).clean([day, month, year])


def error(day: str, month: str, year: str) -> str:
    with pytest.raises(forms.ValidationError) as caught:
        clean(day, month, year)
    return caught.value.messages[0]


@pytest.mark.parametrize(
    "typed",
    [
        ("5", "1", "2027"),
        ("05", "01", "2027"),
        (" 5 ", "January", " 2027"),
        ("5", "jan", "2027"),
        ("5", "JAN.", "2027"),
    ],
)
def test_a_date_is_read_as_people_type_it(typed):
    assert clean(*typed) == date(2027, 1, 5)


def test_september_has_two_short_names():
    assert clean("1", "sept", "2027") == clean("1", "Sep", "2027") == date(2027, 9, 1)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("5", "", "2027"), "Go-live date must include a month"),
        (("", "", "2027"), "Go-live date must include a day and month"),
        (("5", "1", ""), "Go-live date must include a year"),
        (("31", "2", "2027"), "Go-live date must be a real date"),
        (("5", "Janvier", "2027"), "Go-live date must be a real date"),
        (("0", "1", "2027"), "Go-live date must be a real date"),
        (("5", "1", "0000"), "Go-live date must be a real date"),
        (("²", "1", "2027"), "Go-live date must be a real date"),
        (("1_0", "1", "2027"), "Go-live date must be a real date"),
        (("٣", "1", "2027"), "Go-live date must be a real date"),
        (("5", "1", "27"), "Year must include 4 numbers"),
    ],
)
def test_a_wrong_date_says_what_is_wrong(typed, says):
    assert error(*typed) == says


def test_no_date_at_all_is_none_or_asks_for_it():
    assert clean("", " ", "") is None
    with pytest.raises(forms.ValidationError, match="Enter the go-live date"):
        GovukDateField(called="Go-live date").clean(["", "", ""])


def test_only_the_wrong_boxes_are_marked_and_linked_to():
    form = Plan({"live_0": "5", "live_2": "2027"})
    shown = Presented(form["live"])
    html = str(shown.control())
    assert shown.wrong_parts == ["month"]
    assert shown.first_id == "id_live_1"
    assert html.count("govuk-input--error") == 1
    assert 'value="2027"' in html, "what was typed is kept"


def test_every_error_is_in_the_summary_in_order_and_lands_on_a_control(tags):
    form = Plan({})
    listed = error_summary(form)["errors"]
    assert [sentence for _, sentence in listed] == [
        "Enter the name",
        "Enter the go-live date",
        "Select the kind",
        "Select who it is for",
    ]
    page = tags("{% load crispy_forms_tags %}{{ form|crispy }}", form=form)
    for target, sentence in listed:
        assert f'id="{target}"' in page, f"{sentence} leads nowhere"
        assert sentence in page, "the same words stand by the field"


def test_an_error_of_the_whole_form_comes_first():
    form = Plan({"name": "x"})
    form.add_error(None, "Add at least 2 administrators. You have added 1")
    assert error_summary(form)["errors"][0] == (
        "id_name",
        "Add at least 2 administrators. You have added 1",
    )


def test_the_browser_neither_validates_nor_cuts_short(tags):
    page = tags("{% load crispy_forms_tags %}{{ form|crispy }}", form=Plan())
    assert " required" not in page
    assert "maxlength=" not in page.replace("data-maxlength=", "")
    assert 'data-maxlength="50"' in page


def test_a_field_is_described_by_its_hint_its_error_and_its_count(tags):
    form = Plan({"aims": "x"})
    form.add_error("aims", "Enter the aims")
    page = tags("{% load crispy_forms_tags %}{{ form.aims|as_crispy_field }}", form=form)
    assert 'aria-describedby="id_aims_helptext id_aims_error id_aims-info"' in page
    for each in ("id_aims_helptext", "id_aims_error", "id_aims-info"):
        assert f'id="{each}"' in page


def test_a_label_with_markup_in_it_is_shown_as_typed(tags):
    class Named(forms.Form):
        who = forms.ChoiceField(
            label="<b>Who</b>",
            choices=[("x", "<i>Tom</i>")],
            widget=Radios(hints={"x": "<u>him</u>"}),
        )

    page = tags("{% load crispy_forms_tags %}{{ form|crispy }}", form=Named())
    for markup in ("<b>", "<i>", "<u>"):
        assert markup not in page
    assert "&lt;b&gt;Who&lt;/b&gt;" in page


@pytest.fixture
def tags():
    def render(source: str, **context: object) -> str:
        request = RequestFactory().get("/channels/?status=open&page=2")
        return Template(source).render(Context({"request": request, **context}))

    return render
