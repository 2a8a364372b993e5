"""A question whose SQL is put together once for each shape, and from then on only asked.

For pages that are opened all day the ORM spends longer on writing a long question than the
database on answering it. The question itself stays an ordinary queryset.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import DateField, UUIDField

Value = UUID | date | Sequence[UUID]
LONG_AGO = date(1066, 1, 1)  # no real parameter is a day like this


class Prepared:
    """A queryset as a function of named values: UUIDs, days and lists of UUIDs."""

    def __init__(self, build: Callable[[Mapping[str, Any]], Any]) -> None:
        self._build = build
        self._statements: dict[Hashable, tuple[str, list[Any]]] = {}

    def rows(self, shape: Hashable, values: Mapping[str, Value]) -> list[tuple[Any, ...]]:
        """The rows as the database gives them. `shape` is all that changes the SQL: lengths of lists, absences."""
        key = (connection.vendor, shape)
        if key not in self._statements:
            self._statements[key] = self._prepare(values)
        sql, places = self._statements[key]
        flat = {name: adapted(value) for name, value in flattened(values)}
        with connection.cursor() as cursor:
            cursor.execute(sql, [flat[place] if isinstance(place, Place) else place for place in places])
            return cursor.fetchall()

    def _prepare(self, values: Mapping[str, Value]) -> tuple[str, list[Any]]:
        """Build it once with values that occur nowhere else, and see where they end up."""
        stand_ins, names = {}, {}
        for name, value in values.items():
            stand_ins[name] = stand_in(value, len(names))
            names.update({adapted(one): Place(place) for place, one in flattened({name: stand_ins[name]})})
        sql, params = self._build(stand_ins).query.sql_with_params()
        return sql, [names.get(param, param) if isinstance(param, Hashable) else param for param in params]


class Place(str):
    """Where a named value stands among the parameters."""


def stand_in(value: Value, number: int) -> Any:
    if isinstance(value, date):
        return LONG_AGO + timedelta(days=number)
    return uuid4() if isinstance(value, UUID) else [uuid4() for _ in value]


def flattened(values: Mapping[str, Value]) -> list[tuple[str, UUID | date]]:
    """Lists spread out: "channels" of two becomes "channels.0" and "channels.1"."""
    found: list[tuple[str, UUID | date]] = []
    for name, value in values.items():
        if isinstance(value, (UUID, date)):
            found.append((name, value))
        else:
            found += [(f"{name}.{n}", one) for n, one in enumerate(value)]
    return found


def adapted(value: UUID | date) -> Any:
    """As the database wants it."""
    field = DateField() if isinstance(value, date) else UUIDField()
    return field.get_db_prep_value(value, connection)
