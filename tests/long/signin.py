"""Signing in: twenty at once with a second step, timing of known and unknown addresses, guessing on four processes, Redis away."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, median

import pytest

from tests import services
from tests.long.tally import Tally
from tests.people.door import (
    PASSWORD,
    Browser,
    Page,
    code_at,
    environment,
    people_with_apps,
    say,
    serving,
)

TWENTY = 20
OFTEN = 500  # of each, known and unknown


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A portal on SQLite alone, or with `--postgres` on PostgreSQL and Redis."""
    more: dict[str, str] = {}
    if os.environ.get("DATABASE_URL") and os.environ.get("TEST_REDIS_URL"):
        more = {"CACHE_URL": os.environ["TEST_REDIS_URL"] + "/7"}
    found = environment(tmp_path_factory.mktemp("data"), **more)
    say("migrate()", found)
    yield found


@pytest.fixture(scope="module")
def people(env: dict[str, str]) -> list[dict[str, str]]:
    return people_with_apps(env, TWENTY)


@pytest.fixture(scope="module")
def url(env: dict[str, str], people: object) -> Iterator[str]:
    with serving(env) as address:
        yield address


def forget(env: dict[str, str]) -> None:
    """No guesses, no used codes."""
    say("forget_attempts()", env)


def comes_in(url: str, one: dict[str, str]) -> tuple[Counter[str], Browser]:
    """Password, code, own account page: the kind of each answer."""
    browser, seen = Browser(url), Counter[str]()
    for step in ("password", "code", "account"):
        page = steps(browser, one)[step]()
        seen[f"{step}: {kind(page)}"] += 1
    return seen, browser


def steps(browser: Browser, one: dict[str, str]) -> dict[str, object]:
    return {
        "password": lambda: browser.sign_in(one["email"]),
        "code": lambda: type_code(browser, one["secret"]),
        "account": lambda: browser.get("/account/"),
    }


def type_code(browser: Browser, secret: str) -> Page:
    """Read from the phone first, typed when the page has come: as people do."""
    code = code_at(secret)
    return browser.post("/sign-in/code/", code=code)


def kind(page: Page) -> str:
    if page.status != 200:
        return str(page.status)
    return {"/sign-in/": "sign-in page", "/sign-in/code/": "code page"}.get(page.path, "in")


def test_twenty_come_in_at_once(
    url: str, env: dict[str, str], people: list[dict[str, str]], tally: Tally
) -> None:
    for _ in range(5):
        forget(env)
        with ThreadPoolExecutor(TWENTY) as pool:
            found = list(pool.map(lambda one: comes_in(url, one), people))
        seen = sum((one for one, _ in found), Counter())
        slowest = max(max(browser.took) for _, browser in found)
        print(dict(seen), f"slowest answer {slowest:.1f} s")
        assert seen == Counter(
            {"password: code page": TWENTY, "code: in": TWENTY, "account: in": TWENTY}
        )
        tally.add(sign_ins_with_a_second_step=TWENTY, answers=sum(seen.values()))


def test_guessing_on_four_processes_stays_within_20_an_hour(
    url: str, env: dict[str, str], people: list[dict[str, str]], tally: Tally
) -> None:
    """100 guesses at once on each account; the owner then comes in from a browser known before."""
    for one in people[:5]:
        forget(env)
        _, hers = comes_in(url, one)
        with ThreadPoolExecutor(25) as pool:
            pages = pool.map(
                lambda n, one=one: Browser(url).sign_in(one["email"], f"wrong {n}"), range(100)
            )
        refused = sum("Too many attempts" in page.words for page in pages)
        counted = int(say("print_attempts()", env))
        assert counted == 14 and refused == 86, (counted, refused)
        hers.post("/sign-out/")
        assert kind(hers.sign_in(one["email"])) == "code page"
        tally.add(guesses_tried=100, guesses_counted=counted)


def test_a_code_works_once_on_four_processes(
    url: str, env: dict[str, str], people: list[dict[str, str]], tally: Tally
) -> None:
    for one in people[:10]:
        forget(env)
        browsers = [Browser(url) for _ in range(10)]
        for browser in browsers:
            browser.sign_in(one["email"])
        code = code_at(one["secret"])
        with ThreadPoolExecutor(10) as pool:
            list(pool.map(lambda b, code=code: b.post("/sign-in/code/", code=code), browsers))
        inside = sum(kind(browser.get("/account/")) == "in" for browser in browsers)
        assert inside == 1
        tally.add(codes_entered_ten_times_at_once=1)


@pytest.mark.parametrize("page", ["/sign-in/", "/sign-in/link/"])
def test_known_and_unknown_take_as_long(
    url: str, env: dict[str, str], people: list[dict[str, str]], seed: int, tally: Tally, page: str
) -> None:
    """500 of each in a random order, one at a time."""
    draw = random.Random(seed)
    known, took = people[0]["email"], {True: [], False: []}
    cases = [True] * OFTEN + [False] * OFTEN
    draw.shuffle(cases)
    browser = Browser(url)
    token = browser.token(page)
    for number, is_known in enumerate(cases):
        if number % 12 == 0:
            forget_quickly(env)
        email = known if is_known else "nobody.here@school.example"
        typed = {"email": email} if "link" in page else {"login": email, "password": "wrong"}
        began = time.perf_counter()
        answer = browser.send(page, csrfmiddlewaretoken=token, **typed)
        took[is_known].append(time.perf_counter() - began)
        assert answer.status == 200
    apart = [1000 * abs(found(took[True]) - found(took[False])) for found in (mean, median)]
    print(f"{page}: mean {apart[0]:.2f} ms apart, median {apart[1]:.2f} ms apart")
    assert apart[1] < 10
    tally.add(**{f"{'links' if 'link' in page else 'passwords'}_timed": 2 * OFTEN})


def forget_quickly(env: dict[str, str]) -> None:
    """Without starting Python: the limit must not end the measurement."""
    if url := env.get("DATABASE_URL"):
        import psycopg2

        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_attempt")
        connection.close()
        return
    import sqlite3

    with sqlite3.connect(Path(env["PORTAL_DATA_DIR"]) / "portal.sqlite3", timeout=20) as connection:
        connection.execute("DELETE FROM people_attempt")
    connection.close()


@contextmanager
def redis_at(port: int) -> Iterator[None]:
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        services.wait_for(lambda: services.port_answers(port), server, "Redis")
        yield
    finally:
        server.kill()
        server.wait()


def test_redis_goes_and_comes_back(
    env: dict[str, str], people: list[dict[str, str]], redis_url: str, tally: Tally
) -> None:
    """Pages and signing in go on while it is away, the limits hold, and nobody is refused when it is back."""
    port = services.free_port()
    ours = {**env, "CACHE_URL": f"redis://127.0.0.1:{port}/1"}
    with serving(ours) as url:
        for is_there in (True, False, True):
            if is_there:
                with redis_at(port):
                    inside(url, env, people[3], tally)
            else:
                inside(url, env, people[3], tally)


def inside(url: str, env: dict[str, str], one: dict[str, str], tally: Tally) -> None:
    forget(env)
    seen, browser = comes_in(url, one)
    assert seen == Counter({"password: code page": 1, "code: in": 1, "account: in": 1})
    for page in ("/", "/channels/", "/people/", "/verify/check/?account=x", "/sign-in/help/"):
        assert browser.get(page).status == 200, page
    guesses = [Browser(url).sign_in(one["email"], "wrong").words for _ in range(15)]
    assert "Too many attempts" in guesses[-1] and "Too many attempts" not in guesses[-2]
    assert Browser(url).sign_in(one["email"], PASSWORD).path == "/sign-in/"
    tally.add(pages_seen_while_redis_comes_and_goes=5)
