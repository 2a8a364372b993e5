"""Columns, saved views, the list as a file, and reminders sent from it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied, Hidden
from accounts_registry.crew.actions import crew
from accounts_registry.listing.actions import nudges, saved
from accounts_registry.listing.chooser import Chooser
from accounts_registry.listing.columns import COLUMNS, known, shown
from accounts_registry.models import Channel, Nudge, SavedView
from audit.models import Entry
from notifications.models import Message
from tests.accounts_registry.builders import add
from tests.factories import NOW, TODAY, give_role


@pytest.fixture
def channel(cast):
    row = add(cast, account_name="@SSchoolPE")
    for part, person in (("moderator", cast.colleague), ("administrator", cast.office)):
        crew.add_person(
            channel=row, part=part, person=person, start_date=TODAY, by=cast.office, at=NOW
        )
    return row


def page(client, user, path="/channels/"):
    client.force_login(user)
    return client.get(path).content.decode()


# ---- columns


def test_columns_are_those_of_the_address_in_its_order(cast, channel, client):
    text = page(client, cast.office, "/channels/?columns=reference,master,nonsense,name")
    on_screen = [line.split("<")[0] for line in text.split('role="columnheader"')[1:]]
    assert len(on_screen) >= 4
    head = text[text.index("<thead") : text.index("</thead>")]
    assert head.index("Reference") < head.index("Master administration") < head.index("Account or")
    assert "CH0001</td>" in text and "Next review" not in head


def test_nobody_gets_a_column_they_may_not_read(cast, channel, client):
    Channel.objects.filter(pk=channel.pk).update(credentials_location="The red safe")
    asked = f"/channels/?columns={','.join(COLUMNS)}"
    assert "The red safe" in page(client, cast.office, asked)
    for person in (cast.teacher, cast.other_head):
        text = page(client, person, f"{asked}&school=all")
        assert "@SSchoolPE" in text and "The red safe" not in text


def test_a_reviewer_sees_the_register_and_not_where_logins_are_kept(cast, channel, client):
    Channel.objects.filter(pk=channel.pk).update(credentials_location="The red safe")
    give_role(cast.teacher, "AUDIT", trust=cast.trust, school=cast.school)
    asked = "?columns=name,people,login,reference"
    text = page(client, cast.teacher, f"/channels/{asked}")
    assert "CH0001</td>" in text and ">2</td>" in text and "The red safe" not in text
    give_role(cast.teacher, "SLT", trust=cast.trust, school=cast.school)
    assert "The red safe" in page(client, cast.teacher, f"/channels/{asked}")


def test_nor_does_the_file_of_the_list_tell_a_reviewer(cast, channel, client):
    Channel.objects.filter(pk=channel.pk).update(credentials_location="The red safe")
    give_role(cast.teacher, "AUDIT", trust=cast.trust, school=cast.school)
    for person, told in ((cast.teacher, False), (cast.head, True)):
        client.force_login(person)
        answer = client.post("/channels/download/?columns=name,login")
        assert "SSchoolPE" in answer.content.decode()
        assert ("The red safe" in answer.content.decode()) is told


def test_on_paper_the_list_is_appendix_1(cast, channel, client):
    text = page(client, cast.office)
    head = text[text.index("<thead") : text.index("</thead>")]
    for printed in (
        "Master administration role",
        "Approved users (posting) roles",
        "Date opened",
        "Date closed",
    ):
        assert f'app-paper" role="columnheader">{printed}' in head
    for screen in ("Status", "Next review"):
        assert screen in head and f'app-paper" role="columnheader">{screen}' not in head
    assert "16 May 2018</td>" in text and "Lena" not in text


def test_the_chooser_moves_ticks_and_shows(cast, channel, client):
    start = Chooser.read({}, ["name", "status"], in_detail=False)
    assert start.chosen == ("name", "status") and start.order[0] == "name"
    assert not {code for code in start.order if COLUMNS[code].detail}
    client.force_login(cast.office)
    query = "order=name,platform,status&column=name&column=status&status=open"
    moved = client.get(f"/channels/columns/?{query}&move=up:status").content.decode()
    assert 'name="order" value="name,status,platform,' in moved
    assert 'name="status" value="open"' in moved
    answer = client.get(f"/channels/columns/?{query}&show=1")
    assert answer.headers["Location"].endswith("status=open&columns=name%2Cstatus")
    for move in ("up:name", "down:nothing", "sideways:status", "up"):
        assert client.get(f"/channels/columns/?{query}&move={move}").status_code == 200


def test_the_name_is_always_among_the_columns():
    assert known(["status", "status", "x"]) == ("name", "status") and known([""]) == ()
    assert [
        column.code for column in shown(("needs",), in_detail=False, several_schools=True)
    ] == []
    assert shown(("name", "needs"), in_detail=False, several_schools=True)[0].code == "name"


# ---- saved views


def save(cast, by=None, school=None, name="Mine", query="?status=open", columns=("name", "closed")):
    return saved.save_view(
        name=name, query=query, columns=columns, school=school, by=by or cast.office, at=NOW
    )


def test_a_view_is_kept_found_and_recorded(cast, channel, client):
    view = save(cast)
    assert Entry.objects.get(event="view.saved").object_id == str(view.pk)
    client.force_login(cast.office)
    answer = client.get(view.get_absolute_url())
    assert answer.headers["Location"] == "/channels/?status=open&columns=name,closed"
    assert save(cast) == view and SavedView.objects.count() == 1
    with pytest.raises(ValidationError, match="You already have a view called Mine"):
        save(cast, query="?status=closed")


def test_a_view_is_its_owners_or_its_schools(cast, channel, client):
    own, shared = save(cast), save(cast, school=cast.school, name="Ours")
    seen = {
        who: {view.name for view in SavedView.objects.visible_to(getattr(cast, who), on=TODAY)}
        for who in ("office", "teacher", "officer", "other_teacher", "outsider")
    }
    assert seen == {
        "office": {"Mine", "Ours"},
        "teacher": {"Ours"},
        "officer": {"Ours"},
        "other_teacher": set(),
        "outsider": set(),
    }
    for person, view, status in (
        (cast.teacher, shared, 302),
        (cast.teacher, own, 404),
        (cast.other_teacher, shared, 404),
        (cast.outsider, shared, 404),
    ):
        client.force_login(person)
        assert client.get(view.get_absolute_url()).status_code == status


def test_the_list_links_the_views_one_may_open(
    cast, channel, client, django_capture_on_commit_callbacks
):
    page(client, cast.teacher)  # the views of the trust are remembered from here on
    with django_capture_on_commit_callbacks(execute=True):
        save(cast, school=cast.school, name="Year <7>")
    assert "Year &lt;7&gt;" in page(client, cast.teacher)
    assert "Year &lt;7&gt;" not in page(client, cast.other_teacher)
    assert "Review overdue</a>" not in page(client, cast.teacher)
    assert "Review overdue</a>" in page(client, cast.office)


def test_saving_by_the_page(cast, channel, client):
    client.force_login(cast.office)
    path = "/channels/views/save/?status=open&columns=name,closed"
    assert "Enter a name for this view" in client.post(path, {"who": "me"}).content.decode()
    answer = client.post(path, {"name": "Ours", "who": str(cast.school.pk)})
    assert answer.headers["Location"].startswith("/channels/?")
    view = SavedView.objects.get()
    assert (view.school, view.columns) == (cast.school, ["name", "closed"])
    assert "status=open" in view.query
    wrong = client.post(path, {"name": "No", "who": str(cast.other_school.pk)}).content.decode()
    assert "Select who can open it" in wrong and 'value="No"' in wrong


def test_sharing_with_a_school_of_others_is_refused(cast):
    with pytest.raises(Denied):
        save(cast, school=cast.other_school)
    with pytest.raises(Hidden):
        save(cast, by=cast.outsider, school=cast.school)


def test_only_its_owner_deletes_a_view_and_twice_is_once(cast, client):
    view = save(cast, school=cast.school)
    path = f"{view.get_absolute_url()}delete/"
    client.force_login(cast.teacher)
    client.post(path)
    assert SavedView.objects.exists()
    client.force_login(cast.office)
    assert [client.post(path).status_code for _ in range(2)] == [302, 302]
    assert not SavedView.objects.exists()
    assert Entry.objects.filter(event="view.deleted").count() == 1


# ---- the list as a file


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_list_as_a_file_has_its_rows_columns_and_filters_and_no_name(cast, channel, client):
    add(cast, account_name="=cmd()|' /C calc'!A0")
    add(cast, account_name="@Elsewhere", school=cast.other_school, by=cast.admin)
    client.force_login(cast.office)
    assert "Download this list (CSV, 2 channels)" in client.get("/channels/").content.decode()
    answer = client.post(f"/channels/download/?columns={','.join(COLUMNS)}")
    head, *rows = rows_of(answer)
    assert head == [column.heading for column in COLUMNS.values()]
    assert [row[0] for row in rows] == ["'=cmd()|' /C calc'!A0", "'@SSchoolPE"]
    assert "Business" in answer.content.decode() and "Lena" not in answer.content.decode()
    assert len(rows_of(client.post("/channels/download/?q=sschool"))) == 2
    kept = Entry.objects.filter(event="channel_list.downloaded").order_by("position")
    assert [entry.data["rows"] for entry in kept] == [2, 1]
    assert "q" in kept[1].data["filters"] and "sschool" not in str(kept[1].data)


def test_the_file_holds_back_what_its_reader_may_not_know(cast, channel, client):
    Channel.objects.update(credentials_location="The red safe")
    client.force_login(cast.other_head)
    answer = client.post("/channels/download/?school=all&columns=name,login,needs")
    assert rows_of(answer)[1] == ["'@SSchoolPE", "", ""]


def test_only_those_who_may_export_get_the_file_and_asking_changes_nothing(cast, channel, client):
    client.force_login(cast.teacher)
    assert client.post("/channels/download/").status_code == 403
    assert "Download this list" not in client.get("/channels/").content.decode()
    client.force_login(cast.office)
    assert client.get("/channels/download/?q=x").headers["Location"].startswith("/channels/?q=x")
    assert not Entry.objects.filter(event="channel_list.downloaded").exists()


# ---- reminders


def remind(cast, *channels, by=None, at=NOW):
    return nudges.remind_teams(channels=channels, by=by or cast.head, at=at)


def test_a_reminder_goes_to_the_team_and_to_nobody_else(cast, channel):
    Message.objects.all().delete()
    came = remind(cast, channel)
    assert came.people == Message.objects.count() == 2
    sent = {message.recipient for message in Message.objects.all()}
    assert sent == {cast.colleague, cast.office}
    text = Message.objects.first().text
    assert "not yet confirmed" in text and "@SSchoolPE" in text
    assert Entry.objects.filter(event="channel.nudged", object_id=str(channel.pk)).count() == 1


def test_somebody_with_several_channels_gets_one_message_about_theirs(cast, channel):
    two = add(cast, account_name="@SSchoolArt")
    crew.add_person(
        channel=two,
        part="moderator",
        person=cast.colleague,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    Message.objects.all().delete()
    remind(cast, channel, two)
    (message,) = Message.objects.filter(recipient=cast.colleague)
    assert message.subject == "A reminder about 2 channels you run"
    assert "@SSchoolPE" in message.text and "@SSchoolArt" in message.text


def test_not_again_within_three_days(cast, channel):
    remind(cast, channel)
    before = Message.objects.count()
    again = remind(cast, channel, by=cast.office, at=NOW + timedelta(days=2))
    assert (again.people, again.lately) == (0, [channel]) and Message.objects.count() == before
    assert remind(cast, channel, at=NOW + timedelta(days=3, minutes=1)).people == 2
    assert Nudge.objects.count() == 2


def test_what_needs_nothing_is_left_out(cast, channel):
    Channel.objects.filter(pk=channel.pk).update(status="closed", date_closed=TODAY)
    came = remind(cast, channel)
    assert (came.people, came.content) == (0, [channel]) and not Nudge.objects.exists()


def test_reminding_is_for_those_who_look_after_the_register_of_that_school(cast, channel):
    for person in (cast.teacher, cast.colleague, cast.other_head):
        with pytest.raises(Denied, match="You cannot send reminders about this channel"):
            remind(cast, channel, by=person)
    with pytest.raises(Hidden):
        remind(cast, channel, by=cast.outsider)
    assert not Nudge.objects.exists()


def test_reminding_from_the_list(cast, channel, client):
    far = add(cast, account_name="@Elsewhere", school=cast.other_school, by=cast.admin)
    text = page(client, cast.office, "/channels/?school=all")
    assert 'value="CH0001"' in text and f'value="{far.reference}"' not in text
    assert "Send a reminder" in text
    nothing = client.post("/channels/remind/?status=open").content.decode()
    assert nothing.count("Select at least one channel to send a reminder about") == 2
    assert "Remove this filter: </span>Open" in nothing
    answer = client.post("/channels/remind/?status=open", {"channel": "CH0001"}, follow=True)
    assert "Reminder sent to 1 person about 1 channel." in answer.content.decode()
    again = client.post("/channels/remind/", {"channel": "CH0001"}, follow=True)
    assert "1 channel left out, reminded in the last 3 days." in again.content.decode()
    assert client.post("/channels/remind/", {"channel": far.reference}).status_code == 403
    assert client.get("/channels/remind/?status=open").headers["Location"].endswith("status=open")
    text = page(client, cast.teacher)
    assert "Send a reminder" not in text and 'type="checkbox"' not in text
    client.force_login(cast.outsider)
    assert client.post("/channels/remind/", {"channel": "CH0001"}).status_code == 200
    assert Nudge.objects.count() == 1
