"""Two worlds, with concerns and without: while roles end, pass and are handed over, no page of anybody else differs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from incidents import actions
from incidents.hand_over.actions import ask_for_hand_overs, hand_over
from incidents.hand_over.models import HandOver
from incidents.models import Incident
from notifications.models import Message
from people.system import system_user
from reminders.actions import sweep_daily
from tests.factories import NOW, TODAY, make_person
from tests.incidents.world import appoint, end_role, send

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
A_DAY = timedelta(days=1)
# What is drawn anew each time: tokens, and the ids of rows.
DRAWN = re.compile(
    rb"csrfmiddlewaretoken\" value=\"\w+|nonce-?=?\"?[\w+/=-]+|[0-9a-f]{8}-[0-9a-f-]{27}"
)
PAGES = ("/", "/concerns/", "/notifications/")
Seen = tuple[str, bytes, bytes]


@pytest.fixture(autouse=True)
def the_engine_looks_the_same(monkeypatch) -> None:
    """What a page says above of the engine depends on this machine."""
    monkeypatch.setattr("portal.standing.glimpse", dict)


class Back(Exception):
    """This world is over."""


def told_again(tell: Callable[[], list[Seen]]) -> list[Seen]:
    """What is seen in a world of which nothing is left."""
    seen: list[Seen] = []
    try:
        with transaction.atomic():
            seen = tell()
            raise Back
    except Back:
        cache.clear()
    return seen


def pages_of(*people) -> Iterator[Seen]:
    for person in people:
        client = Client()
        client.force_login(person)
        passing = HandOver.objects.visible_to(person, on=TODAY).order_by("asked_on", "role")
        for path in [*PAGES, *(one.get_absolute_url() for one in passing)]:
            found = client.get(path)
            page = DRAWN.sub(b"", b"%d %s" % (found.status_code, found.content))
            yield person.given_name, DRAWN.sub(b"", path.encode()), page


def ordinary_letters() -> Seen:
    out = StringIO()
    call_command("outbox", "--json", stdout=out)
    rows = Message.objects.unrestricted()
    found = rows.values_list("recipient__email", "kind", "subject", "text", "created_at", "state")
    words = f"{sorted(found)}{sorted(out.getvalue().splitlines())}"
    return "", b"letters", DRAWN.sub(b"", words.encode())


def roles_pass(cast, time_machine, filed: list[Callable[[], Incident]], *watching) -> list[Seen]:
    """The lead and the head change, each answers, the sweeps run: what these people see meanwhile."""
    concerns = [file() for file in filed]
    for old, role, name in ((cast.dsl, "DSL", "Nia New"), (cast.head, "HEAD", "Hal Huss")):
        new = make_person(name, trust=cast.trust, school=cast.school)
        end_role(old, role, TODAY)
        appoint(cast, new, role, at=NOW - A_DAY, start=TODAY + A_DAY)
    seen: list[Seen] = []
    for at in (NOW, NOW + A_DAY):
        time_machine.move_to(at, tick=False)
        sweeps(at)
        seen += [*pages_of(*watching), ordinary_letters()]
        if at == NOW:
            answer(cast.dsl, "DSL", concerns, at)
            answer(cast.head, "HEAD", [], at)
    time_machine.move_to(NOW, tick=False)
    return seen


def answer(by, role: str, concerns: list[Incident], at) -> None:
    row = HandOver.objects.get(role=role)
    hand_over(hand_over=row, by=by, concerns=[one.pk for one in concerns], at=at)


def differing(one: list[Seen], other: list[Seen]) -> list[str]:
    """Whose page, which, and its lines that are not in the other world."""
    return [
        f"{who} {path.decode()}: {line}"
        for (who, path, page), (_, _, there) in zip(one, other, strict=True)
        for line in page.decode().splitlines()
        if page != there and line not in there.decode().splitlines()
    ]


def sweeps(at) -> None:
    ask_for_hand_overs(by=system_user(), at=at)
    actions.end_sights(by=system_user(), at=at)
    actions.move_on_unseen(by=system_user(), at=at)
    sweep_daily(on=at.date(), at=at)


def test_no_byte_differs_for_who_has_no_part_in_it(cast, time_machine) -> None:
    """The head, who gives up the role and has no concern, and the office manager, whom one is about.

    What is about him the head can open: her own pages tell her so, and are not compared.
    """
    of_lead = [
        lambda: send(cast, at=NOW - A_DAY),
        lambda: send(
            cast, by=cast.colleague, at=NOW - 2 * A_DAY, option="something-else", kinds=("pupil",)
        ),
    ]
    of_office = [
        lambda: send(
            cast, at=NOW - A_DAY, option="staff-contact", kinds=("adult",), people=[cast.office]
        )
    ]
    both = (cast.office, cast.head)
    without = told_again(lambda: roles_pass(cast, time_machine, [], *both))
    assert any(b"hand-over" in path for _, path, _ in without)
    seen = told_again(lambda: roles_pass(cast, time_machine, of_lead, *both))
    assert differing(seen, without) == []
    assert seen == without
    seen = told_again(lambda: roles_pass(cast, time_machine, of_office, cast.office))
    assert differing(seen, [one for one in without if one[0] != "Priya"]) == []
