"""Answering where policies differ: presets, tightening, reasons, history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from access.check import Denied, Hidden
from audit.models import Entry
from people.system import system_user
from schools import actions, policy_settings
from schools.models import Setting
from schools.policy_settings import PRESETS, SETTINGS, value, values
from tests.architecture.sources import APPS
from tests.cast import Cast
from tests.factories import NOW, make_school, make_trust

WHY = "The trustees decided this in November"
# Requirements 2.A, for the settings this portal has: the default, then ACET, ATT, QEGSMAT, ISP, Unnamed.
SIGNERS = ["line_manager", "comms", "head"]
MATRIX = {
    "pupil_request_report_to": ("DSL", "DSL", "DSL", "DSL", "DSL", "DSL"),
    "pupil_request_class_discussion": (False, False, False, False, True, False),
    "approval_chain": (
        SIGNERS,
        SIGNERS,
        SIGNERS,
        ["line_manager", "comms", "leadership", "head"],
        SIGNERS,
        SIGNERS,
    ),
    "leadership_stage": ("off", "off", "off", "required", "off", "off"),
    "logo_approver_school_mark": ("COMMS", "COMMS", "CEO", "COMMS", "COMMS", "COMMS"),
    "min_operators": (2, 2, 2, 2, 2, 2),
    "min_admins": (2, 2, 2, 1, 2, 2),
    "min_moderators": (2, 2, 2, 1, 2, 2),
    "moderation_rule": ("pupils_or_comments",) * 4 + ("always", "pupils_or_comments"),
    "moderator_designator": ("COMMS", "COMMS", "COMMS", "COMMS", "NETMAN", "COMMS"),
    "staff_conduct_report_to": ("HEAD", "HEAD", "HEAD", "HEAD", "HEAD", "LM"),
    "outsiders_allowed": (
        "broadcast_only",
        "broadcast_only",
        "broadcast_only",
        "yes",
        "never",
        "broadcast_only",
    ),
    "policy_review_months": (12, 12, 24, 36, 12, 12),
    "lifespan_rule": ("closure_or_review",) * 4 + ("closure_date", "closure_or_review"),
}


@pytest.mark.parametrize("key", MATRIX)
def test_the_presets_are_those_of_the_matrix(key: str) -> None:
    row = SETTINGS[key]
    assert (row.default, *(row.preset(name) for name in PRESETS)) == MATRIX[key]


@pytest.mark.parametrize("row", SETTINGS.values(), ids=lambda row: row.key)
def test_every_answer_reads_as_a_sentence(row: policy_settings.PolicySetting) -> None:
    for answer in (row.default, *row.presets.values()):
        assert row.kind.clean(answer) == answer
        assert row.says(answer).endswith(".")
    assert row.section in policy_settings.SECTIONS
    assert set(row.presets) <= set(PRESETS)


def test_only_what_the_portal_acts_on_is_asked() -> None:
    """A question without an effect would be a promise: it is offered from the day something reads it."""
    apps = [app for app in APPS if app != "schools"]  # where the questions stand
    code = "".join(
        path.read_text() for app in apps for path in (settings.BASE_DIR / app).rglob("*.py")
    )
    read = {key for key in SETTINGS if f'"{key}"' in code}
    assert {row.key for row in SETTINGS.values() if row.offered} == read


def test_a_preset_asks_nothing_that_is_its_default() -> None:
    assert [row.key for row in SETTINGS.values() if row.default in row.presets.values()] == []


def test_the_school_comes_before_the_trust_and_the_trust_before_its_preset(cast: Cast) -> None:
    assert value("max_admins", school=cast.school) == 4
    actions.change_setting(
        key="max_admins", value=6, reason=WHY, trust=cast.trust, by=cast.admin, at=NOW
    )
    assert value("max_admins", school=cast.school) == 6
    actions.change_setting(
        key="max_admins", value=3, reason=WHY, school=cast.school, by=cast.head, at=NOW
    )
    assert value("max_admins", school=cast.school) == 3
    assert value("max_admins", school=cast.other_school) == 6
    actions.change_setting(
        key="max_admins", value=None, reason=WHY, school=cast.school, by=cast.head, at=NOW
    )
    assert value("max_admins", school=cast.school) == 6


def test_all_answers_cost_one_question(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert values(school=cast.school).keys() == SETTINGS.keys()


def test_a_school_may_only_tighten(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="stricter than its trust"):
        actions.change_setting(
            key="min_admins", value=1, reason=WHY, school=cast.school, by=cast.head, at=NOW
        )
    actions.change_setting(
        key="min_admins", value=3, reason=WHY, school=cast.school, by=cast.head, at=NOW
    )
    assert value("min_admins", school=cast.school) == 3


@pytest.mark.parametrize(
    ("key", "looser"),
    [
        ("approval_chain", ["comms", "head"]),
        ("non_employee_operators", None),
        ("outsiders_allowed", "yes"),
        ("risk_assessment_required", False),
        ("privacy_notice_required", False),
        ("pupil_request_report_to", "LM"),
    ],
)
def test_nothing_that_protects_can_be_loosened_by_a_school(
    cast: Cast, key: str, looser: object
) -> None:
    assert SETTINGS[key].tighten_only
    if looser is None:
        actions.change_setting(
            key=key, value="never", reason=WHY, trust=cast.trust, by=cast.admin, at=NOW
        )
        looser = "with_head_authorisation"
    with pytest.raises(ValidationError, match="stricter"):
        actions.change_setting(
            key=key, value=looser, reason=WHY, school=cast.school, by=cast.head, at=NOW
        )


def test_a_trust_that_tightens_later_tightens_for_its_schools_too(cast: Cast) -> None:
    actions.change_setting(
        key="min_admins", value=3, reason=WHY, school=cast.school, by=cast.head, at=NOW
    )
    actions.change_setting(
        key="min_admins", value=4, reason=WHY, trust=cast.trust, by=cast.admin, at=NOW
    )
    assert value("min_admins", school=cast.school) == 4


def test_the_change_is_dated_explained_and_in_the_ledger(cast: Cast) -> None:
    later = NOW + timedelta(days=1)
    actions.change_setting(
        key="min_admins", value=3, reason=WHY, trust=cast.trust, by=cast.admin, at=NOW
    )
    actions.change_setting(
        key="min_admins", value=4, reason=WHY, trust=cast.trust, by=cast.admin, at=later
    )
    old, new = Setting.objects.filter(key="min_admins").order_by("effective_from")
    assert (old.value, old.effective_to, new.value, new.effective_to) == (3, later, 4, None)
    assert (new.changed_by_id, new.reason) == (cast.admin.pk, WHY)
    event = Entry.objects.get(event="setting.changed", data__to=4)
    assert (event.actor_id, event.reason, event.data["from"]) == (cast.admin.pk, WHY, 3)


def test_pressed_twice_nothing_more_happens(cast: Cast) -> None:
    for _ in range(2):
        actions.change_setting(
            key="min_admins", value=3, reason=WHY, trust=cast.trust, by=cast.admin, at=NOW
        )
    assert Setting.objects.count() == Entry.objects.filter(event="setting.changed").count() == 1


def test_several_answers_stand_or_fall_together(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        actions.change_settings(
            answers={"max_admins": 7, "min_admins": 99},
            reason=WHY,
            trust=cast.trust,
            by=cast.admin,
            at=NOW,
        )
    assert value("max_admins", trust=cast.trust) == 4


@pytest.mark.parametrize("reason", ["", "too short", "         x "])
def test_a_change_says_why(cast: Cast, reason: str) -> None:
    with pytest.raises(ValidationError, match="at least 10 characters"):
        actions.change_setting(
            key="max_admins", value=7, reason=reason, trust=cast.trust, by=cast.admin, at=NOW
        )


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("min_admins", 0),
        ("min_admins", 11),
        ("min_admins", "2"),
        ("min_admins", True),
        ("approval_chain", []),
        ("approval_chain", ["line_manager", "comms"]),
        ("approval_chain", ["caretaker", "head"]),
        ("early_rejection", "yes"),
        ("moderation_rule", "sometimes"),
    ],
)
def test_only_answers_of_the_table_are_taken(cast: Cast, key: str, wrong: object) -> None:
    with pytest.raises(ValidationError):
        actions.change_setting(
            key=key, value=wrong, reason=WHY, trust=cast.trust, by=cast.admin, at=NOW
        )


def test_the_order_of_signatures_is_that_of_the_table(cast: Cast) -> None:
    answer = ["head", "leadership", "comms", "line_manager"]
    actions.change_setting(
        key="approval_chain", value=answer, reason=WHY, trust=cast.trust, by=cast.admin, at=NOW
    )
    assert value("approval_chain", trust=cast.trust) == [
        "line_manager",
        "comms",
        "leadership",
        "head",
    ]


def test_only_those_with_the_role_there(cast: Cast) -> None:
    change = {"key": "max_admins", "value": 7, "reason": WHY, "at": NOW}
    for person in (cast.teacher, cast.head, cast.office, cast.dsl):
        with pytest.raises(Denied, match="cannot change settings"):
            actions.change_setting(**change, trust=cast.trust, by=person)
    with pytest.raises(Denied):
        actions.change_setting(**change, school=cast.other_school, by=cast.head)
    with pytest.raises(Hidden):
        actions.change_setting(**change, school=cast.school, by=cast.outsider)
    with pytest.raises(ValidationError, match="Only the trust"):
        actions.change_setting(
            key="ack_renewal_months", value=6, reason=WHY, school=cast.school, by=cast.head, at=NOW
        )


@pytest.mark.parametrize("preset", PRESETS)
def test_applying_a_preset_gives_its_answers(db: None, preset: str) -> None:
    trust = make_trust(preset="ISP")
    actions.apply_preset(trust=trust, preset=preset, by=system_user(), at=NOW)
    assert values(trust=trust) == {key: row.preset(preset) for key, row in SETTINGS.items()}
    assert actions.apply_preset(trust=trust, preset=preset, by=system_user(), at=NOW) == []


def test_a_preset_keeps_what_a_school_decided(cast: Cast) -> None:
    actions.change_setting(
        key="max_admins", value=3, reason=WHY, school=cast.school, by=cast.head, at=NOW
    )
    changed = actions.apply_preset(trust=cast.trust, preset="QEGSMAT", by=cast.admin, at=NOW)
    assert "leadership_stage" in changed and "max_admins" not in changed
    assert value("max_admins", school=cast.school) == 3
    assert Entry.objects.filter(event="preset.applied", actor_id=cast.admin.pk).count() == 1


def test_a_preset_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        actions.apply_preset(trust=cast.trust, preset="NASUWT", by=cast.admin, at=NOW)


def test_surprising_answers_are_explained() -> None:
    assert policy_settings.warnings({"approval_chain": ["head"]})
    assert policy_settings.warnings({row.key: row.default for row in SETTINGS.values()}) == []


def test_a_school_of_another_trust_is_a_mistake(cast: Cast) -> None:
    far = make_school(make_trust())
    with pytest.raises(TypeError):
        actions.change_setting(
            key="max_admins",
            value=3,
            reason=WHY,
            trust=cast.trust,
            school=far,
            by=cast.admin,
            at=NOW,
        )
