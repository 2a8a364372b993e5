"""What a trust, and each of its schools, has answered where policies differ (2): asked by everybody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from schools.models import School, Setting, Trust
from schools.settings_table import PRESET_HINTS, PRESETS, SECTIONS, SETTINGS, PolicySetting

__all__ = [
    "PRESETS",
    "PRESET_HINTS",
    "SECTIONS",
    "SETTINGS",
    "PolicySetting",
    "answers",
    "by_school",
    "in_section",
    "preset_changes",
    "value",
    "values",
    "warnings",
]


def in_section(section: str) -> list[PolicySetting]:
    return [row for row in SETTINGS.values() if row.section == section and row.offered]


def value(key: str, *, school: School | None = None, trust: Trust | None = None) -> Any:
    """What is in force: the school's own answer, else the trust's, else its preset's, else the default."""
    return values([key], school=school, trust=trust)[key]


def values(
    keys: Iterable[str] | None = None, *, school: School | None = None, trust: Trust | None = None
) -> dict[str, Any]:
    """Several answers (all, where none is named) for a school or for a trust as a whole; one query."""
    owner = trust or (school.trust if school else None)
    if owner is None:
        raise TypeError("values() needs a school or a trust")
    at_trust, at_school = answers(owner, school)
    return {key: _effective(SETTINGS[key], owner, at_trust, at_school) for key in keys or SETTINGS}


def answers(trust: Trust, school: School | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the trust itself and the school itself have answered, by key."""
    at_trust: dict[str, Any] = {}
    at_school: dict[str, Any] = {}
    rows = Setting.objects.in_force(trust_id=trust.pk, school_id=school.pk if school else None)
    for key, own, school_id in rows.values_list("key", "value", "school_id"):
        (at_school if school_id else at_trust)[key] = own
    return at_trust, at_school


def by_school(keys: Iterable[str], schools: Iterable[School]) -> dict[Any, dict[str, Any]]:
    """What is in force at each of many schools, in one query; their trusts must be loaded."""
    schools, keys = list(schools), list(keys)
    rows = Setting.objects.filter(
        trust_id__in={school.trust_id for school in schools}, effective_to=None, key__in=keys
    )
    at_trust: dict[Any, dict[str, Any]] = {}
    at_school: dict[Any, dict[str, Any]] = {}
    for trust_id, school_id, key, own in rows.values_list("trust_id", "school_id", "key", "value"):
        place = (
            at_school.setdefault(school_id, {}) if school_id else at_trust.setdefault(trust_id, {})
        )
        place[key] = own
    return {
        school.pk: {
            key: _effective(
                SETTINGS[key],
                school.trust,
                at_trust.get(school.trust_id, {}),
                at_school.get(school.pk, {}),
            )
            for key in keys
        }
        for school in schools
    }


def _effective(
    row: PolicySetting, trust: Trust, at_trust: dict[str, Any], at_school: dict[str, Any]
) -> Any:
    common = at_trust.get(row.key, row.preset(trust.preset))
    own = at_school.get(row.key, common)
    # A trust that tightens later tightens for a school that had answered before.
    return common if row.tighten_only and row.kind.loosens(own, common) else own


def preset_changes(trust: Trust, preset: str) -> list[tuple[PolicySetting, Any, Any]]:
    """What applying this preset would change: the setting, its answer now and its answer then."""
    now = values(trust=trust)
    return [
        (row, now[row.key], row.preset(preset))
        for row in SETTINGS.values()
        if now[row.key] != row.preset(preset)
    ]


def warnings(chosen: Mapping[str, Any]) -> list[str]:
    """What these answers mean together, where that might surprise."""
    chain, stage = chosen.get("approval_chain", []), chosen.get("leadership_stage")
    rules = (
        (
            len(chain) == 1,
            "With 1 approver, nobody can stand in when the headteacher asks for a channel.",
        ),
        (
            "leadership" in chain and stage == "off",
            "The leadership team is in the order, and its step is set to nothing: no request will wait for it.",
        ),
        (
            "leadership" not in chain and stage in {"record", "required"},
            "The leadership team has a step, and is not in the order: no request will reach it.",
        ),
        (
            chosen.get("min_moderators") == 1,
            "With 1 moderator, one day away leaves a channel with nobody.",
        ),
    )
    return [sentence for holds, sentence in rules if holds]
