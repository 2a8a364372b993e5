"""A database beside that of the tests, to which the default connection leads for as long as a test lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections


@pytest.fixture
def of_the_tests(db: None) -> Any:
    """The connection to the database that today's migrations made for the tests."""
    return connections["default"]


@pytest.fixture
def scratch(of_the_tests: Any, tmp_path: Path) -> Iterator[Any]:
    """The connection to an empty database, which everything that asks for the default one gets."""
    with empty_database(of_the_tests, tmp_path) as name:
        connection = of_the_tests.copy()
        connection.settings_dict["NAME"] = name
        connections["default"] = connection
        ContentType.objects.clear_cache()
        try:
            yield connection
        finally:
            connection.close()
            connections["default"] = of_the_tests
            ContentType.objects.clear_cache()


@contextmanager
def empty_database(beside: Any, folder: Path) -> Iterator[str]:
    if beside.vendor == "sqlite":
        yield str(folder / "scratch.sqlite3")
        return
    name = f"scratch_{beside.settings_dict['NAME']}"
    with beside._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield name
    finally:
        with beside._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
