"""Time away is taken back by whoever said so of themself; what somebody else said gives way to one's own word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied
from notifications.models import Message
from people.actions import cancel_away, record_away
from people.models import Absence
from tests.factories import NOW, TODAY

LAST = TODAY + timedelta(days=4)


def away(person, by, first=TODAY, last=LAST) -> Absence:
    return record_away(person=person, start_date=first, end_date=last, by=by, at=NOW)


def test_what_somebody_said_of_themself_nobody_else_takes_back(cast, client) -> None:
    row = away(cast.dsl, cast.dsl)
    for by in (cast.office, cast.head, cast.admin):
        with pytest.raises(Denied, match="only they can take it back"):
            cancel_away(absence=row, by=by, at=NOW)
    assert cast.dsl.is_away(TODAY)
    client.force_login(cast.office)
    page = client.get(f"/cover/away/{row.pk}/").content.decode()
    assert "Cancel this time away" not in page and "only they can take it back" in page
    assert client.post(f"/cover/away/{row.pk}/cancel/").status_code == 403
    cancel_away(absence=row, by=cast.dsl, at=NOW)
    assert not cast.dsl.is_away(TODAY)
    assert not Message.objects.filter(kind="person.away_cancelled").exists()


def test_what_others_recorded_others_may_cancel_and_the_person_hears_at_once(cast) -> None:
    row = away(cast.dsl, cast.office)
    cancel_away(absence=row, by=cast.head, at=NOW)
    cancel_away(absence=row, by=cast.head, at=NOW)
    letter = Message.objects.get(kind="person.away_cancelled")
    assert letter.recipient == cast.dsl and letter.urgent
    assert "Priya Nair has cancelled that you are away" in letter.text


def test_ones_own_word_takes_the_place_of_anothers(cast) -> None:
    theirs = away(cast.dsl, cast.office)
    own = away(cast.dsl, cast.dsl, TODAY, TODAY + timedelta(days=1))
    theirs.refresh_from_db()
    assert theirs.cancelled_at and list(cast.dsl.absences.standing()) == [own]
    with pytest.raises(ValidationError, match="You have already told us you are away"):
        away(cast.dsl, cast.dsl)


def test_who_recorded_it_is_said(cast) -> None:
    away(cast.dsl, cast.office)
    with pytest.raises(ValidationError, match=f"as {cast.office} recorded"):
        away(cast.dsl, cast.head)
    away(cast.teacher, cast.teacher)
    with pytest.raises(ValidationError, match="as they said themself"):
        away(cast.teacher, cast.office)


def test_the_pages_say_it_too(cast, client) -> None:
    away(cast.dsl, cast.office)
    client.force_login(cast.dsl)
    assert f"recorded by {cast.office}" in client.get("/cover/away/").content.decode()
    days = {
        f"{name}_{n}": str(part)
        for name in ("start_date", "end_date")
        for n, part in enumerate((TODAY.day, TODAY.month, TODAY.year))
    }
    check = client.get(client.post("/cover/away/", days).headers["Location"]).content.decode()
    assert f"takes the place of what {cast.office} recorded for you" in check
    client.post("/cover/away/", days | {"save": "yes"})
    row = cast.dsl.absences.standing().get()
    assert row.recorded_by == cast.dsl
