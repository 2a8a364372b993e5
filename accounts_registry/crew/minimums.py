"""How many people a channel needs, where a trust or a school has chosen: for many schools in one query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery

from schools.api import SETTINGS
from schools.models import Setting

KEYS = ("min_admins", "min_moderators", "min_operators")


class Minimums(NamedTuple):
    administrators: int
    moderators: int
    operators: int


Answers = dict[tuple[UUID, UUID | None, str], Any]


class Rulebook:
    """What these trusts and their schools have answered."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._known: dict[Any, Any] = {}

    @classmethod
    def of(cls, trust_ids: Iterable[UUID], keys: Sequence[str] = KEYS) -> Rulebook:
        rows = Setting.objects.filter(trust_id__in=set(trust_ids), effective_to=None, key__in=keys)
        return cls(
            {
                (trust_id, school_id, key): value
                for trust_id, school_id, key, value in rows.values_list(
                    "trust_id", "school_id", "key", "value"
                )
            }
        )

    def minimums(self, *, trust_id: UUID, preset: str, school_id: UUID | None) -> Minimums:
        return Minimums(*(self.answer(key, trust_id, preset, school_id) for key in KEYS))

    def answer(self, key: str, trust_id: UUID, preset: str, school_id: UUID | None) -> Any:
        """What is in force at this school, or for what is the trust's own."""
        asked = key, trust_id, preset, school_id
        if asked not in self._known:
            self._known[asked] = self._answer(*asked)
        return self._known[asked]

    def _answer(self, key: str, trust_id: UUID, preset: str, school_id: UUID | None) -> Any:
        row = SETTINGS[key]
        common = self._answers.get((trust_id, None, key), row.preset(preset))
        own = self._answers.get((trust_id, school_id, key), common) if school_id else common
        return common if row.tighten_only and row.kind.loosens(own, common) else own


def columns(keys: Sequence[str] = KEYS) -> dict[str, Subquery]:
    """The answers as columns of a query on channels, for a page that has no question to spare."""
    at_trust = Setting.objects.filter(trust_id=OuterRef("trust_id"), school=None, effective_to=None)
    at_school = Setting.objects.filter(school_id=OuterRef("school_id"), effective_to=None)
    return {
        f"{whose}_{key}": Subquery(rows.filter(key=key).values("value")[:1])
        for whose, rows in (("trust", at_trust), ("school", at_school))
        for key in keys
    }


def from_columns(
    rows: Iterable[tuple[UUID, UUID | None, Sequence[Any]]], keys: Sequence[str] = KEYS
) -> Rulebook:
    """The rulebook from trust, school and the values of those columns."""
    answers: Answers = {}
    for trust_id, school_id, values in rows:
        for key, common, own in zip(keys, values[: len(keys)], values[len(keys) :], strict=True):
            if common is not None:
                answers[trust_id, None, key] = common
            if own is not None and school_id:
                answers[trust_id, school_id, key] = own
    return Rulebook(answers)
