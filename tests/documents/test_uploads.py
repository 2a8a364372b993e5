"""What is kept of an upload before any form has seen it."""

from __future__ import annotations

import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents import uploads
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(monkeypatch) -> list[int]:
    """The bytes that were written to the disk or held."""
    found: list[int] = []
    before = uploads.Bounded.receive_data_chunk

    def counted(self, raw_data, start):
        passed = before(self, raw_data, start)
        found.append(len(passed or b""))
        return passed

    monkeypatch.setattr(uploads.Bounded, "receive_data_chunk", counted)
    return found


def test_a_visitors_files_are_not_kept(cast: Cast, client, kept) -> None:
    file = SimpleUploadedFile("a.csv", b"x" * 1_000_000)
    answer = client.post("/sign-in/", {"login": "a@b.example", "file": file})
    assert answer.status_code < 500
    assert kept and sum(kept) == 0


def test_more_than_the_largest_file_is_counted_and_not_kept(
    cast: Cast, client, kept, monkeypatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 6 * 1024 * 1024)
    monkeypatch.setattr(tempfile, "tempdir", None)
    client.force_login(cast.office)
    file = SimpleUploadedFile("a.csv", b"a,b\n" * 2_000_000)
    answer = client.post("/imports/", {"file": file, "place": ""})
    assert "The selected file must be smaller than 5MB" in answer.content.decode()
    assert sum(kept) <= 6 * 1024 * 1024


def test_what_else_was_typed_is_there_still(cast: Cast, client) -> None:
    client.force_login(cast.admin)
    file = SimpleUploadedFile("a.csv", b"a,b\n1,2\n")
    page = client.post("/imports/schools/", {"file": file, "urns": "300001\n300002"})
    assert "no column URN" in page.content.decode() and "300002" in page.content.decode()
    logo = SimpleUploadedFile("a.png", b"<svg onload='alert(1)'/>")
    page = client.post(
        "/settings/logo-and-colour/",
        {"colour": "#123456", "logo": logo, "logo_alt": "Two rivers"},
    )
    words = page.content.decode()
    assert "must be a PNG picture" in words and "Two rivers" in words and "#123456" in words


def test_an_ordinary_file_goes_through(cast: Cast, client, kept) -> None:
    client.force_login(cast.office)
    file = SimpleUploadedFile("a.csv", b"First name,Last name,Email\nJo,Bell,jo@b.example\n")
    client.post("/people/import/", {"file": file, "place": ""})
    assert sum(kept) == file.size
