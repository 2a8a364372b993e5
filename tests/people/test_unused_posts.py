"""Posts that nothing uses can be removed; one that is in use says where (fault T10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from access.check import Denied, Hidden
from accounts_registry.models import Channel
from audit.models import Entry
from people.actions import add_post, add_posts, end_holding, hold_post, remove_post
from people.models import Post
from people.posts.uses import tables, uses_of
from policies.models import Policy
from register_imports.actions import imports
from tests.accounts_registry.builders import add
from tests.factories import NOW, TODAY
from tests.register_imports.sheets import HEADINGS, run, work
from workflow.moves import WrongState


def new(cast, title="Kofi Mentor", school=None) -> Post:
    return add_post(
        title=title, trust=cast.trust, school=school or cast.school, by=cast.admin, at=NOW
    )


def remove(post, by):
    remove_post(post=post, by=by, at=NOW)


def test_a_post_that_nothing_uses_is_gone_and_it_is_recorded(cast):
    post = new(cast)
    remove(post, cast.office)
    assert not Post.objects.at(school=cast.school).filter(title="Kofi Mentor").exists()
    assert Entry.objects.get(event="post.removed").data == {"title": "Kofi Mentor"}
    remove(post, cast.admin)  # pressed again by somebody whose page was older
    assert Entry.objects.filter(event="post.removed").count() == 1


def test_who_may_not_remove_it(cast):
    post = new(cast)
    for person in (cast.teacher, cast.head, cast.comms):
        with pytest.raises(Denied):
            remove(post, person)
    with pytest.raises((Denied, Hidden)):
        remove(post, cast.other_head)
    with pytest.raises(Hidden):
        remove(post, cast.outsider)
    assert Post.objects.filter(pk=post.pk).exists()


def test_a_post_in_use_is_refused_with_where(cast):
    channel = add(cast, master_post="Business manager", poster_posts=["HoD (PE)"])
    poster = Post.objects.get(title="HoD (PE)")
    with pytest.raises(WrongState, match=rf"“Approved to post” of .*{channel.reference}"):
        remove(poster, cast.office)
    keeper = new(cast, "Keeper of keys")
    Channel.objects.filter(pk=channel.pk).update(credentials_post=keeper)
    with pytest.raises(WrongState, match="login details of .* are kept"):
        remove(keeper, cast.office)
    owner = new(cast, "Policy owner")
    Policy.objects.create(trust=cast.trust, title="Media policy", slug="m", owner_post=owner)
    with pytest.raises(WrongState, match="owner of the policy Media policy"):
        remove(owner, cast.office)
    held = new(cast, "Bell ringer")
    hold_post(post=held, person=cast.teacher, start_date=TODAY, by=cast.office, at=NOW)
    with pytest.raises(WrongState, match="held by Jo Bell"):
        remove(held, cast.office)


def test_every_table_that_names_a_post_is_asked():
    names = {table.__name__ for table in tables()}
    assert {"Holding", "Policy", "Channel", "ChannelPerson", "Request", "RequestPerson"} <= names
    for table in tables():
        assert list(table.objects.uses_of_posts([], on=TODAY)) == []


def test_a_post_of_earlier_days_leaves_the_list_and_stays_in_the_history(cast):
    post = new(cast, "Bell ringer")
    row = hold_post(
        post=post, person=cast.teacher, start_date=TODAY - timedelta(9), by=cast.office, at=NOW
    )
    end_holding(holding=row, end_date=TODAY - timedelta(1), by=cast.office, at=NOW)
    remove(post, cast.office)
    assert not Post.objects.at(school=cast.school).filter(pk=post.pk).exists()
    row.refresh_from_db()
    assert row.post.title == "Bell ringer"
    assert (
        new(cast, "bell Ringer").pk == post.pk
    )  # the same post again, not a second one of its name
    assert Post.objects.at(school=cast.school).filter(pk=post.pk).exists()
    remove(post, cast.office)
    (again,) = add_posts(wanted=[(cast.trust, cast.school, "Bell ringer")], by=cast.office, at=NOW)
    assert again.pk == post.pk and again.active


def test_what_an_undone_sheet_left_behind_can_go(cast):
    kept = run(cast, HEADINGS + "X,@AshdownPE,Headteacher,Kofi Mentor,1/1/20,,\n")
    post = Post.objects.get(title="Kofi Mentor")
    with pytest.raises(WrongState):
        remove(post, cast.office)
    later = NOW + timedelta(days=1)
    imports.undo_import(upload=kept, by=cast.office, at=later)
    work(kept, at=later)
    remove(post, cast.office)
    assert not Post.objects.at(school=cast.school).filter(title="Kofi Mentor").exists()
    assert add(cast, account_name="@AshdownArt", url="", poster_posts=["Kofi Mentor"])
    assert Post.objects.get(title="Kofi Mentor").active


def test_a_closed_channel_still_prints_its_posts(cast):
    closed = TODAY - timedelta(days=30)
    add(cast, poster_posts=["Kofi Mentor"], date_closed=closed)
    assert uses_of(Post.objects.filter(title="Kofi Mentor"), on=TODAY).popitem()[1]


def test_one_press_on_the_page_by_whoever_manages_people_there(cast, client):
    post = new(cast)
    page = f"{reverse('people:roles')}?school={cast.school.pk}"
    address = reverse("people:remove_post", args=[post.pk])
    client.force_login(cast.head)
    assert address not in client.get(page).content.decode()
    assert client.post(address).status_code == 403
    client.force_login(cast.office)
    assert address in client.get(page).content.decode()
    said = client.post(address, follow=True).content.decode()
    assert "Kofi Mentor is removed." in said and address not in said


def test_the_page_says_where_a_vacant_post_is_used_and_a_stale_press_is_refused(cast, client):
    add(cast, account_name="@AshdownPE", url="", poster_posts=["HoD (PE)"])
    post = Post.objects.get(title="HoD (PE)")
    client.force_login(cast.office)
    page = client.get(f"{reverse('people:roles')}?school={cast.school.pk}").content.decode()
    address = reverse("people:remove_post", args=[post.pk])
    assert "“Approved to post” of @AshdownPE" in page and address not in page
    said = client.post(address, follow=True).content.decode()
    assert "HoD (PE) cannot be removed. It is “Approved to post” of @AshdownPE" in said
    assert Post.objects.filter(pk=post.pk, active=True).exists()
