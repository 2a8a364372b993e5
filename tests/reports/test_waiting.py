"""A page that waits for the background says when nobody takes it up, goes on looking, and is done at last."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from documents import actions as documents
from documents.models import Export
from govuk.patience import Patience
from portal import heartbeats, standing
from register_imports.actions import imports, work
from register_imports.models import RegisterImport
from reports import tasks
from tests.factories import NOW
from tests.register_imports.sheets import upload
from tests.reports.making import ask

LONGER = "This takes longer than it should"
STOPPED = "The part of the portal that does this work has stopped."
NOT_TAKEN = "Nothing has taken this up yet."
KEPT = "What you asked for is kept."


@pytest.fixture(autouse=True)
def both_alive(monkeypatch, db):
    monkeypatch.setattr(heartbeats, "STARTED", 0.0)
    heartbeats.record("worker")
    heartbeats.record("beat")
    standing.forget()
    yield
    standing.forget()


@pytest.mark.parametrize(
    ("seconds", "again"),
    [(-3600, 1), (0, 1), (19, 1), (20, 5), (119, 5), (120, 15), (10**6, 15)],
)
def test_it_looks_again_more_slowly_and_for_ever(seconds, again):
    later = NOW + timedelta(seconds=seconds)
    assert Patience.of(since=NOW, at=later, is_taken=False).looks_again_after == again


def look(client, address: str, *, after: int = 0, alive: bool = True):
    """The page so many seconds from now."""
    with time_machine.travel(timezone.now() + timedelta(seconds=after), tick=False):
        if alive:
            heartbeats.record("worker")
        standing.forget()
        page = client.get(address)
    return page, " ".join(page.content.decode().split())


def test_a_download_that_nobody_makes_says_so_and_whom_to_tell(cast, client):
    export = ask(cast, "register_csv", at=timezone.now())
    client.force_login(cast.office)
    address = f"/exports/{export.pk}/"
    page, says = look(client, address)
    assert page.headers["Refresh"] == "1" and LONGER not in says
    page, says = look(client, address, after=21)
    assert page.headers["Refresh"] == "5"
    assert all(part in says for part in (LONGER, NOT_TAKEN, KEPT))
    assert "tell Tess Admin, who looks after this portal" in says
    page, says = look(client, address, after=600, alive=False)
    assert page.headers["Refresh"] == "15" and STOPPED in says and NOT_TAKEN not in says
    client.force_login(cast.admin)
    _, says = look(client, address, after=600, alive=False)
    assert 'You look after this portal: <a class="govuk-link" href="/status/">' in says


def test_where_nobody_is_administrator_it_still_says_whom_to_tell(cast, client):
    cast.admin.assignments.all().delete()
    export = ask(cast, "register_csv", at=timezone.now())
    client.force_login(cast.office)
    _, says = look(client, f"/exports/{export.pk}/", after=30)
    assert "tell whoever looks after this portal" in says


def test_a_download_that_somebody_makes_is_only_waited_for(cast, client):
    now = timezone.now()
    export = ask(cast, "register_csv", at=now)
    documents.claim_export(export_id=export.pk, at=now)
    client.force_login(cast.office)
    _, says = look(client, f"/exports/{export.pk}/", after=60)
    assert LONGER not in says
    _, says = look(client, f"/exports/{export.pk}/", after=600)
    assert LONGER in says, "its worker is no more"


@pytest.mark.parametrize("was", ["asked", "in the hands of a worker that was killed"])
def test_it_is_made_after_a_restart_of_everything(cast, client, was):
    """The message is gone with the queue; the minute's sweep finds the row."""
    now = timezone.now()
    export = ask(cast, "register_csv", at=now)
    if was != "asked":
        documents.claim_export(export_id=export.pk, at=now)
    with time_machine.travel(now + timedelta(minutes=6), tick=False):
        tasks.prepare_waiting()
    client.force_login(cast.office)
    page = client.get(f"/exports/{export.pk}/")
    assert page.headers["Content-Disposition"].startswith("attachment")


def test_a_queue_that_is_away_does_not_take_the_request_with_it(
    cast, client, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    def away(*_, **__):
        raise OSError("no broker")

    monkeypatch.setattr(tasks.prepare, "apply_async", away)
    client.force_login(cast.office)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/exports/", {"kind": "register_csv", "school": str(cast.school.pk)}, follow=True
        )
    assert b"Preparing your download" in answer.content
    assert Export.objects.get().state == "asked"
    assert "is made with the next sweep" in caplog.text


def confirmed(cast) -> RegisterImport:
    now = timezone.now()
    kept = upload(cast, at=now)
    return imports.start_import(upload=kept, by=kept.uploaded_by, at=now)


def test_an_import_that_nobody_begins_says_so_and_is_done_after_a_restart(cast, client):
    kept = confirmed(cast)
    client.force_login(kept.uploaded_by)
    address = kept.get_absolute_url()
    page, says = look(client, address)
    assert page.headers["Refresh"] == "1" and LONGER not in says
    page, says = look(client, address, after=25)
    assert page.headers["Refresh"] == "5" and LONGER in says and KEPT in says
    page, says = look(client, address, after=600, alive=False)
    assert page.headers["Refresh"] == "15" and STOPPED in says
    work.work_on_waiting(clock=timezone.now)
    page, says = look(client, address)
    assert "Import finished" in says and "Refresh" not in page.headers


def test_an_undo_that_nobody_begins_says_so_and_is_done_after_a_restart(cast, client):
    kept = confirmed(cast)
    work.work_on_waiting(clock=timezone.now)
    kept.refresh_from_db()
    imports.undo_import(upload=kept, by=kept.uploaded_by, at=timezone.now())
    client.force_login(kept.uploaded_by)
    _, says = look(client, kept.get_absolute_url())
    assert LONGER not in says
    _, says = look(client, kept.get_absolute_url(), after=25)
    assert LONGER in says
    work.work_on_waiting(clock=timezone.now)
    _, says = look(client, kept.get_absolute_url())
    assert LONGER not in says and "taken back" in says


def test_the_page_that_waits_costs_no_question_more_while_all_is_well(cast, client):
    export = ask(cast, "register_csv", at=timezone.now())
    client.force_login(cast.office)
    page, _ = look(client, f"/exports/{export.pk}/")
    assert "administrators" not in vars(page.wsgi_request.frame)
    cache.delete("heartbeat:worker")
