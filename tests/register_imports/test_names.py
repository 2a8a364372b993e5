"""A colleague's name where a sheet asks for a post is asked about, and never becomes a post (fault T10)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts_registry.models import Channel
from people.actions import give_post
from people.models import Post, User
from register_imports.reading import judged_rows
from tests.accounts_registry.builders import add
from tests.factories import NOW, TODAY
from tests.register_imports.sheets import HEADINGS, run, upload


def judged(cast, cells: str, **where):
    kept = upload(cast, HEADINGS + cells, **where)
    return judged_rows.judged(kept, by=kept.uploaded_by, on=TODAY)


def holds(cast, title: str, person=None, school=None, since: date = TODAY):
    return give_post(
        person=person or cast.teacher,
        title=title,
        trust=cast.trust,
        school=school or cast.school,
        start_date=since,
        by=cast.admin,
        at=NOW,
    )


def asked(cast, cell: str) -> list[tuple[str, str]]:
    """What is asked about the approved users of one row, and what stands there to be accepted."""
    (row,) = judged(cast, f'X,@AshdownPE,Headteacher,"{cell}",1/1/20,,\n').rows
    return [(one.says, one.meant) for one in row.problems]


NAMES = ["Jo Bell", "jo  bell", "JO BELL (PE)", "Bell, Jo", "Head of PE, Jo Bell", "jo-bell 2022"]


@pytest.mark.parametrize("cell", NAMES)
def test_a_colleagues_name_is_asked_about_and_makes_no_post(cast, cell):
    kept = run(cast, HEADINGS + f'X,@AshdownPE,Headteacher,"{cell}",1/1/20,,\nX,@AshdownArt,,,,,\n')
    assert (kept.added, kept.left_out) == (1, 1)
    problem = kept.rows.get(outcome="left_out").problem
    assert "reads like a name, and the register prints posts" in problem and "Row 2" in problem
    assert not Post.objects.filter(title__iregex="bell|^jo$").exists()
    assert Channel.objects.count() == 1


def test_the_posts_of_the_colleague_stand_there_to_be_accepted(cast):
    ((says, meant),) = asked(cast, "Head of PE, Jo Bell")
    assert meant == "Head of PE, Teacher of PE" and "Is it Head of PE, Teacher of PE?" in says


def test_a_post_elsewhere_and_one_of_two_colleagues_of_one_name_is_not_guessed(cast):
    holds(cast, "HoD (Art)", school=cast.other_school)
    assert [meant for _, meant in asked(cast, "Jo Bell")] == ["Teacher of PE"]
    User.objects.filter(pk=cast.colleague.pk).update(given_name="Jo", family_name="Bell")
    assert [meant for _, meant in asked(cast, "Jo Bell")] == [""]


def test_what_reads_like_a_name_is_asked_about_on_no_list_too(cast):
    for cell in ("Mr Mensah", "Mrs. O'Dowd", "Miss Stuart (PE)", "jane left in 2022"):
        assert "reads like a name" in asked(cast, cell)[0][0], cell
    for cell in ("MS Teams lead", "Left-luggage clerk", "Bell ringer", "Dr", "Head of drama"):
        assert asked(cast, cell) == [], cell


def test_another_trusts_people_are_not_told(cast):
    """They are asked about as anybody whose name is on no list."""
    said = asked(cast, cast.outsider.full_name)
    assert said == [
        (one.replace("Zoe Trent", "Olga Stone"), meant) for one, meant in asked(cast, "Zoe Trent")
    ]


def test_what_only_reads_like_a_name_is_taken_with_a_tick(cast, client):
    kept = upload(
        cast, HEADINGS + "X,@AshdownPE,Headteacher,Zoe Trent,1/1/20,,\nX,@AshdownArt,,J. Bell,,,\n"
    )
    client.force_login(cast.office)
    page = client.get(kept.get_absolute_url(), follow=True)
    assert "Yes, “Zoe Trent” is what the post is called" in page.content.decode()
    assert "fix-3-posters_said" not in page.context["form"].fields
    mend = f"{kept.get_absolute_url()}mend/"
    same = {"fix-2-posters": "Zoe Trent", "fix-3-posters": "J. Bell"}
    assert client.post(mend, same, follow=True).context["counts"].fix == 2
    changed = {**same, "fix-2-posters": "Zoe Trench", "fix-2-posters_said": "on"}
    assert client.post(mend, changed, follow=True).context["counts"].fix == 2
    ticked = {**same, "fix-2-posters": "Zoe Trench", "fix-2-posters_said": "on"}
    page = client.post(mend, ticked, follow=True)
    assert (page.context["counts"].ready, page.context["counts"].fix) == (1, 1)


def test_a_known_channel_keeps_its_posts_and_gets_no_name(cast):
    channel = add(cast, account_name="@AshdownPE", url="", poster_posts=["HoD (PE)"])
    kept = run(
        cast, HEADINGS + "X,@AshdownPE,,Jo Bell,,,\nX,@AshdownArt,Headteacher,HoD Art,1/1/20,,\n"
    )
    assert (kept.updated, kept.left_out) == (0, 1)
    assert not Post.objects.filter(title__icontains="bell").exists()
    posts = channel.people.filter(part="poster", end_date=None).values_list(
        "post__title", flat=True
    )
    assert list(posts) == ["HoD (PE)"]


def test_the_page_asks_with_the_post_in_the_field_and_takes_it(cast, client):
    kept = upload(cast, HEADINGS + "X,@AshdownPE,Headteacher,Jo Bell,1/1/20,,\n")
    client.force_login(cast.office)
    page = client.get(kept.get_absolute_url(), follow=True)
    assert "“Jo Bell” reads like a name" in page.content.decode()
    assert page.context["form"]["fix-2-posters"].value() == "Teacher of PE"
    page = client.post(
        f"{kept.get_absolute_url()}mend/", {"fix-2-posters": "Teacher of PE"}, follow=True
    )
    assert page.context["counts"].ready == 1 and page.context["counts"].fix == 0


def test_whoever_adds_no_posts_is_asked_about_the_name_and_not_sent_to_have_it_added(cast):
    rows = "X,@AshdownPE,Headteacher,Jo Bell,1/1/20,,\n"
    (row,) = judged(cast, rows, by=cast.comms).rows
    said = " ".join(one.says for one in row.problems)
    assert "“Jo Bell” reads like a name" in said and "no post called Jo Bell" not in said


def test_many_rows_cost_as_many_questions_as_one(cast, django_assert_max_num_queries):
    few = upload(cast, HEADINGS + "X,@Ashdown0,Headteacher,Jo Bell,1/1/20,,\n")
    many = "".join(f"X,@Ashdown{n},Headteacher,Jo Bell,1/1/20,,\n" for n in range(40))
    more = upload(cast, HEADINGS + many)
    with CaptureQueriesContext(connection) as once:
        judged_rows.judged(few, by=cast.office, on=TODAY)
    with django_assert_max_num_queries(len(once)):
        judged_rows.judged(more, by=cast.office, on=TODAY)
