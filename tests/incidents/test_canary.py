"""A canary in every field of a concern appears to nobody else, through no door, and lies nowhere in the clear."""

from __future__ import annotations

import logging
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit import trail
from audit.events import Event
from audit.models import Entry as LedgerEntry
from incidents import actions
from incidents.models import Draft, HelpLine, Incident
from notifications.models import Message, Notice
from tests.architecture.test_markers import is_third_party, patterns
from tests.factories import NOW, TODAY
from tests.incidents.looking import holds
from tests.incidents.world import answers

WORD = "QZkanarieQZ"
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
LEAVES = ("sign-out", "exit/", "demo/")


def canary(number: int) -> str:
    return f"{WORD}{number}"


def plant(cast) -> Incident:
    """A canary in everything that anybody can type: drafts, report, chronology, referral, share, outcome."""
    typed = {
        name: canary(number)
        for number, name in enumerate(("what", "platform", "account", "channel", "when", "told_by"))
    }
    actions.save_draft(by=cast.colleague, answers=answers(cast.school, **typed), at=NOW)
    given = answers(cast.school, "harm-to-pupil", ("pupil",), [cast.deputy_head], **typed)
    incident = actions.send_report(by=cast.teacher, school=cast.school, answers=given, at=NOW)
    by = incident.handler
    line = actions.add_entry(incident=incident, by=by, kind="note", text=canary(10), at=NOW)
    actions.add_entry(incident=incident, by=by, kind="note", text=canary(11), corrects=line, at=NOW)
    actions.add_as_reporter(incident=incident, by=cast.teacher, text=canary(12), at=NOW)
    actions.add_referral(
        incident=incident,
        by=by,
        body="lado",
        made_at=NOW,
        their_reference=canary(13),
        said=canary(14),
        asks_to_wait=True,
        at=NOW,
    )
    actions.resume(incident=incident, by=by, said=canary(15), at=NOW)
    actions.share(incident=incident, by=by, person=cast.line_manager, reason=canary(16), at=NOW)
    actions.end_share(incident=incident, by=by, person=cast.line_manager, at=NOW)
    actions.record_outcome(incident=incident, by=by, outcome="in-school", reason=canary(17), at=NOW)
    actions.close(incident=incident, by=by, safeguarding_reference=canary(18), at=NOW)
    actions.keep_typed(by=by, page="/concerns/x/", typed={"text": canary(20)}, at=NOW)
    actions.reopen(incident=incident, by=by, reason=canary(19), at=NOW)
    return incident


@pytest.fixture
def planted(transactional_db, cast) -> Incident:
    return plant(cast)


def addresses(incident: Incident, cast, *, most: int = 9) -> Iterator[str]:
    """Every address the resolver knows, filled in with what a curious person would try."""
    values = {
        "ref": [incident.reference.lower()],
        "pk": [str(incident.pk), str(cast.teacher.pk)],
        "number": ["1", "5"],
        "position": ["1"],
        "slug": [cast.school.slug],
    }
    for route, entry in patterns():
        if is_third_party(entry) or route.startswith("^") or any(part in route for part in LEAVES):
            continue
        names = PLACE.findall(route)
        tries = max((len(values.get(name, [""])) for name in names), default=1)
        for index in range(min(tries, most)):
            yield "/" + PLACE.sub(
                lambda found, n=index: pick(values.get(found[1], [incident.reference.lower()]), n),
                route,
            )


def pick(values: list[str], index: int) -> str:
    return values[min(index, len(values) - 1)]


LISTS = (
    "/channels/",
    "/requests/",
    "/people/",
    "/policies/",
    "/schools/",
    "/cover/",
    "/verify/",
    "/concerns/",
)
SEARCHES = (
    ("/report/step/2/people/", {"press": "find", "find": WORD}),
    ("/concerns/log/", {"press": "find", "find": WORD}),
    ("/concerns/", {"press": "names"}),
)


def crawl(person, incident: Incident, cast) -> Iterator[tuple[str, bytes]]:
    """Everything this person can make the portal show."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    for address in addresses(incident, cast):
        yield address, body(client.get(address))
    for address in LISTS:
        yield f"{address}?q", body(client.get(address, {"q": WORD, "search": incident.reference}))
    for address, form in SEARCHES:
        yield f"POST {address}", body(client.post(address, form))
    for export in ({"kind": kind} for kind in ("register-pdf", "register-csv")):
        yield f"POST export {export}", body(client.post("/exports/", export))


def body(response) -> bytes:
    """What the page says, without its echo of what this person has just typed or asked for themself."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    asked = response.wsgi_request
    typed = [
        value
        for given in (asked.GET, asked.POST)
        for values in given.lists()
        for value in values[1]
    ]
    echoes = [
        asked.path,
        quote(asked.path),
        quote(asked.path, safe=""),
        *(one for one in typed if len(one) > 8),
    ]
    for echo in echoes:
        content = content.replace(echo.encode(), b"") if len(echo) > 8 else content
    return content


def strangers(cast, incident: Incident) -> list:
    sighted = set(incident.readers.filter(ended_at=None).values_list("person_id", flat=True))
    # The colleague has a draft, and sees it.
    return [
        person
        for person in cast.everybody()
        if person.pk not in sighted and person != cast.colleague
    ]


@pytest.mark.journey
@pytest.mark.parametrize("part", range(4))
def test_nobody_else_finds_it_through_any_door(planted, cast, part) -> None:
    people = strangers(cast, planted)[part::4]
    assert people
    secrets = (WORD, str(planted.entries.first().pk))
    for person in people:
        # A reporter knows their own reference, and nothing more.
        known = () if person == cast.teacher else (planted.reference,)
        found = [
            (address, secret, person.full_name)
            for address, content in crawl(person, planted, cast)
            for secret in (*secrets, *known)
            if holds(content, secret, deep=1)
        ]
        assert found == []


def test_its_reader_does_find_it(planted, cast) -> None:
    """The crawl is no dud: it sees what there is to be seen."""
    assert planted.handler == cast.head
    places = [
        address
        for address, content in crawl(cast.head, planted, cast)
        if holds(content, WORD, deep=1)
    ]
    ref = planted.reference.lower()
    assert f"/concerns/{ref}/" in places and f"/concerns/{ref}/chronology/" in places


def rows(*querysets) -> Iterator[str]:
    for queryset in querysets:
        for row in queryset.values():
            yield repr(row)


def test_no_e_mail_and_no_notice_holds_it(planted, cast) -> None:
    sent = list(rows(Message.objects.all(), Notice.objects.all()))
    assert len(sent) > 4
    assert not any(holds(row, WORD) for row in sent)
    Notice.objects.create(
        key="planted", recipient=cast.head, kind="x", text=canary(1), created_at=NOW
    )
    assert any(holds(row, WORD) for row in rows(Notice.objects.all()))


def test_nobody_it_is_about_was_told_anything(planted, cast) -> None:
    assert not Message.objects.filter(recipient=cast.deputy_head).exists()
    assert not Notice.objects.filter(recipient=cast.deputy_head).exists()


def test_no_e_mail_says_what_it_is_about(planted) -> None:
    """Neither a category nor a pupil's word in subject, text, kind, key or address."""
    words = re.compile(r"bully|harm|pupil|safeguarding|child|staff|contact|image", re.IGNORECASE)
    for message in Message.objects.filter(restricted=True):
        told = f"{message.subject} {message.text} {message.kind} {message.key} {message.link}"
        assert not words.search(told), told


def test_no_session_holds_it(planted, cast) -> None:
    client = Client()
    client.force_login(cast.colleague)
    client.get("/report/step/3/")
    client.post("/report/step/3/", {"what": canary(20)})
    assert Draft.objects.get(person=cast.colleague)
    assert not any(
        holds(repr(session.get_decoded()) + session.session_data, WORD)
        for session in Session.objects.all()
    )
    session = client.session
    session["planted"] = canary(1)
    session.save()
    assert any(
        holds(session.get_decoded()["planted"], WORD)
        for session in Session.objects.all()
        if "planted" in session.get_decoded()
    )


def files(folder: str | Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in Path(folder).rglob("*") if path.is_file())


def test_no_queue_file_holds_it(planted) -> None:
    from incidents.tasks import move_on_unseen

    move_on_unseen.apply_async(args=[])
    assert list(files(settings.QUEUE_DIR))
    assert not any(holds(data, WORD) for data in files(settings.QUEUE_DIR))
    move_on_unseen.apply_async(args=[], headers={"planted": canary(1)})
    assert any(holds(data, WORD) for data in files(settings.QUEUE_DIR))
    for path in Path(settings.QUEUE_DIR).rglob("*"):
        if path.is_file() and holds(path.read_bytes(), WORD):
            path.unlink()


def test_no_cache_file_holds_it(planted, cast) -> None:
    client = Client()
    client.force_login(cast.head)
    client.get(planted.get_absolute_url())
    where = settings.CACHES["default"]["LOCATION"]
    if not Path(str(where)).is_absolute():
        pytest.skip("the cache is not in files here")
    assert not any(holds(data, WORD) for data in files(where))
    cache.set("planted", {"text": canary(1)})
    assert any(holds(data, WORD) for data in files(where))
    cache.delete("planted")


def test_no_log_line_holds_it(transactional_db, cast, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    incident = plant(cast)
    client = Client(raise_request_exception=False)
    client.force_login(cast.head)
    client.get(incident.get_absolute_url())
    client.post(
        reverse("incidents:add_entry", args=[incident.reference.lower()]),
        {"kind": "note", "text": canary(1)},
    )
    client.force_login(cast.office)
    client.get(incident.get_absolute_url())
    assert not holds(caplog.text, WORD)
    logging.getLogger("planted").warning(canary(1))
    assert holds(caplog.text, WORD)


def test_no_line_of_the_ledger_holds_it(planted, cast) -> None:
    assert LedgerEntry.objects.filter(event__startswith="concern.").count() > 8
    assert not any(holds(row, WORD) for row in rows(LedgerEntry.objects.all()))
    trail.record(Event.SIGNED_IN, by=cast.head, at=NOW, data={"planted": canary(1)})
    assert any(holds(row, WORD) for row in rows(LedgerEntry.objects.all()))


@pytest.fixture
def scrubbed(transactional_db) -> None:
    """Nothing is left in the database's files of what earlier tests have planted and taken away."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_the_database_holds_it_nowhere_in_the_clear(scrubbed, planted) -> None:
    assert not any(holds(data, WORD, deep=1) for data in database_bytes())
    HelpLine.objects.create(
        code="planted", name=canary(1), what_for="x", source="x", checked_on=TODAY
    )
    assert any(holds(data, WORD, deep=1) for data in database_bytes())


def database_bytes() -> Iterator[bytes]:
    """Everything the database has written down: its files, or every table copied out."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        for path in (name, f"{name}-wal", f"{name}-journal"):
            if Path(path).exists():
                # By another process: one that closes a file gives up all its locks on it, SQLite's too.
                yield subprocess.run(["cat", path], capture_output=True, check=True).stdout
        return
    import io

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            copied = io.BytesIO()
            cursor.cursor.copy_expert(f'COPY "{table}" TO STDOUT', copied)
            yield copied.getvalue()


VARIES = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b""),
    (re.compile(rb'nonce="[^"]*"'), b""),
    # Which page a report was written on is drawn anew for each page.
    (re.compile(rb'name="once" value="[^"]*"'), b""),
)


def normalised(content: bytes) -> bytes:
    for pattern, stands_for in VARIES:
        content = pattern.sub(stands_for, content)
    return content


WORLDS = {
    "the headteacher": ("head", {"option": "staff-contact", "kinds": ("head", "pupil")}),
    "the safeguarding lead": ("dsl", {"option": "staff-contact", "kinds": ("adult", "dsl")}),
    "a deputy of the concerned lead": (
        "deputy_dsl",
        {"option": "staff-contact", "kinds": ("dsl",)},
    ),
    "a teacher": ("colleague", {"option": "adult-behaviour", "kinds": ("adult",)}),
    "the office manager": ("office", {"option": "adult-behaviour", "kinds": ("adult",)}),
}


@pytest.mark.journey
@pytest.mark.parametrize("who", WORLDS)
def test_two_worlds_look_alike_to_whom_it_is_about(transactional_db, cast, who) -> None:
    name, how = WORLDS[who]
    accused = getattr(cast, name)
    named = [] if "head" in how["kinds"] else [cast.dsl if name == "deputy_dsl" else accused]
    ghost = Incident(reference="C-2222-2222")
    before = seen_by(accused, ghost, cast)
    incident = actions.send_report(
        by=cast.teacher,
        school=cast.school,
        answers=answers(cast.school, people=named, what=canary(1), **how),
        at=NOW,
    )
    actions.add_entry(incident=incident, by=incident.handler, kind="note", text=canary(2), at=NOW)
    after = seen_by(accused, ghost, cast)
    mine = seen_by(accused, incident, cast, only=incident.reference.lower())
    control = seen_by(incident.handler, incident, cast, only=incident.reference.lower())
    assert {address for address in before if before[address] != after[address]} == set()
    # Its own address answers exactly as one that never existed.
    assert {content for address, content in mine.items()} <= not_found(before, ghost)
    assert any(incident.reference.encode() in content for content in control.values())


def seen_by(person, incident: Incident, cast, only: str = "") -> dict[str, bytes]:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    found = {}
    for address in addresses(incident, cast, most=1):
        if only in address:
            content = normalised(body(client.get(address)))
            found[address] = content.replace(incident.reference.lower().encode(), b"REF")
    found["notices"] = (
        repr(list(Notice.objects.filter(recipient=person).values_list("text"))).encode()
        if not only
        else b""
    )
    if only:
        del found["notices"]
    return found


def not_found(before: dict[str, bytes], ghost: Incident) -> set[bytes]:
    return {content for address, content in before.items() if ghost.reference.lower() in address}
