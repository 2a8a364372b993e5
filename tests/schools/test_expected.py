"""The platforms expected of every school, as somebody types them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from platforms.models import Platform
from schools import policy_settings
from schools.policy_settings import PRESETS, SETTINGS
from schools.setting_kinds import Expected
from tests.cast import Cast

ROW = SETTINGS["required_platforms"]
WHY = "The trust board agreed this in November"


def rows(*pairs: tuple[str, int]) -> list[dict[str, object]]:
    return [{"platform": code, "scope": "school", "days": days} for code, days in pairs]


def test_only_att_expects_a_platform() -> None:
    assert [ROW.preset(name) for name in PRESETS] == [[], rows(("x", 14)), [], [], []]


@pytest.mark.django_db
def test_every_platform_offered_is_one_of_the_registers() -> None:
    assert isinstance(ROW.kind, Expected)
    known = dict(Platform.objects.values_list("code", "name"))
    assert {code: known.get(code) for code in ROW.kind.options} == ROW.kind.options


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", []),
        ("X, 14", rows(("x", 14))),
        ("twitter 14 days\n\n facebook: 30", rows(("x", 14), ("facebook", 30))),
        ("X (formerly Twitter), 7", rows(("x", 7))),
    ],
)
def test_lines_are_understood(typed: str, answer: list[dict[str, object]]) -> None:
    assert ROW.kind.clean(typed) == answer


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Facebook", "has no number"),
        ("MyOwn, 14", "is not one of the platforms"),
        ("X, 0", "from 1 to 366"),
        ("X, 14\nTwitter, 7", "is there twice"),
    ],
)
def test_what_is_not_understood_is_said(typed: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ROW.kind.clean(typed)


def test_the_answer_reads_as_sentences() -> None:
    assert ROW.says([]) == "No platform is expected of every school."
    assert ROW.says(rows(("facebook", 30))) == (
        "Every school has a whole-school account on Facebook, with a post at least every 30 days."
    )


def test_many_schools_are_answered_as_each_alone(cast: Cast) -> None:
    keys = ["required_platforms", "stale_days", "min_admins"]
    schools = [cast.school, cast.other_school]
    assert policy_settings.by_school(keys, schools) == {
        school.pk: policy_settings.values(keys, school=school) for school in schools
    }


def test_the_question_on_the_settings_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.admin)
    page = "/settings/reviews/"
    form = client.get(page).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"reason": WHY}
    wrong = client.post(page, {**typed, "required_platforms": "MySpace, 14"}).content.decode()
    assert wrong.count("“MySpace” is not one of the platforms") == 2
    assert "MySpace, 14" in wrong
    assert client.post(page, {**typed, "required_platforms": "X, 14"}).status_code == 302
    assert policy_settings.value("required_platforms", trust=cast.trust) == rows(("x", 14))
