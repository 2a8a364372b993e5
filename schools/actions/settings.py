"""Answering a question on which policies differ. Old answers stay, dated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Person, ask_at
from access.roles import Permission
from audit import trail
from audit.events import Event
from schools import policy_settings
from schools.models import School, Setting, Trust
from schools.policy_settings import PRESETS, SETTINGS, PolicySetting

SHORTEST_REASON = 10


@transaction.atomic
def change_setting(
    *,
    key: str,
    value: Any,
    reason: str,
    by: Person,
    at: datetime,
    trust: Trust | None = None,
    school: School | None = None,
) -> bool:
    """Answer one question for a trust, or for one of its schools.

    None as the value takes a school back to its trust's answer. Nothing happens when the answer is
    the one in force: False. Raises ValidationError with a sentence.
    """
    owner = trust or (school.trust if school else None)
    if owner is None or (school and school.trust_id != owner.pk):
        raise TypeError("a setting belongs to a trust, or to a school of it")
    ask_at(
        by,
        Permission.SETTINGS_CHANGE,
        localdate(at),
        school=school,
        trust=None if school else owner,
    )
    Trust.objects.select_for_update().get(pk=owner.pk)
    row = SETTINGS[key]
    at_trust, at_school = policy_settings.answers(owner, school)
    common = at_trust.get(key, row.preset(owner.preset))
    new = _cleaned(row, value, school=school, common=common)
    before = at_school.get(key) if school else common
    if new == before:
        return False
    _refuse_short_reason(reason)
    _replace(owner, school, key, new, reason=reason, by=by, at=at)
    trail.record(
        Event.SETTING_CHANGED,
        by=by,
        at=at,
        record=school or owner,
        trust_id=owner.pk,
        reason=reason.strip(),
        data={"key": key, "from": before, "to": new},
    )
    return True


@transaction.atomic
def change_settings(
    *,
    answers: Mapping[str, Any],
    reason: str,
    by: Person,
    at: datetime,
    trust: Trust | None = None,
    school: School | None = None,
) -> list[str]:
    """Answer several questions at once, all or none; returns the keys whose answer changed."""
    return [
        key
        for key, value in answers.items()
        if change_setting(
            key=key, value=value, reason=reason, by=by, at=at, trust=trust, school=school
        )
    ]


@transaction.atomic
def apply_preset(
    *, trust: Trust, preset: str, by: Person, at: datetime, reason: str = ""
) -> list[str]:
    """Take over every answer of one of the five policies; returns the keys whose answer changed.

    A school's own answers stay, where they are not looser than the trust's new ones.
    """
    ask_at(by, Permission.SETTINGS_CHANGE, localdate(at), trust=trust)
    if preset not in PRESETS:
        raise ValidationError("Select one of the policies")
    reason = reason or f"Start from the {PRESETS[preset]} policy"
    changes = policy_settings.preset_changes(trust, preset)
    if not changes and trust.preset == preset:
        return []
    trust.preset = preset
    trust.save(update_fields=["preset"])
    for row, _, new in changes:
        _replace(trust, None, row.key, new, reason=reason, by=by, at=at)
    data = {"preset": preset, "to": {row.key: new for row, _, new in changes}}
    trail.record(Event.PRESET_APPLIED, by=by, at=at, record=trust, reason=reason, data=data)
    return [row.key for row, _, _ in changes]


def _refuse_short_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError(
            {"reason": f"Enter why you are changing this, in at least {SHORTEST_REASON} characters"}
        )


def _cleaned(row: PolicySetting, value: Any, *, school: School | None, common: Any) -> Any:
    if school is None:
        return _clean(row, value)
    if not row.for_schools:
        raise ValidationError({row.key: "Only the trust can change this"})
    if value is None:
        return None
    new = _clean(row, value)
    if row.tighten_only and row.kind.loosens(new, common):
        raise ValidationError(
            {
                row.key: f"A school can be stricter than its trust, not less strict. The trust says: {row.says(common)}"
            }
        )
    return new


def _clean(row: PolicySetting, value: Any) -> Any:
    try:
        return row.kind.clean(value)
    except ValidationError as error:
        raise ValidationError({row.key: error.messages}) from None


def _replace(
    trust: Trust,
    school: School | None,
    key: str,
    value: Any,
    *,
    reason: str,
    by: Person,
    at: datetime,
) -> None:
    """Close the answer in force and open this one; None opens nothing."""
    open_rows = Setting.objects.filter(trust=trust, school=school, key=key, effective_to=None)
    open_rows.update(effective_to=at)
    if value is not None:
        Setting.objects.create(
            trust=trust,
            school=school,
            key=key,
            value=value,
            effective_from=at,
            reason=reason.strip(),
            changed_by_id=by.pk,
        )
