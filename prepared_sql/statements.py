"""A question whose SQL is put together once for each shape, and from then on only asked.

For pages that are opened all day the ORM spends longer on writing a long question than the
database on answering it. The question itself stays an ordinary queryset, whose SQL and conversions are kept.
What else was weighed, and what to mind before preparing another: docs/adr/0018.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection

Value = UUID | date | str | int | Sequence[UUID]
Values = Mapping[str, Value]
Row = tuple[Any, ...]
LONG_AGO = date(1066, 1, 1)  # no real parameter is a day like this
FAR = 1_066_000_000  # and no real limit a number like this
# The years around it too: a day that was reckoned from a stand-in is no longer the stand-in.
RECKONED = re.compile(r"106[5-7]-\d\d-\d\d")
MOST = 500  # shapes kept for one question; nobody asks in so many ways


class Place(NamedTuple):
    """Where a named value stands among the parameters; one of a list has a number."""

    name: str
    number: int | None

    def of(self, values: Mapping[str, Any]) -> Any:
        value = values[self.name]
        return adapted(value if self.number is None else value[self.number])


@dataclass(frozen=True)
class Statement:
    """Finished SQL, its parameters and, by the number of a column, what turns its values into Python's.

    `numbers` stand in the SQL itself, because that is how Django writes where a page begins.
    """

    sql: str
    params: list[Any]
    converters: dict[int, Callable[[Any], Any]]
    numbers: dict[str, str]

    def rows(self, values: Values) -> list[Row]:
        if not self.sql:
            return []
        params = [param.of(values) if isinstance(param, Place) else param for param in self.params]
        sql = self.sql
        for stand_in_number, name in self.numbers.items():
            sql = sql.replace(stand_in_number, f"{values[name]:d}")
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows = cursor.fetchall()
        return self._converted(rows) if rows else []

    def _converted(self, rows: Sequence[Row]) -> list[Row]:
        """Column by column, because most values of a column occur again and again."""
        columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
        for number, convert in self.converters.items():
            known = {raw: convert(raw) for raw in set(columns[number])}
            columns[number] = [known[raw] for raw in columns[number]]
        return list(zip(*columns, strict=True))


class Prepared:
    """A queryset of `values_list` as a function of a shape and of named values.

    `shape` is all that changes the SQL: an ordering, the lengths of lists, absences. Named values may only
    go into it as they are: whoever builds the queryset must not decide or reckon by them.
    """

    def __init__(self, build: Callable[[Any, Mapping[str, Any]], Any]) -> None:
        self._build = build
        self._statements: dict[Hashable, Statement] = {}

    def rows(self, shape: Hashable, values: Values) -> list[Row]:
        """The rows that the queryset would give."""
        key = (connection.vendor, shape)
        statement = self._statements.get(key)
        if statement is None:
            # Two threads may write the same one at once: the later takes the place of its equal.
            if len(self._statements) >= MOST:
                self._statements.clear()
            statement = self._statements[key] = self._prepare(shape, values)
        return statement.rows(values)

    def _prepare(self, shape: Hashable, values: Values) -> Statement:
        """Build it once with values that occur nowhere else, and see where they end up."""
        stand_ins = {
            name: stand_in(value, number) for number, (name, value) in enumerate(values.items())
        }
        places = {adapted(value): place for place, value in flattened(stand_ins)}
        compiler = self._build(shape, stand_ins).query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # whatever the values, there is nothing to find
            return Statement("", [], {}, {})
        numbers = {str(value): name for name, value in stand_ins.items() if type(value) is int}
        if any(number not in sql for number in numbers):
            raise ValueError("A number did not reach the SQL. Only limits may be named so.")
        placed = [_placed(param, places) for param in params]
        return Statement(sql, placed, _converters(compiler), numbers)


def _placed(param: Any, places: Mapping[Any, Place]) -> Any:
    if not isinstance(param, Hashable) or param not in places:
        if RECKONED.match(str(param)):
            raise ValueError("A day was worked out from a named one. Name that day too.")
        return param
    return places[param]


def _converters(compiler: Any) -> dict[int, Callable[[Any], Any]]:
    """Those that the ORM itself would use."""
    found = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    return {number: _in_turn(steps, expression) for number, (steps, expression) in found.items()}


def _in_turn(steps: Iterable[Callable[..., Any]], expression: Any) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    return convert


def stand_in(value: Value, number: int) -> Any:
    if isinstance(value, date):
        return LONG_AGO + timedelta(days=number)
    if isinstance(value, int):
        return FAR + number
    if isinstance(value, str):
        return f"stand-in {number} {uuid4().hex}"
    return uuid4() if isinstance(value, UUID) else [uuid4() for _ in value]


def flattened(values: Values) -> list[tuple[Place, UUID | date | str]]:
    """Every value with its place, lists spread out."""
    found: list[tuple[Place, UUID | date | str]] = []
    for name, value in values.items():
        if isinstance(value, int):
            continue
        if isinstance(value, (UUID, date, str)):
            found.append((Place(name, None), value))
        else:
            found += [(Place(name, number), one) for number, one in enumerate(value)]
    return found


def adapted(value: UUID | date | str) -> Any:
    """As the database wants it."""
    if isinstance(value, str):
        return value
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_datefield_value(value)


class Columns:
    """All columns of a model: what to ask for, and how to make objects of what comes back."""

    def __init__(self, model: Any, path: str = "") -> None:
        self._model = model
        self._names = [field.attname for field in model._meta.concrete_fields]
        self._pk = self._names.index(model._meta.pk.attname)
        self.asked = [f"{path}{name}" for name in self._names]

    def take(self, values: Iterator[Any]) -> Any:
        """The object made of the next values of a row; None where an outer join found nothing."""
        own = list(islice(values, len(self._names)))
        return (
            None
            if own[self._pk] is None
            else self._model.from_db(connection.alias, self._names, own)
        )
