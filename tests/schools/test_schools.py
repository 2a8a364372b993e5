"""Trusts and schools: adding, changing, dates, logo and colour."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from access.check import Denied, Hidden
from audit.models import Entry
from people.system import system_user
from schools import actions, calendar
from schools.models import School, SchoolAddress, Trust
from tests.cast import Cast
from tests.factories import NOW


def png(
    width: int = 20, height: int = 10, mode: str = "RGBA", note: str = ""
) -> SimpleUploadedFile:
    data, info = io.BytesIO(), PngInfo()
    if note:
        info.add_text("Comment", note)
    Image.new(mode, (width, height)).save(data, "PNG", pnginfo=info)
    return SimpleUploadedFile("logo.png", data.getvalue(), "image/png")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_only_the_portal_itself_makes_a_trust(cast: Cast) -> None:
    with pytest.raises(Denied):
        actions.create_trust(name="Another Trust", by=cast.admin, at=NOW)
    trust = actions.create_trust(
        name="St Mary’s Learning Trust of the North", preset="ATT", by=system_user(), at=NOW
    )
    assert (trust.short_name, trust.preset) == ("st-marys-learning", "ATT")
    assert Entry.objects.filter(event="trust.created", trust_id=trust.pk).exists()
    with pytest.raises(ValidationError):
        actions.create_trust(name=trust.name, by=system_user(), at=NOW)
    with pytest.raises(ValidationError):
        actions.create_trust(name="Third", preset="WHAT", by=system_user(), at=NOW)


def test_a_trust_changes_its_details(cast: Cast) -> None:
    actions.change_trust(trust=cast.trust, name="Northmoor Trust", by=cast.admin, at=NOW)
    assert Trust.objects.get(pk=cast.trust.pk).name == "Northmoor Trust"
    assert Entry.objects.get(event="trust.changed").data == {"name": "Northmoor Trust"}
    with pytest.raises(Denied):
        actions.change_trust(trust=cast.trust, name="Mine", by=cast.head, at=NOW)
    with pytest.raises(Hidden):
        actions.change_trust(trust=cast.trust, name="Mine", by=cast.outsider, at=NOW)
    with pytest.raises(TypeError):
        actions.change_trust(trust=cast.trust, preset="ISP", by=cast.admin, at=NOW)


def test_a_school_gets_an_address_of_its_own(cast: Cast) -> None:
    add = {"trust": cast.trust, "by": cast.admin, "at": NOW}
    first = actions.add_school(name="St Mary's Primary School", town="Eccles", urn="111111", **add)
    second = actions.add_school(name="St Mary’s Primary School", town="Eccles", urn="111112", **add)
    third = actions.add_school(name="St Marys Primary School", town="Eccles", urn="111113", **add)
    assert [school.slug for school in (first, second, third)] == [
        "st-marys-primary-school",
        "st-marys-primary-school-eccles",
        "st-marys-primary-school-111113",
    ]
    assert SchoolAddress.objects.filter(school__in=(first, second, third)).count() == 3
    with pytest.raises(ValidationError, match="Another school here has this name"):
        actions.add_school(name="St Mary's Primary School", **add)


def test_an_address_is_never_given_twice(cast: Cast) -> None:
    SchoolAddress.objects.create(slug="old-hill-school", school=cast.school)
    school = actions.add_school(
        trust=cast.trust, name="Old Hill School", urn="111111", by=cast.admin, at=NOW
    )
    assert school.slug == "old-hill-school-111111"


def test_a_new_name_keeps_the_address(cast: Cast) -> None:
    actions.change_school_details(
        school=cast.school, name="Ashdown High School", by=cast.head, at=NOW
    )
    assert School.objects.get(pk=cast.school.pk).slug == "ashdown-academy"
    assert Entry.objects.filter(event="school.changed", school_id=cast.school.pk).count() == 1


def test_who_changes_a_school(cast: Cast) -> None:
    for person in (cast.teacher, cast.office, cast.other_head):
        with pytest.raises(Denied):
            actions.change_school_details(school=cast.school, town="York", by=person, at=NOW)
    with pytest.raises(Hidden):
        actions.change_school_details(school=cast.school, town="York", by=cast.outsider, at=NOW)
    with pytest.raises(Denied):
        actions.add_school(trust=cast.trust, name="New School", by=cast.head, at=NOW)


def test_impossible_ages_are_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="lower than the oldest"):
        actions.change_school_details(
            school=cast.school, low_age=18, high_age=11, by=cast.head, at=NOW
        )


TERM = ("term", date(2026, 9, 1), date(2026, 12, 18))


def test_dates_are_replaced_and_count_at_once(cast: Cast) -> None:
    assert calendar.is_school_day(cast.school, date(2026, 11, 20))
    rows = [TERM, ("closure", date(2026, 11, 20), date(2026, 11, 20))]
    actions.set_dates(school=cast.school, rows=rows, by=cast.head, at=NOW)
    assert not calendar.is_school_day(cast.school, date(2026, 11, 20))
    assert cast.school.dates.count() == 2
    actions.set_dates(school=cast.school, rows=rows, by=cast.head, at=NOW)
    assert Entry.objects.filter(event="dates.set").count() == 1


@pytest.mark.parametrize(
    "rows",
    [
        [("term", date(2026, 12, 18), date(2026, 9, 1))],
        [("party", date(2026, 9, 1), date(2026, 9, 2))],
        [TERM, ("term", date(2026, 12, 18), date(2027, 3, 1))],
    ],
)
def test_impossible_dates_are_refused(cast: Cast, rows: list) -> None:
    before = cast.school.dates.count()
    with pytest.raises(ValidationError):
        actions.set_dates(school=cast.school, rows=rows, by=cast.head, at=NOW)
    assert cast.school.dates.count() == before


def test_who_sets_dates(cast: Cast) -> None:
    with pytest.raises(Denied):
        actions.set_dates(school=cast.school, rows=[TERM], by=cast.teacher, at=NOW)
    with pytest.raises(Hidden):
        actions.set_dates(school=cast.school, rows=[TERM], by=cast.outsider, at=NOW)


def brand(cast: Cast, **fields) -> Trust:
    given = {"colour": "#7a1fa2", "by": cast.admin, "at": NOW, **fields}
    return actions.brand(trust=cast.trust, **given)


def test_a_logo_is_drawn_again_from_its_pixels(cast: Cast) -> None:
    trust = brand(
        cast, logo=png(note="made by somebody at home"), logo_alt="Northmoor Learning Trust"
    )
    content = trust.logo.read()
    assert content.startswith(b"\x89PNG") and b"somebody" not in content
    assert Image.open(io.BytesIO(content)).size == (20, 10)
    assert (trust.colour, trust.logo_alt) == ("#7A1FA2", "Northmoor Learning Trust")
    assert Entry.objects.get(event="trust.branded").data["colour"] == "#7A1FA2"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_taken(cast: Cast, mode: str) -> None:
    assert brand(cast, logo=png(mode=mode), logo_alt="Northmoor").logo


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("logo", "says"),
    [
        (lambda: SimpleUploadedFile("logo.svg", SVG, "image/svg+xml"), "must be a PNG"),
        (lambda: SimpleUploadedFile("logo.png", SVG, "image/png"), "must be a PNG"),
        (lambda: SimpleUploadedFile("logo.png", png().read()[:40], "image/png"), "must be a PNG"),
        (
            lambda: SimpleUploadedFile(
                "logo.png", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "image/png"
            ),
            "must be a PNG",
        ),
        (
            lambda: SimpleUploadedFile("logo.png", b"x" * (1024 * 1024 + 1), "image/png"),
            "smaller than 1MB",
        ),
        (lambda: png(4001, 1, "1"), "4000 pixels"),
    ],
)
def test_what_is_no_logo_is_refused(cast: Cast, logo, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        brand(cast, logo=logo(), logo_alt="Northmoor")
    assert not Trust.objects.get(pk=cast.trust.pk).logo


@pytest.mark.parametrize(
    "colour", ["red", "#FFF", "#12345G", "#1234567", "", "url(x)", "#0E6B4F;}"]
)
def test_what_is_no_colour_is_refused(cast: Cast, colour: str) -> None:
    with pytest.raises(ValidationError, match="Enter a colour like"):
        brand(cast, colour=colour)


def test_a_logo_needs_words_and_can_be_taken_away(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Enter what the logo shows"):
        brand(cast, logo=png(), logo_alt=" ")
    brand(cast, logo=png(), logo_alt="Northmoor")
    trust = brand(cast, remove_logo=True)
    assert not trust.logo and not trust.logo_alt


def test_who_brands(cast: Cast) -> None:
    for person in (cast.head, cast.comms, cast.ceo):
        with pytest.raises(Denied):
            brand(cast, by=person)
    with pytest.raises(Hidden):
        brand(cast, by=cast.outsider)
