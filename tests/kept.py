"""What many tests begin with is made once, row by row, and afterwards written again as it stood: a statement to a table."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db.models import Model
from django.db.models.signals import post_save

from schools.models import Trust

Made = TypeVar("Made")
_kept: dict[str, bytes] = {}


def again(name: str, make: Callable[[], Made]) -> Made:
    """Fresh objects and fresh rows, every test its own; the keys are those of the first time."""
    if Trust.objects.exists():  # the test has rows already, and theirs may be the same keys
        return make()
    if name not in _kept:
        with rows_saved() as rows:
            made = make()
        _kept[name] = pickle.dumps((made, rows))
        return made
    made, rows = pickle.loads(_kept[name])
    for model in dict.fromkeys(map(type, rows)):
        model._base_manager.bulk_create([row for row in rows if type(row) is model])
    return made


@contextmanager
def rows_saved() -> Iterator[list[Model]]:
    rows: list[Model] = []

    def keep(instance: Model, created: bool, **_: object) -> None:
        if created:
            rows.append(instance)

    post_save.connect(keep)
    try:
        yield rows
    finally:
        post_save.disconnect(keep)
