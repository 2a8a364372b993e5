"""The register's page and its search at full size, each beside what anybody would write first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from accounts_registry.listing import pages
from accounts_registry.listing.wanted import SORTS, Wanted
from accounts_registry.models import Channel
from benchmarks.measure import Ratio, clock_of, in_turn, ratio
from benchmarks.world import ON
from people.models import User

ADMIN = "/yardstick/accounts_registry/channel/"


def list_page(officer: User, rows: int) -> Iterator[Ratio]:
    """The register's page of 50 rows beside the admin's changelist of the same rows."""
    client = Client()
    client.force_login(officer)
    clock = clock_of(connection)
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        ours, theirs = page(client, "/channels/"), page(client, ADMIN)
        yield ratio(
            f"Register page of {rows:,} channels, times faster than the admin's list",
            in_turn(ours, theirs, rounds=15, clock=clock),
            at_least=6,
        )
        yield from queries(client, ours)
        last = page(client, f"/channels/?page={-(-rows // pages.PAGE)}")
        yield ratio(
            f"Last page of {rows:,} channels against the first",
            in_turn(ours, last, rounds=25, clock=clock),
            at_most=1.5,
        )
        middle = page(client, f"/channels/?page={rows // pages.PAGE // 2}")
        yield ratio(
            f"Middle page of {rows:,} channels against the first",
            in_turn(ours, middle, rounds=25, clock=clock),
            at_most=3,
        )
        yield ratio(
            f"{rows:,} channels sorted by another column, the dearest of {len(SORTS)}, against by name",
            dearest_sort(client, ours),
            at_most=6,
        )


def dearest_sort(client: Client, by_name: Callable[[], object]) -> list[float]:
    clock = clock_of(connection)
    found = [
        in_turn(by_name, page(client, f"/channels/?sort={sort}"), rounds=5, clock=clock)
        for sort in SORTS
    ]
    return max(found, key=lambda values: sorted(values)[len(values) // 2])


def page(client: Client, path: str) -> Callable[[], None]:
    def get() -> None:
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)

    return get


def queries(client: Client, ours: Callable[[], None]) -> Iterator[Ratio]:
    with CaptureQueriesContext(connection) as seen:
        ours()
    asked = len(seen)  # before the next request empties the log
    frame = frame_queries(client)
    yield ratio("Queries of the register page beyond the frame's", [asked - frame], at_most=3)
    yield ratio("Queries of the frame", [frame], at_most=5)


def frame_queries(client: Client) -> int:
    """What a signed-in page without rows asks for: session, user, roles, schools and the badge."""
    client.get("/cookies/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/cookies/")
    return len(seen)


def search(officer: User, rows: int) -> Iterator[Ratio]:
    """A search of the register, rows and their number, beside icontains over channel, school and person."""
    goal = 0.1 if connection.vendor == "sqlite" else 0.02
    officer.roles_on(ON)
    name = Channel.objects.get(reference="CH075000").account_name
    for what, typed in (("one channel", name), ("nothing", "Zzqqx Library")):
        ours, theirs = searched(officer, typed), icontains(officer, typed)
        assert [row[1] for row in ours()] == [row.reference for row in theirs()], typed
        yield ratio(
            f"Search of {rows:,} channels that finds {what}, against icontains over channel, school and person",
            [1 / value for value in in_turn(ours, theirs, rounds=3, clock=clock_of(connection))],
            at_most=goal,
        )  # fmt: skip


def searched(officer: User, typed: str) -> Callable[[], Any]:
    return lambda: pages.found(officer, Wanted(q=typed), ON).rows


def icontains(officer: User, typed: str) -> Callable[[], list[Channel]]:
    """As anybody would write it: in the name of the channel, of its school or of somebody who runs it."""
    anywhere = Q()
    for column in ("account_name", "school__name", "people__person__family_name"):
        anywhere |= Q(**{f"{column}__icontains": typed})
    rows = Channel.objects.filter(anywhere, trust_id=officer.trust_id, is_sample=False)
    rows = rows.select_related("school", "platform").distinct()
    return lambda: list(rows.order_by("account_name")[:50])
